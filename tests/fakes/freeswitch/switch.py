# SPDX-License-Identifier: GPL-3.0-or-later
"""The switch itself: channels, phones, a dialplan, and the events that each move of them makes.

The order of events within a channel is the recorded one. Between channels a real FreeSWITCH has races (its channels are
threads); here is one of the orders that were seen."""
import time
import uuid

from .callcenter import CallCenter
from .channel import CALL_STATES, Channel, Profile, Q850
from .clock import Clock
from .conference import Conferences
from .event import Event
from .media import Media

DOMAIN = "pbx.test"
VERSION = "1.10.12-release git a88d069 2024-08-02 21:02:27Z 64bit"
# Where each event comes from in the source, as its headers say.
SOURCES = {
    "CHANNEL_STATE": ("switch_channel.c", "switch_channel_perform_set_running_state", 2408),
    "CHANNEL_CREATE": ("switch_core_state_machine.c", "switch_core_session_run", 626),
    "CHANNEL_CALLSTATE": ("switch_channel.c", "switch_channel_perform_set_callstate", 301),
    "CHANNEL_OUTGOING": ("switch_core_session.c", "switch_core_session_outgoing_channel", 768),
    "CHANNEL_EXECUTE": ("switch_core_session.c", "switch_core_session_exec", 2944),
    "CHANNEL_EXECUTE_COMPLETE": ("switch_core_session.c", "switch_core_session_exec", 2967),
    "CHANNEL_BRIDGE": ("switch_ivr_bridge.c", "switch_ivr_multi_threaded_bridge", 1689),
    "CHANNEL_UNBRIDGE": ("switch_ivr_bridge.c", "switch_ivr_multi_threaded_bridge", 1879),
    "CHANNEL_HANGUP": ("switch_channel.c", "switch_channel_perform_hangup", 3445),
    "CHANNEL_HANGUP_COMPLETE": ("switch_core_state_machine.c", "switch_core_session_reporting_state", 943),
    "CHANNEL_DESTROY": ("switch_core_session.c", "switch_core_session_perform_destroy", 1573),
    "CODEC": ("switch_core_codec.c", "switch_core_session_set_real_read_codec", 168),
    "CALL_UPDATE": ("mod_sofia.c", "sofia_receive_message", 2100),
    "PRESENCE_IN": ("switch_channel.c", "switch_channel_perform_presence", 805),
    "PRIVATE_COMMAND": ("switch_ivr.c", "switch_ivr_parse_next_event", 804),
    "API": ("switch_loadable_module.c", "switch_api_execute", 2954),
    "BACKGROUND_JOB": ("mod_event_socket.c", "api_exec", 1572),
    "HEARTBEAT": ("switch_core.c", "send_heartbeat", 95),
    "SHUTDOWN": ("switch_core.c", "switch_core_destroy", 3023),
    "PLAYBACK_START": ("switch_ivr_play_say.c", "switch_ivr_play_file", 1646),
    "PLAYBACK_STOP": ("switch_ivr_play_say.c", "switch_ivr_play_file", 2020),
    "RECORD_START": ("switch_ivr_async.c", "record_callback", 1481),
    "RECORD_STOP": ("switch_ivr_async.c", "send_record_stop_event", 1240),
    "MEDIA_BUG_START": ("switch_core_media_bug.c", "switch_core_media_bug_add", 1014),
    "MEDIA_BUG_STOP": ("switch_core_media_bug.c", "switch_core_media_bug_close", 1266),
    "DTMF": ("switch_channel.c", "switch_channel_dequeue_dtmf", 677),
}
SHORT = frozenset(("CHANNEL_STATE", "CHANNEL_CALLSTATE", "CHANNEL_OUTGOING", "CODEC", "PRESENCE_IN", "PRIVATE_COMMAND", "DTMF"))
TRANSFER_PLAN = (("set", "hangup_after_bridge=true"), ("set", "call_timeout=20"), ("set", "continue_on_fail=false"))


class Phone:
    """A registered device. behaviour: manual (rings until told), answer (after .after seconds), busy, reject, absent, silent."""

    def __init__(self, user, name, port):
        self.user, self.display, self.port = user, name, port
        self.behaviour, self.after = "manual", 1.0
        self.registered = True
        self.call_id = uuid.uuid4().hex[:10]


class Switch(CallCenter, Conferences, Media):
    def __init__(self, clock=None):
        self.clock = clock or Clock()
        self.listeners = []  # functions of an Event
        self.names = ("vm", "pbx1")
        self.skew = 0.0      # seconds that its clock is ahead of ours
        self.phones = {user: Phone(user, name, 18101 + number) for number, (user, name) in enumerate((
            ("1001", "张伟"), ("1002", "Alice Li"), ("1003", "Bob O'Neil: QA & 100% (a=b)"), ("1004", "陈静")))}
        # What the other side of the trunk does when it is called: as a phone's behaviour, and the seconds.
        self.numbers = {"13900139000": ("answer", 1.0), "13900139001": ("busy", 0.1), "13900139002": ("manual", 0),
                        "13900139003": ("unallocated", 0.1), "13900139004": ("reject", 0.1), "13900139005": ("unavailable", 0.1)}
        self.gateway_up = True
        self.sequence = 500
        self.sessions = 4
        self.boot()
        self.init_callcenter()
        self.init_conferences()

    def boot(self, core_uuid=None):
        """A new incarnation: nobody calls, another Core-UUID."""
        self.core_uuid = core_uuid or str(uuid.uuid4())
        self.booted = self.clock.now()
        self.channels = {}
        self.shutting_down = False

    # ---- events

    def now(self):
        return self.clock.now() + round(self.skew * 1e6)

    def head(self, name, subclass=None, source=None):
        at = self.now()
        wall = time.gmtime(at // 1_000_000)
        self.sequence += 1
        file, function, line = source or SOURCES.get(name, ("switch_core.c", "switch_core", 1))
        return [*([("Event-Subclass", subclass)] if subclass else []), ("Event-Name", name), ("Core-UUID", self.core_uuid),
                ("FreeSWITCH-Hostname", self.names[0]), ("FreeSWITCH-Switchname", self.names[1]), ("FreeSWITCH-IPv4", "192.0.2.2"),
                ("FreeSWITCH-IPv6", "fd00::2"), ("Event-Date-Local", time.strftime("%Y-%m-%d %H:%M:%S", wall)),
                ("Event-Date-GMT", time.strftime("%a, %d %b %Y %H:%M:%S GMT", wall)), ("Event-Date-Timestamp", str(at)),
                ("Event-Calling-File", file), ("Event-Calling-Function", function), ("Event-Calling-Line-Number", str(line)),
                ("Event-Sequence", str(self.sequence))]

    def say(self, event):
        for listener in list(self.listeners):
            listener(event)

    def emit(self, name, headers=(), body=None, subclass=None, source=None):
        self.say(Event(self.head(name, subclass, source) + [(key, str(value)) for key, value in headers], body))

    def custom(self, subclass, headers, source=None):
        self.emit("CUSTOM", headers, subclass=subclass, source=source)

    def tell(self, ch, name, before=(), after=(), subclass=None, source=None, full=None):
        """An event of a channel: short (no variables) or full."""
        full = (name not in SHORT) if full is None else full
        event = Event(self.head(name, subclass, source) + list(before) + ch.basic() + ch.extended()
                      + (ch.all_variables() if full else []) + list(after))
        self.say(event)

    def api_event(self, command, argument=None):
        self.emit("API", [("API-Command", command)] + ([("API-Command-Argument", argument)] if argument else []))

    def heartbeat(self):
        up = self.now() - self.booted
        self.emit("HEARTBEAT", [
            ("Event-Info", "System Ready"), ("Up-Time", self.up_time()),
            ("FreeSWITCH-Version", "1.10.12-release+git~20240802T210227Z~a88d069d6f~64bit"), ("Uptime-msec", up // 1000),
            ("Session-Count", len(self.channels)), ("Max-Sessions", 1000), ("Session-Per-Sec", 200), ("Session-Per-Sec-Last", 0),
            ("Session-Per-Sec-Max", 3), ("Session-Per-Sec-FiveMin", 2), ("Session-Since-Startup", self.sessions),
            ("Session-Peak-Max", 4), ("Session-Peak-FiveMin", 4), ("Idle-CPU", "91.266667")])

    def up_time(self):
        up = self.now() - self.booted
        seconds, micro = divmod(up, 1_000_000)
        days, rest = divmod(seconds, 86400)
        return (f"0 years, {days} day{'' if days == 1 else 's'}, {rest // 3600} hour{'' if rest // 3600 == 1 else 's'}, "
                f"{rest // 60 % 60} minute{'' if rest // 60 % 60 == 1 else 's'}, {rest % 60} second{'' if rest % 60 == 1 else 's'}, "
                f"{micro // 1000} milliseconds, {micro % 1000} microseconds")

    # ---- states of a channel

    def state(self, ch, state):
        ch.state = ch.running = state
        self.tell(ch, "CHANNEL_STATE")

    def call_state(self, ch, state):
        old, ch.call_state = ch.call_state, state
        self.tell(ch, "CHANNEL_CALLSTATE", [("Original-Channel-Call-State", old),
                                            ("Channel-Call-State-Number", str(CALL_STATES.index(state)))])

    def presence(self, ch, status):
        if not ch.presence:
            return
        info = {"CS_ROUTING": "progressing", "answered": "active", "hold": "held", "CS_HANGUP": "idle"}.get(status, "active")
        self.tell(ch, "PRESENCE_IN", after=[
            ("proto", "any"), ("login", "src/switch_channel.c"), ("from", ch.presence), ("rpid", "unknown"), ("status", status),
            ("event_type", "presence"), ("alt_event_type", "dialog"), ("presence-call-info-state", info),
            ("presence-call-direction", ch.direction), ("event_count", "0")])

    def plain_presence(self, who, answer_state, proto="callcenter"):
        self.emit("PRESENCE_IN", [("proto", proto), ("login", who), ("from", who), ("rpid", "unknown"), ("status", "Active"),
                                  ("event_type", "presence"), ("answer-state", answer_state)], source=("mod_callcenter.c", "cc", 1))

    def codecs(self, ch):
        ch.codec = True
        self.tell(ch, "CODEC")
        self.tell(ch, "CODEC")

    # ---- legs that come in

    def new_channel(self, name, profile, presence=None, own=None):
        self.sessions += 1
        ch = Channel(own or str(uuid.uuid4()), name, profile, self.sessions, presence)
        ch.profile["uuid"], ch.profile["channel_name"], ch.profile["created"] = ch.uuid, name, self.now()
        ch.times["Created"] = self.now()
        self.channels[ch.uuid] = ch
        return ch

    def arrives(self, number, name, destination, own=None):
        """A call comes in over the trunk; the dialplan takes it."""
        profile = Profile(direction="inbound", username=number, dialplan="XML", cid_name=name or number, cid_number=number,
                          orig_name=name or number, orig_number=number, network="127.0.0.1", ani=number, destination=destination,
                          source="mod_sofia", context="public", created=0)
        ch = self.new_channel(f"sofia/external/{number}@127.0.0.1", profile, own=own)
        return self.comes_in(ch, "inbound")

    def phone_dials(self, user, destination):
        """A registered phone calls."""
        phone = self.phones[user]
        profile = Profile(direction="inbound", username=user, dialplan="XML", cid_name=user, cid_number=user, orig_name=user,
                          orig_number=user, network="127.0.0.1", ani=user, destination=destination, source="mod_sofia",
                          context="default", created=0)
        ch = self.new_channel(f"sofia/internal/{user}@{DOMAIN}", profile, f"{user}@{DOMAIN}")
        ch.phone = phone
        return self.comes_in(ch, "inbound", "registered")

    def comes_in(self, ch, *sets):
        tag = uuid.uuid4().hex[:10]
        self.state(ch, "NEW")
        for name in sets:
            ch.fill(name, tag=tag)
        if ch.phone:
            for name, value in (("effective_caller_id_name", ch.phone.display), ("effective_caller_id_number", ch.phone.user)):
                ch.set_variable(name, value)
        self.state(ch, "INIT")
        ch.state = "ROUTING"
        self.tell(ch, "CHANNEL_CREATE")
        ch.running = "ROUTING"
        self.call_state(ch, "RINGING")
        self.tell(ch, "CHANNEL_STATE")
        self.presence(ch, "CS_ROUTING")
        self.state(ch, "EXECUTE")
        ch.plan = self.plan_of(ch.profile["destination"], ch.profile["context"])
        self.run(ch)
        return ch

    # ---- the dialplan

    def plan_of(self, destination, context):
        """The dialplan that the recordings were made with, in small."""
        if context == "public":
            plans = {"02155550101": [("answer", None), ("set", "cc_export_vars=order_id"), ("set", "order_id=A-2026:11/21 #7"),
                                     ("callcenter", "support@" + DOMAIN)],
                     "02155550102": [("answer", None), ("callcenter", "sales@" + DOMAIN)],
                     "02155550104": [("answer", None), ("conference", "3000@default")],
                     "02155550106": [("answer", None), ("park", None)],
                     "02155550100": [("answer", None), ("set", "ivr_entry=main"), ("playback", "/sounds/welcome.wav"),
                                     ("play_and_get_digits", "1 4 3 6000 # /sounds/menu.wav /sounds/bad.wav choice [1-2]")],
                     "q_sales": [("answer", None), ("callcenter", "sales@" + DOMAIN)],
                     "q_support": [("answer", None), ("callcenter", "support@" + DOMAIN)]}
            if destination in plans:
                return plans[destination]
            if destination.startswith("021555502"):
                return [("set", "hangup_after_bridge=true"), ("set", "call_timeout=20"), ("bridge", f"user/100{destination[-1]}@{DOMAIN}")]
            if destination.startswith("021555503"):
                return [("set", "call_timeout=20"), ("bridge", f"user/100{destination[-1]}@{DOMAIN}")]
            return None
        if destination == "3000":
            return [("answer", None), ("conference", "3000@default")]
        if destination in self.phones:
            return [*TRANSFER_PLAN, ("export", "dialed_extension=" + destination), ("bridge", f"user/{destination}@{DOMAIN}")]
        if destination in ("support", "sales"):
            return [("answer", None), ("callcenter", f"{destination}@{DOMAIN}")]
        if destination.isdigit() and len(destination) > 5:
            return [("set", "hangup_after_bridge=true"), ("set", "effective_caller_id_number=02155550100"),
                    ("bridge", "sofia/gateway/trunk/" + destination)]
        return None

    def run(self, ch):
        """Executes what is left of the plan, until something takes time."""
        if ch.plan is None:
            self.hangup(ch, "NO_ROUTE_DESTINATION", "send_refuse")
            return
        while not ch.down and not ch.apps:
            if not ch.plan:
                self.hangup(ch, "NORMAL_CLEARING", "send_bye")
                return
            app, data = ch.plan[0]
            ch.plan = ch.plan[1:]
            self.execute(ch, app, data)

    def execute(self, ch, app, data):
        ch.app_count += 1
        ch.apps.append((app, data, str(uuid.uuid4())))
        if app not in ("uuid_bridge",):
            ch.set_variable("current_application_data", data)
            ch.set_variable("current_application", app)
        self.tell(ch, "CHANNEL_EXECUTE", after=self.app_headers(ch))
        handler = getattr(self, "app_" + app, None)
        if handler is None or not handler(ch, data):
            self.complete(ch)

    @staticmethod
    def app_headers(ch, response=None):
        app, data, own = ch.apps[-1]
        return [("Application", app), *([("Application-Data", data)] if data else []),
                *([("Application-Response", response)] if response else []), ("Application-UUID", own)]

    def complete(self, ch, response="_none_"):
        self.tell(ch, "CHANNEL_EXECUTE_COMPLETE", after=self.app_headers(ch, response))
        ch.apps.pop()

    def app_set(self, ch, data):
        ch.set_variable(*data.split("=", 1))

    app_export = app_set

    def app_answer(self, ch, data):
        if ch.answer_state != "answered":
            self.answer_inbound(ch)

    def app_park(self, ch, data):
        ch.times.setdefault("Parked", self.now())
        self.tell(ch, "CHANNEL_PARK")
        return True

    def app_hangup(self, ch, data):
        self.complete(ch)
        self.hangup(ch, data or "NORMAL_CLEARING", "send_bye")
        return True

    def app_transfer(self, ch, data):
        words = data.split()
        self.complete(ch)
        self.retarget(ch, words[0], words[2] if len(words) > 2 else ch.profile["context"])
        self.reroute(ch)
        return True

    def app_bridge(self, ch, data):
        if ch.answer_state == "answered":
            self.call_state(ch, "RING_WAIT")
        options, endpoint = self.split_options(data)
        self.dial(endpoint, options, parent=ch, done=lambda leg, cause: self.bridged(ch, leg, cause))
        return True

    @staticmethod
    def split_options(text):
        """{a=b,c='d e'}endpoint: the variables, and the rest."""
        options = {}
        while text[:1] in "{[<" and text[:1]:
            end = text.index({"{": "}", "[": "]", "<": ">"}[text[0]])
            for pair in text[1:end].split(","):
                name, _, value = pair.partition("=")
                options[name.strip()] = value.strip("'")
            text = text[end + 1:]
        return options, text

    # ---- legs that go out

    def dial(self, endpoint, options, parent=None, done=None, source=None):
        """Calls @endpoint. done (leg or None, cause): cause None when it was answered. Gives the leg, when there is one."""
        words = endpoint.split("/")
        if words[0] == "user":
            user = words[1].split("@")[0]
            self.api_event("sofia_contact", f"*/{user}@{DOMAIN}")
            phone = self.phones.get(user)
            if phone is None or not phone.registered or phone.behaviour == "absent":
                done(None, "SUBSCRIBER_ABSENT")
                return None
            return self.call_out(f"sofia/internal/{user}@127.0.0.1:{phone.port}", user, phone, options, parent, done)
        if words[0] == "sofia" and words[1:3] == ["gateway", "trunk"] and len(words) > 3:
            if not self.gateway_up:
                done(None, "GATEWAY_DOWN")
                return None
            return self.call_out(f"sofia/external/{words[3]}", words[3], None, options, parent, done)
        done(None, "INVALID_GATEWAY" if words[:2] == ["sofia", "gateway"] else
             "SUBSCRIBER_ABSENT" if words[0] == "error" else "CHAN_NOT_IMPLEMENTED")
        return None

    def call_out(self, name, destination, phone, options, parent, done):
        source = parent.profile if parent else Profile()
        inherited = parent.variables.get("effective_caller_id_number") if parent else None
        number = options.get("origination_caller_id_number") or inherited or source.get("cid_number") or "0000000000"
        display = options.get("origination_caller_id_name") or (parent and parent.variables.get("effective_caller_id_name")) \
            or source.get("cid_name") or ""
        profile = Profile(direction="outbound", cid_name=display, cid_number=number, orig_name=source.get("orig_name") or display,
                          orig_number=source.get("orig_number") or number, callee_name="Outbound Call", callee_number=destination,
                          ani=number, destination=destination, source="src/switch_ivr_originate.c", context="default", created=0)
        if parent and parent.direction == "inbound":
            profile.update(username=source.get("username"), dialplan="XML", network="127.0.0.1", source="mod_sofia",
                           context=source["context"])
        ch = self.new_channel(name, profile, f"{destination}@{DOMAIN}" if phone else None, options.get("origination_uuid"))
        ch.phone, ch.dialing, ch.hit_dialplan = phone, done, False
        ch.running, ch.state = "NONE", "INIT"
        if parent:
            parent.calling = ch
            ch.set_other("originator", parent)
        self.tell(ch, "CHANNEL_OUTGOING")
        if parent:
            ch.call_uuid = parent.uuid
        self.name_variables(ch, options, parent)
        self.state(ch, "INIT")
        ch.state = "ROUTING"
        self.tell(ch, "CHANNEL_CREATE")
        self.tell(ch, "CHANNEL_ORIGINATE", source=("switch_ivr_originate.c", "switch_ivr_originate", 2774))
        self.state(ch, "ROUTING")
        self.presence(ch, "CS_ROUTING")
        self.state(ch, "CONSUME_MEDIA")
        self.phone_rings(ch, options)
        return ch

    def name_variables(self, ch, options, parent):
        ch.fill("outbound", port=str(ch.phone.port if ch.phone else 18090), tag=uuid.uuid4().hex[:10])
        if not ch.phone:
            for name in ("dialed_user", "dialed_domain", "presence_id"):
                ch.set_variable(name, None)
            ch.set_variable("sip_gateway_name", "trunk")
            ch.set_variable("sip_profile_name", "gateway")
        if parent:
            for name in ("originator", "signal_bond", "originating_leg_uuid"):
                ch.set_variable(name, parent.uuid)
            for name in filter(None, parent.variables.get("export_vars", "").split(",")):
                ch.set_variable(name, parent.variables.get(name))
        for name, value in options.items():
            ch.set_variable(name, value)

    def phone_rings(self, ch, options):
        behaviour, after = (ch.phone.behaviour, ch.phone.after) if ch.phone else \
            self.numbers.get(ch.profile["destination"].lstrip("0") if ch.profile["destination"].startswith("01") else
                             ch.profile["destination"], ("unallocated", 0.1))
        causes = {"busy": "USER_BUSY", "reject": "CALL_REJECTED", "unallocated": "UNALLOCATED_NUMBER",
                  "unavailable": "NORMAL_TEMPORARY_FAILURE"}
        if behaviour in causes:
            self.clock.later(min(after, 0.1) if ch.phone else after, self.refused, ch, causes[behaviour])
            return
        limit = float(options.get("leg_timeout") or options.get("originate_timeout") or 0)
        if limit:
            self.clock.later(limit, self.gives_up, ch)
        if behaviour == "silent":
            return
        self.clock.later(0, self.rings, ch)
        if behaviour == "answer":
            self.clock.later(after, self.answers, ch)

    def rings(self, ch):
        """180 came back."""
        if ch.down or not ch.dialing or ch.call_state != "DOWN":
            return
        ch.times["Progress"] = self.now()
        ch.fill("outbound_ring", port=str(ch.phone.port if ch.phone else 18090), tag=uuid.uuid4().hex[:10])
        self.tell(ch, "CHANNEL_PROGRESS", source=("sofia.c", "sofia_handle_sip_i_state", 7290))
        self.call_state(ch, "RINGING")
        parent = self.channels.get(ch.other[1]["uuid"]) if ch.other and ch.other[0] == "originator" else None
        if parent and parent.answer_state == "ringing" and parent.call_state == "RINGING":
            parent.times["Progress"] = self.now()
            self.tell(parent, "CHANNEL_PROGRESS", source=("mod_sofia.c", "sofia_receive_message", 2404))

    def refused(self, ch, cause):
        if not ch.down and ch.dialing:
            self.hangup(ch, cause, "recv_refuse")

    def gives_up(self, ch):
        if not ch.down and ch.dialing:
            self.hangup(ch, "NO_ANSWER", "send_cancel")

    def answers(self, ch):
        """200 came back."""
        if ch.down or not ch.dialing:
            return
        self.rings(ch)
        ch.times["Answered"] = self.now()
        ch.profile["network"] = "127.0.0.1"
        ch.fill("outbound_answer", port=str(ch.phone.port if ch.phone else 18090), tag=uuid.uuid4().hex[:10])
        ch.set_variable("endpoint_disposition", "ANSWER")
        self.codecs(ch)
        ch.answer_state = "answered"
        self.tell(ch, "CHANNEL_ANSWER", source=("switch_channel.c", "switch_channel_perform_mark_answered", 3774))
        self.presence(ch, "answered")
        self.call_state(ch, "ACTIVE")
        done, ch.dialing = ch.dialing, None
        done(ch, None)

    def answer_inbound(self, ch):
        ch.fill("inbound_answer")
        self.codecs(ch)
        ch.answer_state, ch.times["Progress-Media"] = "early", self.now()
        self.tell(ch, "CHANNEL_PROGRESS_MEDIA", source=("switch_channel.c", "switch_channel_perform_mark_pre_answered", 3498))
        self.call_state(ch, "EARLY")
        ch.answer_state, ch.times["Answered"] = "answered", self.now()
        ch.set_variable("endpoint_disposition", "ANSWER")
        self.tell(ch, "CHANNEL_ANSWER", source=("switch_channel.c", "switch_channel_perform_mark_answered", 3774))
        self.presence(ch, "answered")
        self.call_state(ch, "ACTIVE")

    def second_outgoing(self, ch):
        """CHANNEL_OUTGOING is told again at the answer, of phones."""
        if ch.presence:
            self.tell(ch, "CHANNEL_OUTGOING")

    # ---- bridges

    def bridged(self, ch, leg, cause):
        """The end of an application bridge's dialing."""
        ch.calling = None
        if cause is not None:
            self.bridge_failed(ch, cause)
            return
        if ch.answer_state != "answered":
            self.answer_inbound(ch)
        else:
            ch.set_other("originatee", leg)
            self.call_state(ch, "ACTIVE")
        for name, value in (("originate_disposition", "SUCCESS"), ("DIALSTATUS", "SUCCESS"), ("signal_bond", leg.uuid)):
            ch.set_variable(name, value)
        ch.set_other("originatee", leg)
        self.second_outgoing(leg)
        self.join(ch, leg)

    def bridge_failed(self, ch, cause):
        ch.set_variable("originate_disposition", cause)
        ch.set_variable("DIALSTATUS", {"USER_BUSY": "BUSY", "NO_ANSWER": "NOANSWER"}.get(cause, cause))
        if ch.down:
            return
        if ch.call_state == "RING_WAIT":
            self.call_state(ch, "ACTIVE")
        if cause == "NO_ANSWER":
            self.complete(ch)
            self.run(ch)
        else:
            self.hangup(ch, cause, "send_bye" if ch.answer_state == "answered" else "send_refuse")

    def join(self, a, b):
        """One CHANNEL_BRIDGE, of the A leg; then both sides are told each other's names."""
        a.peer, b.peer, a.is_a, b.is_a = b, a, True, False
        for one, other in ((a, b), (b, a)):
            one.times["Bridged"] = self.now()
            for name, value in (("bridge_channel", other.name), ("bridge_uuid", other.uuid), ("signal_bond", other.uuid)):
                one.set_variable(name, value)
        if not b.other or b.other[1]["uuid"] != a.uuid:
            b.set_other("originator", a)
        a.profile["callee_name"], a.profile["callee_number"] = self.shown(b)
        b.call_uuid = a.uuid
        if b.running == "SOFT_EXECUTE":
            self.state(b, "CONSUME_MEDIA")
        self.tell(a, "CHANNEL_BRIDGE", [("Bridge-A-Unique-ID", a.uuid), ("Bridge-B-Unique-ID", b.uuid)])
        a.set_variable("last_bridge_to", b.uuid)
        b.set_variable("last_bridge_to", a.uuid)
        self.state(b, "EXCHANGE_MEDIA")
        if a.member:
            self.cc_bridged(a)
        for one, other in ((b, a), (a, b)):
            self.call_update(one, other)

    @staticmethod
    def shown(leg):
        """The name and number that the other side of a bridge is shown."""
        which = "callee" if leg.direction == "outbound" else "cid"
        return leg.profile.get(which + "_name", ""), leg.profile.get(which + "_number", "")

    def call_update(self, one, other):
        name, number = self.shown(other)
        one.set_variable("last_sent_callee_id_name", name)
        one.set_variable("last_sent_callee_id_number", number)
        self.tell(one, "CALL_UPDATE", [("Direction", "SEND"), ("Sent-Callee-ID-Name", name), ("Sent-Callee-ID-Number", number),
                                       ("Bridged-To", other.uuid)])

    def unbridge(self, a, forget=False):
        b, a.peer = a.peer, None
        b.peer = None
        if forget:
            a.forget_other()
        self.stop_moh(a)
        self.tell(a, "CHANNEL_UNBRIDGE", [("Bridge-A-Unique-ID", a.uuid), ("Bridge-B-Unique-ID", b.uuid)])
        if a.member:
            self.cc_unbridged(a)
        a.is_a = False
        return b

    def uuid_bridge(self, a, b):
        """Takes two legs from wherever they are and joins them."""
        left = [ch.peer for ch in (a, b) if ch.peer and ch.peer not in (a, b)]
        self.to_bridge(a, b)
        for ch in (b, a):
            peer = ch.peer
            other = a if ch is b else b
            ch.set_other("originatee" if ch is a else "originator", other)
            if peer and ch.is_a:
                self.unbridge(ch)
                if ch.app == "bridge":
                    self.complete(ch)
                self.state(ch, "RESET")
            elif peer:
                self.state(ch, "HIBERNATE")
                self.state(ch, "RESET")
            else:
                self.unpark(ch)
                self.state(ch, "HIBERNATE")
                self.state(ch, "RESET")
        for peer in left:
            self.left_alone(peer)
        self.soft_execute(a, b)

    def to_bridge(self, a, b):
        for one, other in ((a, b), (b, a)):
            self.moved(one, "uuid_br:" + other.uuid)
        if a.direction == "outbound":
            a.profile["logical"] = "inbound"
        else:
            a.profile["callee_name"], a.profile["callee_number"] = self.shown(b)
        if b.direction == "outbound":
            if b.hit_dialplan:
                self.turn_round(b)
                b.hit_dialplan = False
            which = "orig" if a.direction == "inbound" else "cid" if a.hit_dialplan else "callee"
            b.profile["cid_name"], b.profile["cid_number"] = a.profile.get(which + "_name", ""), a.profile.get(which + "_number", "")

    def soft_execute(self, a, b):
        self.state(a, "SOFT_EXECUTE")
        b.call_uuid = b.uuid
        self.state(b, "SOFT_EXECUTE")
        for one, other in ((a, b), (b, a)):
            self.tell(one, "CHANNEL_EXECUTE", after=[("Application", "uuid_bridge"), ("Application-Data", other.uuid)])
        self.join(a, b)

    def retarget(self, ch, destination, context):
        """A transfer gives a channel a new profile before anything else is told."""
        self.moved(ch, f"bl_xfer:{destination}/{context}/XML")
        ch.profile["rdnis"] = ch.profile["destination"]
        ch.profile["destination"], ch.profile["context"], ch.profile["dialplan"] = destination, context, "XML"

    @staticmethod
    def turn_round(ch):
        """An outbound leg that goes through the dialplan: who was called is now who calls."""
        profile = ch.profile
        for one, other in (("cid_name", "callee_name"), ("cid_number", "callee_number")):
            profile[one], profile[other] = profile.get(other, ""), profile.get(one, "")
        ch.hit_dialplan = True

    def moved(self, ch, how):
        """A channel's profile is copied when it is transferred."""
        text = f"{self.now() // 1_000_000}:{uuid.uuid4()}:{how}"
        ch.profile["index"] = ch.profile.get("index", 1) + 1
        ch.profile["transfer_source"] = text
        ch.profile["created"] = self.now()
        for name, value in (("original_destination_number", ch.profile["destination"]), ("original_caller_id_name", ch.profile["cid_name"]),
                            ("original_caller_id_number", ch.profile["cid_number"])):
            ch.variables.setdefault(name, value)
        ch.set_variable("transfer_history", text)
        ch.set_variable("transfer_source", text)

    def left_alone(self, ch):
        """Its partner was taken away."""
        if ch.peer and ch.is_a:
            self.unbridge(ch)
        ch.peer = None
        if ch.variables.get("park_after_bridge") == "true":
            self.park_state(ch)
        elif not ch.down:
            self.hangup(ch, "NORMAL_CLEARING", "send_bye")

    def park_state(self, ch):
        while ch.apps:
            self.complete(ch)
        self.state(ch, "PARK")
        self.tell(ch, "CHANNEL_PARK")

    def unpark(self, ch):
        """Ends whatever a channel does while nobody is bridged with it."""
        self.stop_moh(ch)
        if ch.running == "PARK":
            self.tell(ch, "CHANNEL_UNPARK")
        elif ch.app == "park":
            self.tell(ch, "CHANNEL_UNPARK")
            self.complete(ch)
        else:
            while ch.apps:
                self.complete(ch)

    # ---- transfers

    def reroute(self, ch, plan=None):
        """The channel goes through the dialplan again, with the profile that it has now. @plan: in place of its extension's."""
        ch.call_uuid = ch.uuid
        if ch.direction == "inbound":
            ch.running = ch.state = "ROUTING"
            self.call_state(ch, "RINGING")
            self.tell(ch, "CHANNEL_STATE")
            ch.running = ch.state = "EXECUTE"
            self.call_state(ch, "ACTIVE")
            self.tell(ch, "CHANNEL_STATE")
        else:
            self.state(ch, "ROUTING")
            self.turn_round(ch)
            self.own_update(ch)
            self.presence(ch, "CS_ROUTING")
            self.state(ch, "EXECUTE")
        context = ch.profile["context"]
        ch.plan = plan or (self.inline if context == "inline" else self.plan_of)(ch.profile["destination"], context)
        self.run(ch)

    def own_update(self, ch):
        """CALL_UPDATE of a leg that has no partner."""
        self.tell(ch, "CALL_UPDATE", [("Direction", "SEND"), ("Sent-Callee-ID-Name", ch.profile.get("callee_name", "")),
                                      ("Sent-Callee-ID-Number", ch.profile.get("callee_number", ""))])

    def blind(self, ch, destination, context):
        """@ch goes to @destination; who talked with it is hung up."""
        if ch.down:
            return
        peer, was_a = ch.peer, ch.is_a
        if ch.member and not ch.member.bridged:
            self.cc_abandoned(ch)
        if peer and was_a:
            self.drop(peer)
        self.retarget(ch, destination, context)
        if peer and was_a:
            self.unbridge(ch, forget=True)
            if ch.app == "bridge":
                self.complete(ch)
            if not peer.held_back:
                self.destroyed(peer)
        elif peer:
            ch.peer = None
            ch.forget_other()
        else:
            self.stop_playback(ch)
            self.unpark(ch)
        if peer and not was_a:
            self.after_bridge(peer, ch, drops=True)
        self.reroute(ch)

    @staticmethod
    def inline(destination, context):
        return [(word.partition(":")[0], word.partition(":")[2] or None) for word in destination.split(",")]

    def after_bridge(self, a, gone, drops):
        """The A leg, whose partner went elsewhere."""
        a.peer = None
        self.tell(a, "CHANNEL_UNBRIDGE", [("Bridge-A-Unique-ID", a.uuid), ("Bridge-B-Unique-ID", gone.uuid)])
        if a.member:
            self.cc_unbridged(a)
        a.is_a = False
        if drops:
            self.hangup(a, "NORMAL_CLEARING", "send_bye")

    def drop(self, leg, disposition="send_bye"):
        """The B leg of a bridge goes, first of all; the bridge itself is ended by the A leg."""
        self.going(leg, "NORMAL_CLEARING", disposition)
        self.gone(leg)

    def both_moved(self, ch, applications):
        """uuid_transfer UUID -both APPLICATIONS inline."""
        plan = self.inline(applications, "inline")
        a = ch if ch.is_a else ch.peer
        b = a.peer
        destination, context = a.profile["destination"], a.profile["context"]
        self.retarget(a, applications, "inline")
        self.moved(b, f"bl_xfer:{applications}/inline")  # its destination stays as it was
        self.unbridge(a, forget=True)
        if a.app == "bridge":
            self.complete(a)
        a.profile["destination"], a.profile["context"] = destination, context  # as is seen from here on
        self.reroute(a, plan)
        b.forget_other()
        b.call_uuid = b.uuid
        self.reroute(b, plan)

    def attended(self, own, consult):
        """A phone joins its two calls: REFER with Replaces. @own: its leg to the customer; @consult: its leg to the colleague."""
        customer, colleague = own.peer, consult.peer
        colleague.set_other("originator", customer)
        self.state(colleague, "HIBERNATE")
        self.state(colleague, "RESET")
        customer.set_other("originatee", colleague)
        self.to_bridge(customer, colleague)
        self.stop_moh(customer)
        self.unbridge(consult if consult.is_a else colleague)
        self.hangup(consult, "NORMAL_CLEARING", "send_bye")
        if own.on_hold:
            own.on_hold = False
            self.call_state(own, "UNHELD")
            self.tell(own, "CHANNEL_UNHOLD")
        own.peer, was_a, own.is_a = None, own.is_a, False
        self.hangup(own, "NORMAL_CLEARING", "send_bye")
        customer.peer = None
        if not was_a:
            self.after_bridge(customer, own, drops=False)
        if customer.app == "bridge":
            self.complete(customer)
        self.state(customer, "RESET")
        self.soft_execute(customer, colleague)

    def referred(self, leg, destination):
        """A phone sends REFER: whoever talks with it goes to @destination, in the context of the other leg."""
        other = leg.peer
        context = other.variables.get("force_transfer_context", "default")
        leg.set_variable("transfer_disposition", "recv_replace")
        other.set_variable("sip_refer_to", f"<sip:{destination}@{DOMAIN}>")
        self.blind(other, destination, context)

    def parked(self, ch):
        """uuid_park: the partner goes, the channel stays."""
        if ch.down:
            return
        peer = ch.peer
        if peer and ch.is_a:
            self.drop(peer)
            self.unbridge(ch)
            self.park_state(ch)
            self.destroyed(peer)
        elif peer:
            ch.peer = None
            self.park_state(ch)
            self.after_bridge(peer, ch, drops=True)
        else:
            self.unpark(ch)
            self.park_state(ch)

    # ---- the end

    def going(self, ch, cause, disposition):
        ch.down, ch.cause, ch.disposition, ch.answer_state = True, cause, disposition, "hangup"
        ch.state = "HANGUP"
        ch.times["Hangup"] = self.now()
        self.tell(ch, "CHANNEL_HANGUP")

    def gone(self, ch):
        """HANGUP, REPORTING and what a CDR would hold."""
        self.state(ch, "HANGUP")
        self.stop_recordings(ch)
        self.call_state(ch, "HANGUP")
        self.presence(ch, "CS_HANGUP")
        self.report_variables(ch)
        self.state(ch, "REPORTING")
        self.tell(ch, "CHANNEL_HANGUP_COMPLETE", [("Hangup-Cause", ch.cause)])
        self.channels.pop(ch.uuid, None)
        self.loses_spies(ch)

    def destroyed(self, ch):
        if ch.dead:
            return
        ch.dead = True
        if ch.direction == "outbound" and ch.times.get("Answered"):
            ch.call_uuid = ch.uuid
        self.tell(ch, "CHANNEL_DESTROY")
        self.state(ch, "DESTROY")

    def hangup(self, ch, cause="NORMAL_CLEARING", disposition="recv_bye"):
        if ch.down:
            return
        self.going(ch, cause, disposition)
        peer, calling = ch.peer, ch.calling
        if peer and ch.is_a:
            self.drop(peer)
            self.unbridge(ch)
        elif peer:
            self.gone(ch)
            self.unbridge(peer)
        self.stops_spying(ch)
        if calling and not calling.down:
            ch.calling = None
            calling.dialing = calling.dialing and (lambda leg, failed: None)
            self.hangup(calling, "ORIGINATOR_CANCEL", "send_cancel")
        done, ch.dialing = ch.dialing, None
        if not (peer and not ch.is_a and ch not in self.channels.values()):
            self.wind_up(ch)
        if peer and ch.running == "REPORTING" and not peer.down:
            self.goes_on_alone(peer)
        if not ch.held_back:
            self.destroyed(ch)
        if peer and peer.down and not peer.held_back:
            self.destroyed(peer)
        if done:
            done(ch, cause)

    def wind_up(self, ch):
        """What a channel was doing ends, then the channel."""
        if ch.running == "REPORTING":
            return
        if ch.member and not ch.member.bridged:
            self.cc_abandoned(ch)
        self.stop_moh(ch)
        self.leaves_conference(ch)
        if ch.running == "PARK" or ch.app == "park":
            self.tell(ch, "CHANNEL_UNPARK")
        while ch.apps:
            self.complete(ch)
        self.gone(ch)

    def goes_on_alone(self, a):
        """The A leg after its partner hung up."""
        if a.variables.get("park_after_bridge") == "true":
            self.park_state(a)
        elif a.app == "bridge" and a.variables.get("hangup_after_bridge") != "true":
            self.complete(a)
            self.run(a)
        else:
            if a.running == "SOFT_EXECUTE" and a.variables.get("hangup_after_bridge") != "true":
                self.state(a, "EXECUTE")
            self.hangup(a, "NORMAL_CLEARING", "send_bye")

    def report_variables(self, ch):
        end, created, answered = self.now(), ch.times["Created"], ch.times.get("Answered", 0)
        term = {"USER_BUSY": "486", "CALL_REJECTED": "603", "UNALLOCATED_NUMBER": "404", "NORMAL_TEMPORARY_FAILURE": "503"}
        ch.set_variable("sip_hangup_disposition", ch.disposition)
        if ch.cause in term:
            ch.set_variable("sip_invite_failure_status", term[ch.cause])
            ch.set_variable("sip_term_status", term[ch.cause])
            ch.set_variable("proto_specific_hangup_cause", "sip:" + term[ch.cause])
        ch.set_variable("hangup_cause", ch.cause)
        ch.set_variable("hangup_cause_q850", str(Q850.get(ch.cause, 16)))
        ch.set_variable("digits_dialed", "none")
        for name, at in (("start", created), ("profile_start", ch.profile.get("created", created)), ("answer", answered),
                         ("bridge", ch.times.get("Bridged", 0)), ("progress", ch.times.get("Progress", 0)),
                         ("progress_media", ch.times.get("Progress-Media", 0)), ("end", end)):
            if at:
                ch.variables[name + "_stamp"] = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(at // 1_000_000))
            ch.variables[name + "_epoch"] = str(at // 1_000_000)
            ch.variables[name + "_uepoch"] = str(at)
        ch.variables["caller_id"] = f'"{ch.profile.get("cid_name", "")}" <{ch.profile.get("cid_number", "")}>'
        for name, begin in (("duration", created), ("billsec", answered)):
            length = end - begin if begin else 0
            ch.variables[name] = str(end // 1_000_000 - begin // 1_000_000 if begin else 0)
            ch.variables["m" + name if name == "duration" else "billmsec"] = str(length // 1000)
            ch.variables["u" + name if name == "duration" else "billusec"] = str(length)
        if answered:
            ch.fill("media")

    # ---- phones

    def leg_of(self, user, question=lambda ch: True):
        """The newest leg of a phone that @question is true of, or None."""
        legs = [ch for ch in self.channels.values() if ch.phone and ch.phone.user == user and not ch.down and question(ch)]
        return legs[-1] if legs else None

    def register(self, user, on):
        phone = self.phones[user]
        phone.registered = on
        contact = f'"" <sip:{user}@127.0.0.1:{phone.port}>'
        common = [("profile-name", "internal"), ("from-user", user), ("from-host", DOMAIN)]
        if on:
            phone.call_id = uuid.uuid4().hex[:10]
            self.custom("sofia::register", common + [
                ("presence-hosts", DOMAIN), ("contact", contact), ("call-id", phone.call_id), ("rpid", "unknown"),
                ("status", "Registered(UDP)"), ("expires", "3600"), ("to-user", user), ("to-host", DOMAIN), ("network-ip", "127.0.0.1"),
                ("network-port", phone.port), ("username", user), ("realm", DOMAIN), ("user-agent", "testua")],
                ("sofia_reg.c", "sofia_reg_handle_register_token", 2059))
        else:
            self.custom("sofia::unregister", [("profile-name", "internal"), ("username", user), *common[1:], ("contact", contact),
                                              ("call-id", phone.call_id), ("rpid", "unknown"), ("realm", DOMAIN),
                                              ("network-ip", "127.0.0.1"), ("network-port", phone.port), ("user-agent", "testua"),
                                              ("expires", "0")], ("sofia_reg.c", "sofia_reg_handle_register_token", 2213))
