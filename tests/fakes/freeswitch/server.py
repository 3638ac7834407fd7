# SPDX-License-Identifier: GPL-3.0-or-later
"""mod_event_socket in inbound mode: connections, what they subscribe to, and how the real one fails."""
import asyncio
import re
import uuid

from .api import Api
from .event import Event

GOODBYE = b"Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n"
SHUTTING_DOWN = b"The system is being shut down.\n"
LOST = b"killed listener because of lost events\n"
NAMES = frozenset("""CUSTOM CLONE CHANNEL_CREATE CHANNEL_DESTROY CHANNEL_STATE CHANNEL_CALLSTATE CHANNEL_ANSWER CHANNEL_HANGUP
CHANNEL_HANGUP_COMPLETE CHANNEL_EXECUTE CHANNEL_EXECUTE_COMPLETE CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_BRIDGE CHANNEL_UNBRIDGE
CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_OUTGOING CHANNEL_PARK CHANNEL_UNPARK CHANNEL_APPLICATION CHANNEL_ORIGINATE CHANNEL_UUID
API LOG INBOUND_CHAN OUTBOUND_CHAN STARTUP SHUTDOWN PUBLISH UNPUBLISH TALK NOTALK SESSION_CRASH MODULE_LOAD MODULE_UNLOAD DTMF MESSAGE
PRESENCE_IN NOTIFY_IN PRESENCE_OUT PRESENCE_PROBE MESSAGE_WAITING MESSAGE_QUERY ROSTER CODEC BACKGROUND_JOB DETECTED_SPEECH DETECTED_TONE
PRIVATE_COMMAND HEARTBEAT TRAP ADD_SCHEDULE DEL_SCHEDULE EXE_SCHEDULE RE_SCHEDULE RELOADXML NOTIFY PHONE_FEATURE PHONE_FEATURE_SUBSCRIBE
SEND_MESSAGE RECV_MESSAGE REQUEST_PARAMS CHANNEL_DATA GENERAL COMMAND SESSION_HEARTBEAT CLIENT_DISCONNECTED SERVER_DISCONNECTED
SEND_INFO RECV_INFO RECV_RTCP_MESSAGE SEND_RTCP_MESSAGE CALL_SECURE NAT RECORD_START RECORD_STOP PLAYBACK_START PLAYBACK_STOP CALL_UPDATE
FAILURE SOCKET_DATA MEDIA_BUG_START MEDIA_BUG_STOP CONFERENCE_DATA_QUERY CONFERENCE_DATA CALL_SETUP_REQ CALL_SETUP_RESULT CALL_DETAIL
DEVICE_STATE TEXT SHUTDOWN_REQUESTED ALL""".split())


class Connection(asyncio.Protocol):
    """One client."""

    def __init__(self, server):
        self.server = server
        self.transport, self.address = None, ""
        self.buffer = b""
        self.waiting = []      # commands that came and were not carried out yet
        self.authenticated = self.closing = self.busy = self.paused = False
        self.form, self.all, self.events, self.customs, self.filters = "plain", False, set(), set(), []
        self.allowed = None    # of userauth: (events, customs, apis)
        self.queue = []        # frames that the client does not take, or that wait for an api command
        self.lost = 0
        self.mine = None       # myevents: the channel
        self.timer = None

    # ---- the socket

    def connection_made(self, transport):
        self.transport = transport
        self.address = transport.get_extra_info("peername")[0]
        transport.set_write_buffer_limits(high=self.server.socket_room)
        self.server.connections.append(self)
        self.server.count += 1
        if not self.server.acl(self.address):
            self.notice(b"text/rude-rejection", b"Access Denied, go away.\n")
            self.goodbye()
            return
        self.send(b"Content-Type: auth/request\n\n")
        self.timer = self.server.later(self.server.auth_limit, self.auth_is_late)

    def auth_is_late(self):
        if not self.authenticated and not self.closing:
            self.goodbye()

    def connection_lost(self, error):
        self.closing = True
        if self in self.server.connections:
            self.server.connections.remove(self)
        if self.timer:
            self.timer.cancel()
        if self.server.frozen_by is self:
            self.server.thaw()

    def pause_writing(self):
        self.paused = True

    def resume_writing(self):
        self.paused = False
        self.drain()

    def data_received(self, data):
        if self.server.half_open:
            return
        self.buffer += data.replace(b"\r\n", b"\n")
        while True:
            end = self.buffer.find(b"\n\n")
            if end < 0:
                break
            head = self.buffer[:end].decode("utf-8", "replace").lstrip("\n").split("\n")
            headers = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
            size = int(headers.get("Content-Length", headers.get("content-length", "0")) or 0)
            if len(self.buffer) < end + 2 + size:
                break
            body = self.buffer[end + 2:end + 2 + size].decode("utf-8", "replace")
            self.buffer = self.buffer[end + 2 + size:]
            if head[0]:
                self.waiting.append((head[0].strip(), headers, body))
        self.work()

    def work(self):
        while self.waiting and not self.busy and not self.closing and not self.server.frozen_by:
            line, headers, body = self.waiting.pop(0)
            self.server.commands.append((self, line, headers, body))
            if not self.server.ignores(line):
                self.command(line, headers, body)

    # ---- what goes out

    def send(self, data):
        """Behind whatever waits already."""
        if self.server.half_open or self.transport is None or self.transport.is_closing():
            return
        if self.queue or self.paused:
            self.queue.append(data)
        else:
            self.transport.write(data)

    def drain(self):
        while self.queue and not self.paused and not self.busy and not self.transport.is_closing():
            self.transport.write(self.queue.pop(0))

    def reply(self, text, more=""):
        self.transport.write(f"Content-Type: command/reply\nReply-Text: {text}\n{more}\n".encode())

    def response(self, text):
        data = text.encode()
        self.transport.write(b"Content-Type: api/response\nContent-Length: %d\n\n" % len(data) + data)

    def notice(self, kind, text):
        self.transport.write(b"Content-Type: %s\nContent-Length: %d\n\n" % (kind, len(text)) + text)

    def goodbye(self, text=GOODBYE):
        self.closing = True
        if self.transport and not self.transport.is_closing():
            for frame in self.queue:
                self.transport.write(frame)
            self.notice(b"text/disconnect-notice", text)
            self.transport.close()

    # ---- events

    def wants(self, event):
        if not self.authenticated or self.closing:
            return False
        if self.mine:
            return event.get("Unique-ID") == self.mine
        if event.name == "CUSTOM":
            wanted = self.all or event.subclass in self.customs
        else:
            wanted = self.all or event.name in self.events
        return wanted and self.passes(event)

    def passes(self, event):
        if not self.filters:
            return True
        for name, value in self.filters:
            has = event.get(name, None)
            if has is None:
                continue
            if value.startswith("/") and value.endswith("/") and len(value) > 1:
                if re.search(value[1:-1], has):
                    return True
            elif has == value:
                return True
        return False

    def take(self, frame):
        """A frame for a client that may not read: counted, and after too many the real one's disaster."""
        if self.busy or self.paused or self.queue or self.server.frozen_by:
            if len(self.queue) >= self.server.queue_limit:
                self.lost += 1
                if self.lost > self.server.lost_limit and not self.server.frozen_by:
                    self.server.frozen_by = self
                return
            self.queue.append(frame)
        else:
            self.send(frame)

    # ---- commands

    def command(self, line, headers, body):
        word, _, rest = line.partition(" ")
        word = word.lower()
        if not self.authenticated:
            self.before_auth(word, rest)
            return
        handler = getattr(self, "do_" + word, None)
        if handler is None:
            self.reply("-ERR command not found")
        else:
            handler(rest.strip(), headers, body)

    def before_auth(self, word, rest):
        if self.timer:
            self.timer.cancel()  # the limit holds only for those who say nothing
        if word == "exit":
            self.do_exit("", {}, "")
        elif word == "auth":
            self.authenticate(rest == self.server.password)
        elif word == "userauth":
            user, _, password = rest.partition(":")
            account = self.server.users.get(user)
            good = account is not None and account["password"] == password
            more = ""
            if good:
                names = account["events"].split()
                custom = names.index("CUSTOM") if "CUSTOM" in names else len(names)
                self.allowed = (set(names[:custom]), set(names[custom + 1:]), account["api"].split())
                more = f"Allowed-Events: {account['events']}\nAllowed-API: {account['api']}\nAllowed-LOG: false\n"
            self.authenticate(good, more)
        else:
            self.reply("-ERR command not found")

    def authenticate(self, good, more=""):
        self.authenticated = good
        self.reply("+OK accepted" if good else "-ERR invalid", more)
        if not good:
            self.goodbye()

    def do_exit(self, *_):
        self.reply("+OK bye")
        self.goodbye()

    def do_event(self, rest, *_):
        words = rest.replace(",", " ").split()
        form = self.form
        if words and words[0].lower() in ("plain", "json", "xml"):
            form = words.pop(0).lower()
        known, custom = 0, False
        for name in words:
            if custom:
                if self.allowed and "ALL" not in self.allowed[0] and name not in self.allowed[1]:
                    self.reply("-ERR permission denied")
                    return
                self.customs.add(name)
            elif name.upper() in NAMES:
                name = name.upper()
                if self.allowed and "ALL" not in self.allowed[0] and name not in self.allowed[0] | ({"CUSTOM"} if self.allowed[1] else set()):
                    self.reply("-ERR permission denied")
                    return
                self.all = self.all or name == "ALL"
                self.events.add(name)
                custom = name == "CUSTOM"
                known += 1
        if not known:
            self.reply("-ERR no keywords supplied")
            return
        self.form = form
        self.reply(f"+OK event listener enabled {form}")

    def do_nixevent(self, rest, *_):
        custom = False
        for name in rest.split():
            if custom:
                self.customs.discard(name)
            elif name.upper() == "CUSTOM":
                custom = True
            elif self.all and name.upper() != "ALL":
                self.events = (self.events | NAMES) - {name.upper(), "ALL"}
                self.all = False
            else:
                self.events.discard(name.upper())
        self.reply("+OK events nixed")

    def do_noevents(self, *_):
        if not (self.all or self.events or self.mine):
            self.reply("-ERR not listening for events")
            return
        self.all, self.events, self.customs, self.mine = False, set(), set(), None
        self.reply("+OK no longer listening for events")

    def do_myevents(self, rest, *_):
        own = rest.split()[0] if rest else ""
        if own not in self.server.switch.channels:
            self.reply(f"-ERR invalid session id [{own}]")
            return
        self.mine = own  # the format's word is not looked at: events come plain
        self.form = "plain"
        self.reply("+OK Events Enabled")

    def do_filter(self, rest, *_):
        name, _, value = rest.partition(" ")
        if name == "delete":
            name, _, value = value.partition(" ")
            self.filters = [] if name == "all" else [(key, old) for key, old in self.filters if key != name or value and old != value]
            self.reply(f"+OK filter deleted. [{name}][{value}]")
        elif value:
            self.filters.append((name, value))
            self.reply(f"+OK filter added. [{name}]=[{value}]")
        else:
            self.reply("-ERR invalid syntax")

    def do_linger(self, rest, *_):
        self.reply(f"+OK will linger {rest or 1} seconds" if self.mine else "-ERR not controlling a session")

    def do_log(self, rest, *_):
        self.reply("-ERR permission denied" if self.allowed else f"+OK log level {rest or 7} [{rest or 7}]")

    def do_nolog(self, *_):
        self.reply("+OK no longer logging")

    def do_sendmsg(self, rest, headers, body):
        ch = self.server.switch.channels.get(rest)
        if ch is None:
            self.reply(f"-ERR invalid session id [{rest}]")
            return
        self.reply("+OK")
        call = {name.lower(): value for name, value in headers.items()}
        if call.get("call-command") == "hangup":
            self.server.later(0, self.server.switch.hangup, ch, call.get("hangup-cause", "NORMAL_CLEARING"), "send_bye")
        elif call.get("call-command") == "execute":
            data = call.get("execute-app-arg") or body or None
            self.server.later(0, self.server.switch.execute, ch, call.get("execute-app-name", ""), data)

    def do_sendevent(self, rest, headers, body):
        own = str(uuid.uuid4())
        named = rest if rest in NAMES else "CUSTOM"
        subclass = headers.pop("Event-Subclass", None)
        self.reply(f"+OK {own}")
        self.server.switch.emit(named, [("Command", f"sendevent {rest}"), *headers.items(), ("Event-UUID", own)], body or None, subclass)

    def may(self, line):
        """Whether the account may run this API command; the check looks into commands that carry others."""
        words = line.split()
        while words and words[0] in ("bgapi", "eval", "expand", "xml_wrap", "sched_api") and len(words) > 1 and self.allowed:
            words = words[1:]
        return not self.allowed or "ALL" in self.allowed[2] or words[:1] and words[0] in self.allowed[2]

    def do_api(self, rest, *_):
        if not self.may(rest):
            self.reply("-ERR permission denied")
            return
        if rest.startswith("reload mod_event_socket"):
            self.response(f"+OK Job-UUID: {uuid.uuid4()}\n")
            self.server.api.execute(rest, lambda output: None)
            return
        self.busy = True  # its own events wait until the answer is out
        self.server.api.execute(rest, self.answered)

    def answered(self, output):
        self.busy = False
        if not self.closing and not self.server.half_open:
            self.response(output)
            self.drain()
        self.work()

    def do_bgapi(self, rest, headers, _):
        if not self.may(rest):
            self.reply("-ERR permission denied")
            return
        job = headers.get("Job-UUID") or str(uuid.uuid4())
        self.reply(f"+OK Job-UUID: {job}", f"Job-UUID: {job}\n")
        self.server.later(0, self.server.job, job, rest)


class EventSocket:
    """The module: listens, remembers what it was told, and has the knobs that make it misbehave.

    password; users: {"cti@pbx.test": {"password", "events", "api"}} for userauth; acl: a function of an address;
    auth_limit: seconds; silent: commands (or API commands) that are taken in and never answered; strip: {event name or "":
    headers that are left out of it}; length_off: added to the Content-Length of the next event; queue_limit and lost_limit:
    how many events a client may leave unread before everything freezes; half_open: neither reads nor writes any more."""

    def __init__(self, switch, password="ClueCon-test"):
        self.switch, self.password = switch, password
        self.api = Api(switch)
        self.api.on_reload, self.api.on_shutdown = self.reload, self.shutdown
        self.users = {"cti@pbx.test": {"password": "cti-pw", "api": "status show uuid_hold",
                                       "events": "CHANNEL_CREATE CHANNEL_ANSWER CHANNEL_HANGUP_COMPLETE CUSTOM callcenter::info"}}
        self.acl = lambda address: True
        self.auth_limit, self.heartbeat_every = 25.0, 20.0
        self.socket_room = 65536
        self.queue_limit, self.lost_limit = 100_000, 500
        self.silent, self.strip, self.length_off = set(), {}, 0
        self.half_open, self.frozen_by = False, None
        self.connections, self.commands, self.count = [], [], 0
        self.listener, self.port, self.beat = None, 0, None
        switch.listeners.append(self.publish)

    def later(self, seconds, what, *args):
        return asyncio.get_running_loop().call_later(seconds, what, *args)

    async def open(self, port=0):
        loop = asyncio.get_running_loop()
        self.listener = await loop.create_server(lambda: Connection(self), "127.0.0.1", port or self.port)
        self.port = self.listener.sockets[0].getsockname()[1]
        self.pulse()
        return self

    def pulse(self):
        if self.beat:
            self.beat.cancel()
        self.beat = self.later(self.heartbeat_every, self.pulse_and_tell)

    def pulse_and_tell(self):
        self.switch.heartbeat()
        self.pulse()

    def close(self):
        if self.listener:
            self.listener.close()
            self.listener = None
        if self.beat:
            self.beat.cancel()
        for connection in list(self.connections):
            connection.transport.abort()

    def ignores(self, line):
        words = line.split()
        return words[0].lower() in self.silent or len(words) > 1 and words[0].lower() in ("api", "bgapi") and words[1] in self.silent

    def job(self, job, line):
        command, _, argument = line.partition(" ")

        def done(output):
            self.switch.emit("BACKGROUND_JOB", [("Job-UUID", job), ("Job-Command", command),
                                                *([("Job-Command-Arg", argument)] if argument else [])], output)

        self.api.execute(line, done)

    def publish(self, event):
        for names in (self.strip.get(""), self.strip.get(event.name), self.strip.get(event.subclass)):
            event = event.without(names) if names else event
        frames = {}
        for connection in list(self.connections):
            if connection.wants(event):
                if connection.form not in frames:
                    frames[connection.form] = self.frame(event, connection.form)
                connection.take(frames[connection.form])

    def frame(self, event, form):
        data = event.frame("json" if form == "json" else "plain")
        if self.length_off:
            size = int(data[16:data.index(b"\n")])
            data = data.replace(b"Content-Length: %d" % size, b"Content-Length: %d" % (size + self.length_off), 1)
            self.length_off = 0
        return data

    # ---- how it breaks

    def say(self, data):
        """Raw bytes to every client that has logged in."""
        for connection in self.connections:
            if connection.authenticated:
                connection.send(data)

    def announce_huge(self, size=1 << 30):
        self.say(b"Content-Length: %d\nContent-Type: text/event-plain\n\nEvent-Name: HEARTBEAT\n" % size)

    def endless_frame(self, size=4 << 20):
        """A header line that does not end, and nothing that ends the block either."""
        self.say(b"Content-Length: 100\nX-Endless: " + b"a" * size)

    def unknown_job(self):
        self.switch.emit("BACKGROUND_JOB", [("Job-UUID", str(uuid.uuid4())), ("Job-Command", "originate")], "-ERR USER_BUSY\n")

    def nonsense(self):
        """An event without what everybody relies on."""
        for name in ("CHANNEL_CREATE", "CHANNEL_BRIDGE", "CHANNEL_HANGUP_COMPLETE", "BACKGROUND_JOB", "CHANNEL_HOLD"):
            self.publish(Event([("Event-Name", name)]))
        self.publish(Event([("Event-Subclass", "callcenter::info"), ("Event-Name", "CUSTOM")]))
        self.publish(Event([("X-Nothing", "at all")]))

    def thaw(self):
        """The client that froze everything is gone."""
        self.frozen_by = None
        for connection in list(self.connections):
            connection.drain()
            connection.work()

    def drop(self):
        """Cuts every connection without a word."""
        for connection in list(self.connections):
            connection.transport.abort()

    def reload(self, pause=0.2):
        """reload mod_event_socket: calls survive; the port answers again a moment later."""
        self.listener.close()
        for connection in list(self.connections):
            connection.goodbye(SHUTTING_DOWN)
        self.later(pause, lambda: asyncio.ensure_future(self.open(self.port)))

    def shutdown(self):
        self.switch.emit("SHUTDOWN", [("Event-Info", "System Shutting Down")])
        for ch in list(self.switch.channels.values()):
            self.switch.hangup(ch, "SYSTEM_SHUTDOWN", "send_bye")
        for name in ("fifo", "status", "callcenter_config"):
            self.switch.emit("MODULE_UNLOAD", [("type", "api"), ("name", name)])
        for connection in list(self.connections):
            connection.goodbye(SHUTTING_DOWN)
        self.listener.close()
        if self.beat:
            self.beat.cancel()

    def kill(self):
        """kill -9: no word to anybody, and the calls are gone."""
        self.listener.close()
        if self.beat:
            self.beat.cancel()
        self.drop()
        self.switch.channels.clear()
        self.switch.members.clear()

    async def restart(self):
        """After shutdown or kill: another Core-UUID, no calls; agents' states are kept in its database."""
        if self.listener and self.listener.is_serving():
            self.kill()
        self.switch.boot()
        for agent in self.switch.agents.values():
            agent.update(state="Waiting", uuid="")
        await self.open(self.port)
