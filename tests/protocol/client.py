#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole client of the session door: logs in and prints every frame of the stream, one a line.
client.py ENDPOINT SERVER_KEY USER PASSWORD [DEVICE]      (written from protocol/README.md alone)"""
import json
import sys
import time
import zmq

endpoint, server_key, user, password, *device = sys.argv[1:]
sock = zmq.Context().socket(zmq.DEALER)
sock.curve_publickey, sock.curve_secretkey = zmq.curve_keypair()  # fresh at each start
sock.curve_serverkey = server_key.encode()
sock.linger = 500
sock.connect(endpoint)
epoch, seq, begun, acked, heard, sent, greeting = None, 0, False, 0, time.monotonic(), 0, True

def send(frame):
    global sent
    sent = time.monotonic()
    sock.send(json.dumps(frame).encode())

def hello():
    global greeting
    greeting = True
    send({"type": "hello", "versions": [1], "client": "client.py/1",
          **({"resume": {"epoch": epoch, "seq": seq}} if begun else {})})

hello()
while True:
    now = time.monotonic()
    if not greeting and seq > acked and now - sent > 0.9:
        send({"type": "ack", "seq": seq})
        acked = seq
    elif now - sent > 1:
        hello() if greeting or now - heard > 3 else send({"type": "heartbeat"})
    if not sock.poll(250):
        continue
    frame, heard = json.loads(sock.recv()), time.monotonic()
    kind = frame["type"]
    if kind == "welcome":
        epoch, begun, greeting = frame["epoch"], begun and frame["resumed"], False
        if frame["login"] == "needed":
            args = {"user": user, "password": password, **({"device": device[0]} if device else {})}
            send({"type": "request", "id": f"login-{now}", "op": "login", "args": args})
    elif kind == "bye" and frame["code"] in ("lagging", "unknown"):
        begun = begun and frame["code"] == "unknown"
        hello()
    elif kind == "bye" and frame["code"] == "shutdown":
        heard = 0  # hello again in a second
    elif kind == "bye" or kind == "reply" and not frame["ok"]:
        sys.exit(f"{frame.get('code') or frame['error']}: {frame.get('message', '')}")
    elif kind in ("snapshot_begin", "event", "snapshot_end") and not greeting:
        if kind == "snapshot_begin" and not begun or frame["seq"] == seq + 1:
            seq, begun = frame["seq"], True
            print(json.dumps(frame, ensure_ascii=False), flush=True)
        elif frame["seq"] > seq:
            hello()  # a hole: what is missing comes again
    elif kind == "heartbeat" and begun and not greeting and frame["seq"] > seq:
        hello()
