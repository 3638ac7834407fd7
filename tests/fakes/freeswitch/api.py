# SPDX-License-Identifier: GPL-3.0-or-later
"""The API commands: what `api` and `bgapi` can be asked, with the answers and errors of the real one."""
import json
import shlex
import time
import uuid

from .event import Event
from .switch import DOMAIN, VERSION

ORIGINATE_USAGE = ("-USAGE: <call url> <exten>|&<application_name>(<app_args>) [<dialplan>] [<context>] [<cid_name>] [<cid_num>] "
                   "[<timeout_sec>]\n")
SHOW_USAGE = ("-USAGE: codec|endpoint|application|api|dialplan|file|timer|calls [count]|channels [count|like <match string>]|calls|"
              "detailed_calls|bridged_calls|detailed_bridged_calls|aliases|complete|chat|management|modules|nat_map|say|interfaces|"
              "interface_types|tasks|limits|status\n")
NO_CHANNEL = "-ERR No such channel!\n"
CHANNEL_COLUMNS = ("uuid direction created created_epoch name state cid_name cid_num ip_addr dest application application_data dialplan "
                   "context read_codec read_rate read_bit_rate write_codec write_rate write_bit_rate secure hostname presence_id "
                   "presence_data accountcode callstate callee_name callee_num callee_direction call_uuid sent_callee_name "
                   "sent_callee_num initial_cid_name initial_cid_num initial_ip_addr initial_dest initial_dialplan "
                   "initial_context").split()
CALL_COLUMNS = ("uuid direction created created_epoch name state cid_name cid_num ip_addr dest presence_id presence_data accountcode "
                "callstate callee_name callee_num callee_direction call_uuid hostname sent_callee_name sent_callee_num").split()
B_COLUMNS = [name for name in CALL_COLUMNS if name not in ("call_uuid", "hostname")]
# Commands whose work is done by the channels' own threads: the API event comes before what they cause.
LATER = frozenset(("uuid_transfer", "uuid_bridge", "uuid_park", "uuid_kill", "hupall", "fsctl", "reload"))


def rows_json(rows):
    if not rows:
        return '{"row_count": 0}\n'
    return json.dumps({"row_count": len(rows), "rows": rows}, ensure_ascii=False, separators=(",", ":"))


class Api:
    def __init__(self, switch):
        self.switch = switch
        self.slow = {}      # command: seconds that its answer takes
        self.lacking = set()  # commands of modules that are not loaded
        self.log = []       # every command line that was executed
        self.on_reload = self.on_shutdown = lambda: None

    def execute(self, line, answer):
        """Runs one command; @answer is called with its output, at once or later."""
        self.log.append(line)
        command, _, argument = line.strip().partition(" ")
        argument = argument.strip()
        if command in self.slow:
            self.switch.clock.later(self.slow[command], self.carry_out, command, argument, answer)
        else:
            self.carry_out(command, argument, answer)

    def carry_out(self, command, argument, answer):
        handler = getattr(self, "do_" + command, None)
        if handler is None or command in self.lacking:
            answer(f"-ERR {command} Command not found!\n")
            return
        if command in ("originate", "msleep"):
            handler(argument, answer)
            return
        if command in LATER:
            self.switch.api_event(command, argument)
        # What a switch says of a command without words.
        out = handler(argument)
        if command not in LATER:
            self.switch.api_event(command, argument)
        answer(out if out else "-ERR no reply\n")

    def channel(self, own):
        return self.switch.channels.get(own)

    # ---- the system

    def do_status(self, _):
        count = len(self.switch.channels)
        return (f"UP {self.switch.up_time()}\nFreeSWITCH (Version {VERSION}) is ready\n{self.switch.sessions} session(s) since startup\n"
                f"{count} session(s) - peak 2, last 5min 2 \n0 session(s) per Sec out of max 200, peak 2, last 5min 2 \n"
                "1000 session(s) max\nmin idle cpu 0.00/86.73\nCurrent Stack Size/Max 240K/8192K\n")

    def do_uptime(self, _):
        return f"{(self.switch.now() - self.switch.booted) // 1_000_000}\n"

    def do_version(self, _):
        return ("FreeSWITCH Version 1.10.12-release+git~20240802T210227Z~a88d069d6f~64bit "
                "(git a88d069 2024-08-02 21:02:27Z 64bit)\n")

    def do_hostname(self, _):
        return self.switch.names[0]

    def do_strepoch(self, _):
        return str(self.switch.now() // 1_000_000)

    def do_create_uuid(self, _):
        return str(uuid.uuid4())

    def do_echo(self, argument):
        return argument

    def do_global_getvar(self, argument):
        values = {"hostname": "vm", "domain": DOMAIN, "core_uuid": self.switch.core_uuid, "local_ip_v4": "192.0.2.2"}
        return values.get(argument, "") if argument else "".join(f"{name}={value}\n" for name, value in values.items())

    def do_module_exists(self, argument):
        return "true" if argument in ("mod_callcenter", "mod_event_socket", "mod_sofia", "mod_conference", "mod_commands") \
            and argument.removeprefix("mod_") + "_config" not in self.lacking else "false"

    def do_msleep(self, argument, answer):
        def done():
            self.switch.api_event("msleep", argument)
            answer(f"+OK Slept for {argument} ms\n")

        self.switch.clock.later(int(argument) / 1000, done)

    def do_reload(self, argument):
        if argument == "mod_event_socket":
            self.switch.clock.later(0, self.on_reload)
        return "+OK Reloading XML\n+OK module loaded\n"

    def do_fsctl(self, argument):
        if argument.startswith("shutdown"):
            self.switch.clock.later(0, self.on_shutdown)
        elif argument.startswith("send_sighup") or argument.startswith("loglevel"):
            pass
        else:
            return "-USAGE: [recover|send_sighup|hupall|pause …|shutdown …|sps|…]\n"
        return "+OK\n"

    # ---- lists

    def row(self, ch):
        profile, codec = ch.profile, "PCMU" if ch.codec else ""
        rate, bits = ("8000", "64000") if ch.codec else ("", "")
        created = ch.times["Created"] // 1_000_000
        app = ch.apps[-1] if ch.apps else ("", "", "")
        return {"uuid": ch.uuid, "direction": ch.direction, "created": time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(created)),
                "created_epoch": str(created), "name": ch.name, "state": "CS_" + ch.running, "cid_name": profile.get("cid_name", ""),
                "cid_num": profile.get("cid_number", ""), "ip_addr": profile.get("network", ""), "dest": profile.get("destination", ""),
                "application": app[0], "application_data": app[1] or "", "dialplan": profile.get("dialplan", ""),
                "context": profile.get("context", ""), "read_codec": codec, "read_rate": rate, "read_bit_rate": bits,
                "write_codec": codec, "write_rate": rate, "write_bit_rate": bits, "secure": "", "hostname": self.switch.names[1],
                "presence_id": ch.presence or "", "presence_data": "", "accountcode": ch.variables.get("accountcode", ""),
                "callstate": ch.call_state, "callee_name": profile.get("callee_name", ""), "callee_num": profile.get("callee_number", ""),
                "callee_direction": "SEND" if "last_sent_callee_id_name" in ch.variables else "",
                "call_uuid": ch.call_uuid if ch.peer or ch.direction == "outbound" else "",
                "sent_callee_name": ch.variables.get("last_sent_callee_id_name", ""),
                "sent_callee_num": ch.variables.get("last_sent_callee_id_number", ""), "initial_cid_name": profile.get("orig_name", ""),
                "initial_cid_num": profile.get("orig_number", ""), "initial_ip_addr": profile.get("network", ""),
                "initial_dest": ch.variables.get("original_destination_number", profile.get("destination", "")),
                "initial_dialplan": profile.get("dialplan", ""), "initial_context": profile.get("context", "")}

    def call_rows(self, bridged_only=False):
        out = []
        for ch in self.switch.channels.values():
            if ch.peer and not ch.is_a or bridged_only and not ch.peer:
                continue
            row, other = self.row(ch), self.row(ch.peer) if ch.peer else {}
            bridged = str(ch.times.get("Bridged", 0) // 1_000_000) if ch.peer else ""
            out.append({name: row[name] for name in CALL_COLUMNS} | {"b_" + name: other.get(name, "") for name in B_COLUMNS}
                       | {"call_created_epoch": bridged})
        return out

    def do_show(self, argument):
        words = argument.split()
        what = words[0] if words else ""
        if what == "channels":
            rows = [self.row(ch) for ch in self.switch.channels.values()]
        elif what in ("calls", "detailed_calls", "bridged_calls", "detailed_bridged_calls"):
            rows = self.call_rows("bridged" in what or what == "detailed_calls")
        elif what == "registrations":
            rows = [{"reg_user": phone.user, "realm": DOMAIN, "token": phone.call_id,
                     "url": f"sofia/internal/sip:{phone.user}@127.0.0.1:{phone.port}", "expires": str(self.switch.seconds() + 3600),
                     "network_ip": "127.0.0.1", "network_port": str(phone.port), "network_proto": "udp",
                     "hostname": self.switch.names[1], "metadata": ""} for phone in self.switch.phones.values() if phone.registered]
        else:
            return SHOW_USAGE
        if words[1:2] == ["count"]:
            return f'{{"row_count":{len(rows)},"rows":[]}}' if words[-1] == "json" else f"\n{len(rows)} total.\n"
        if words[-2:] == ["as", "json"]:
            return rows_json(rows)
        lines = [",".join(rows[0])] + [",".join(row.values()) for row in rows] if rows else []
        return "\n".join(lines + ["", f"{len(rows)} total.\n"])

    def do_callcenter_config(self, argument):
        try:
            return self.switch.callcenter_config(shlex.split(argument))
        except (IndexError, ValueError):
            return "-ERR Invalid!\n"

    def do_conference(self, argument):
        return self.switch.conference_api(argument.split())

    def do_sofia_contact(self, argument):
        user = argument.split("/")[-1].split("@")[0]
        phone = self.switch.phones.get(user)
        return f"sofia/internal/sip:{user}@127.0.0.1:{phone.port}" if phone and phone.registered else "error/user_not_registered"

    def do_list_users(self, _):
        rows = ["userid|context|domain|group|contact|callgroup|effective_caller_id_name|effective_caller_id_number"]
        rows += [f"{phone.user}|default|{DOMAIN}|default|{self.do_sofia_contact(phone.user)}||{phone.display}|{phone.user}"
                 for phone in self.switch.phones.values()]
        return "\n".join(rows) + "\n\n+OK\n"

    def do_sofia(self, argument):
        if argument.startswith("status gateway"):
            return f"Name    \ttrunk\nState   \tNOREG\nStatus  \t{'UP' if self.switch.gateway_up else 'DOWN'}\n"
        return "2 profiles 1 alias\n"

    # ---- a channel

    def do_uuid_exists(self, argument):
        return "true" if self.channel(argument) else "false"

    def do_uuid_dump(self, argument):
        words = argument.split()
        ch = self.channel(words[0]) if words else None
        if ch is None:
            return NO_CHANNEL
        event = Event(self.switch.head("CHANNEL_DATA", source=("mod_commands.c", "uuid_dump_function", 6468)) + ch.basic()
                      + ch.extended() + ch.all_variables())
        return event.json().decode() if words[-1] == "json" else event.plain().decode()

    def do_uuid_getvar(self, argument):
        own, _, name = argument.partition(" ")
        ch = self.channel(own)
        if ch is None:
            return NO_CHANNEL
        value = ch.variables.get(name.strip(), "_undef_")
        return "ARRAY::" + "|:".join(value) if isinstance(value, list) else value

    def do_uuid_setvar(self, argument):
        own, _, rest = argument.partition(" ")
        name, _, value = rest.partition(" ")
        ch = self.channel(own)
        if ch is None:
            return NO_CHANNEL
        ch.set_variable(name, value)
        return "+OK\n"

    def do_uuid_setvar_multi(self, argument):
        own, _, rest = argument.partition(" ")
        ch = self.channel(own)
        if ch is None:
            return NO_CHANNEL
        for pair in rest.split(";"):
            ch.set_variable(*pair.partition("=")[::2])
        return "+OK\n"

    def do_uuid_kill(self, argument):
        own, _, cause = argument.partition(" ")
        ch = self.channel(own)
        if ch is None:
            return NO_CHANNEL
        self.switch.clock.later(0, self.switch.hangup, ch, cause or "NORMAL_CLEARING", "send_bye" if ch.answer_state == "answered" else
                                "send_cancel" if ch.direction == "outbound" else "send_refuse")
        return "+OK\n"

    def do_hupall(self, argument):
        for ch in list(self.switch.channels.values()):
            self.switch.hangup(ch, argument.split()[0] if argument else "MANAGER_REQUEST", "send_bye")
        return f"+OK hangup all channels with cause {argument.split()[0] if argument else 'MANAGER_REQUEST'}\n"

    def do_uuid_hold(self, argument):
        words = argument.split()
        ch = self.channel(words[-1]) if words else None
        if ch is None or ch.answer_state != "answered":
            return "-ERR Operation failed\n"
        if words[0] == "off" or words[0] == "toggle" and ch.on_hold:
            self.switch.unhold(ch)
        else:
            self.switch.hold(ch)
        return "+OK Success\n"

    def do_uuid_phone_event(self, argument):
        words = argument.split()
        ch = self.channel(words[0]) if words else None
        if ch is None or len(words) < 2:
            return "-ERR Operation failed\n"
        # A NOTIFY to the phone: what it makes of it is its own affair.
        if ch.phone and getattr(ch.phone, "obeys", False):
            self.switch.clock.later(0.02, self.phone_obeys, ch, words[1])
        return "+OK Success\n"

    def phone_obeys(self, ch, what):
        if what == "talk" and ch.dialing:
            self.switch.answers(ch)
        elif what == "talk":
            self.switch.unhold(ch)
        elif what == "hold":
            self.switch.hold(ch, by_phone=True)

    def do_uuid_answer(self, argument):
        ch = self.channel(argument)
        if ch is None:
            return NO_CHANNEL
        if ch.direction == "inbound" and ch.answer_state != "answered":
            self.switch.answer_inbound(ch)
        return "+OK\n"

    def do_uuid_park(self, argument):
        ch = self.channel(argument)
        if ch is None:
            return NO_CHANNEL
        self.switch.clock.later(0, self.switch.parked, ch)
        return "+OK\n"

    def do_uuid_bridge(self, argument):
        words = argument.split()
        if len(words) != 2:
            return "-USAGE: <uuid> <other_uuid>\n"
        one, other = map(self.channel, words)
        if one is None or other is None or one is other:
            return "-ERR Invalid uuid\n"
        self.switch.clock.later(0, self.switch.uuid_bridge, one, other)
        return f"+OK {other.uuid}\n"

    def do_uuid_transfer(self, argument):
        words = argument.split()
        ch = self.channel(words[0]) if words else None
        if len(words) < 2:
            return "-USAGE: <uuid> [-bleg|-both] <dest-exten> [<dialplan>] [<context>]\n"
        if ch is None:
            return NO_CHANNEL
        flag = words.pop(1) if words[1] in ("-bleg", "-both") else ""
        dialplan = words[2] if len(words) > 2 else "XML"
        context = "inline" if dialplan == "inline" else words[3] if len(words) > 3 else ch.profile["context"]
        if flag and not ch.peer:
            return "-ERR No such channel!\n"
        if flag == "-both":
            self.switch.clock.later(0, self.switch.both_moved, ch, words[1])
        else:
            self.switch.clock.later(0, self.switch.blind, ch.peer if flag else ch, words[1], context)
        return "+OK\n"

    def do_uuid_send_dtmf(self, argument):
        own, _, digits = argument.partition(" ")
        if not digits:
            return "-USAGE: <uuid> <dtmf_data>\n"
        # As its source reads: success says nothing at all.
        return "" if self.channel(own) else "-ERR Cannot locate session.\n"

    def do_uuid_recv_dtmf(self, argument):
        own, _, digits = argument.partition(" ")
        ch = self.channel(own)
        if ch is None:
            return "-ERR Cannot locate session.\n"
        for digit in digits:
            self.switch.digit(ch, digit)
        return ""

    def do_uuid_record(self, argument):
        words = argument.split()
        ch = self.channel(words[0]) if words else None
        if ch is None:
            return "-ERR Cannot locate session!\n"
        return self.switch.record(ch, words[1:]) if len(words) > 2 else "-USAGE: <uuid> [start|stop|mask|unmask] <path> [<limit>]\n"

    def do_uuid_buglist(self, argument):
        ch = self.channel(argument)
        if ch is None:
            return NO_CHANNEL
        bugs = "".join(f" <media-bug>\n  <function>session_record</function>\n  <target>{path}</target>\n"
                       "  <thread-locked>0</thread-locked>\n </media-bug>\n" for path in ch.recordings)
        return f"<media-bugs>\n{bugs}</media-bugs>\n"

    def do_uuid_broadcast(self, argument):
        words = argument.split()
        ch = self.channel(words[0]) if words else None
        if ch is None:
            return "-ERR Message not sent\n"
        if len(words) > 1 and words[1].startswith("local_stream"):
            self.switch.clock.later(0.1, lambda: None if ch.down or ch.moh else self.switch.start_moh(ch))
        elif len(words) > 1 and "::" in words[1]:
            app, _, data = words[1].partition("::")
            self.switch.clock.later(0.02, lambda: None if ch.down else self.switch.execute(ch, app, data.partition(" ")[0] or None))
        return "+OK Message sent\n"

    def do_uuid_break(self, argument):
        ch = self.channel(argument.split()[0]) if argument else None
        if ch is None:
            return NO_CHANNEL
        if ch.moh:
            self.switch.stop_moh(ch)
        return "+OK\n"

    # ---- originate

    def do_originate(self, argument, answer):
        endpoint, exten, rest = self.originate_words(argument)
        if exten is None:
            answer(ORIGINATE_USAGE)
            return
        options, endpoint = self.switch.split_options(endpoint)
        options.setdefault("originate_timeout", rest[4] if len(rest) > 4 else "60")

        def done(leg, cause):
            if cause is None:
                leg.held_back = False
                self.switch.second_outgoing(leg)
                self.switch.turn_round(leg)
                self.switch.own_update(leg)
            self.switch.api_event("originate", argument)
            answer(f"+OK {leg.uuid}\n" if cause is None else f"-ERR {cause}\n")
            if cause is None and not leg.down:
                self.started(leg, exten, rest)
            elif leg:
                leg.held_back = False
                self.switch.destroyed(leg)

        leg = self.switch.dial(endpoint, options, done=done)
        if leg:
            leg.held_back = True

    def started(self, leg, exten, rest):
        self.switch.state(leg, "EXECUTE")
        if exten.startswith("&"):
            app, _, data = exten[1:].partition("(")
            leg.plan = [(app, data[:-1] if data.endswith(")") else data or None)]
            if not leg.plan[0][1]:
                leg.plan = [(app, None)]
        else:
            leg.plan = self.switch.plan_of(exten, rest[1] if len(rest) > 1 else "default")
        self.switch.run(leg)

    @staticmethod
    def originate_words(text):
        """The endpoint with its {options}, the extension or &application(…), and what follows. None: wrong."""
        depth, words, word = 0, [], ""
        for char in text:
            depth += (char in "{[(") - (char in "}])")
            if char == " " and depth == 0:
                if word:
                    words.append(word)
                word = ""
            else:
                word += char
        if depth > 0:
            return None, None, []
        words += [word] if word else []
        return (words[0], words[1], words[2:]) if len(words) > 1 else (None, None, [])
