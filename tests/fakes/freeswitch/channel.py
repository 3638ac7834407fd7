# SPDX-License-Identifier: GPL-3.0-or-later
"""A channel, and the headers that FreeSWITCH writes about one, in its order."""
from . import variables

STATES = ["NEW", "INIT", "ROUTING", "SOFT_EXECUTE", "EXECUTE", "EXCHANGE_MEDIA", "PARK", "CONSUME_MEDIA", "HIBERNATE", "RESET",
          "HANGUP", "REPORTING", "DESTROY", "NONE"]
CALL_STATES = ["DOWN", "DIALING", "RINGING", "EARLY", "ACTIVE", "HELD", "RING_WAIT", "HANGUP", "UNHELD"]
TIMES = ["Created", "Answered", "Progress", "Progress-Media", "Hangup", "Transfer", "Resurrect", "Bridged"]
Q850 = {"NORMAL_CLEARING": 16, "USER_BUSY": 17, "NO_USER_RESPONSE": 18, "NO_ANSWER": 19, "SUBSCRIBER_ABSENT": 20, "CALL_REJECTED": 21,
        "UNALLOCATED_NUMBER": 1, "NO_ROUTE_DESTINATION": 3, "DESTINATION_OUT_OF_ORDER": 27, "NORMAL_TEMPORARY_FAILURE": 41,
        "ORIGINATOR_CANCEL": 16, "MANAGER_REQUEST": 16, "SYSTEM_SHUTDOWN": 16, "ATTENDED_TRANSFER": 16, "BLIND_TRANSFER": 16}


class Profile(dict):
    """A caller profile: what the Caller-* headers say."""

    def headers(self, prefix, times, index=True):
        """@times: the channel's times, or None for the zeros of a copy."""
        def out(key, name):
            return [(f"{prefix}-{name}", self[key])] if self.get(key) else []

        pairs = [(f"{prefix}-Direction", self["direction"]), (f"{prefix}-Logical-Direction", self.get("logical", self["direction"])),
                 *out("username", "Username"), *out("dialplan", "Dialplan"), *out("cid_name", "Caller-ID-Name"),
                 *out("cid_number", "Caller-ID-Number"), *out("orig_name", "Orig-Caller-ID-Name"),
                 *out("orig_number", "Orig-Caller-ID-Number"), *out("callee_name", "Callee-ID-Name"),
                 *out("callee_number", "Callee-ID-Number"), *out("network", "Network-Addr"), *out("ani", "ANI"),
                 *out("destination", "Destination-Number"), *out("uuid", "Unique-ID"), *out("source", "Source"),
                 *out("transfer_source", "Transfer-Source"), *out("context", "Context"), *out("rdnis", "RDNIS"),
                 *out("channel_name", "Channel-Name")]
        if index:
            pairs.append((f"{prefix}-Profile-Index", str(self.get("index", 1))))
        pairs.append((f"{prefix}-Profile-Created-Time", str(self.get("created", 0) if times is not None else 0)))
        pairs += [(f"{prefix}-Channel-{name}-Time", str((times or {}).get(name, 0))) for name in TIMES]
        pairs += [(f"{prefix}-Channel-Last-Hold", str((times or {}).get("Last-Hold", 0))),
                  (f"{prefix}-Channel-Hold-Accum", str((times or {}).get("Hold-Accum", 0))),
                  (f"{prefix}-Screen-Bit", "true"), (f"{prefix}-Privacy-Hide-Name", "false"), (f"{prefix}-Privacy-Hide-Number", "false")]
        return pairs


class Channel:
    def __init__(self, uuid, name, profile, session_id, presence=None):
        self.uuid, self.name, self.profile, self.session_id, self.presence = uuid, name, profile, session_id, presence
        self.direction = profile["direction"]
        self.state = self.running = "NEW"
        self.call_state, self.answer_state = "DOWN", "ringing"
        self.call_uuid = uuid
        self.hit_dialplan = self.direction == "inbound"
        self.times = {"Created": profile["created"]}
        self.variables = {}
        self.codec = self.down = self.dead = False
        self.cause = None
        self.disposition = "recv_bye"
        self.other = None      # (type, copy of the other leg's profile, its times or None)
        self.peer = None       # bridged with
        self.is_a = False      # it runs the bridge and tells of it
        self.apps = []         # (application, data, its uuid), running
        self.plan = []         # (application, data), to come
        self.dialing = None    # (done) of a leg that is being called
        self.calling = None    # the leg that it calls
        self.member = None     # of a queue
        self.offer = None      # of an agent's leg: the queue's attempt
        self.conference = None
        self.recordings = []
        self.spied_by = []
        self.spies_on = None
        self.on_hold = False
        self.moh = False
        self.held_back = False  # somebody else destroys it, later
        self.phone = None
        self.app_count = 0

    def basic(self):
        """What every event of a channel begins with."""
        pairs = [("Channel-State", "CS_" + self.running), ("Channel-Call-State", self.call_state),
                 ("Channel-State-Number", str(STATES.index(self.state))), ("Channel-Name", self.name), ("Unique-ID", self.uuid),
                 ("Call-Direction", self.direction), ("Presence-Call-Direction", self.direction),
                 ("Channel-HIT-Dialplan", "true" if self.hit_dialplan else "false")]
        if self.presence and self.running != "NEW" and not (self.running == "NONE"):
            pairs.append(("Channel-Presence-ID", self.presence))
        pairs += [("Channel-Call-UUID", self.call_uuid), ("Answer-State", self.answer_state)]
        if self.cause:
            pairs.append(("Hangup-Cause", self.cause))
        if self.codec:
            for way in ("Read", "Write"):
                pairs += [(f"Channel-{way}-Codec-Name", "PCMU"), (f"Channel-{way}-Codec-Rate", "8000"),
                          (f"Channel-{way}-Codec-Bit-Rate", "64000")]
        return pairs

    def extended(self):
        """The profiles; not of a channel's very first event."""
        if self.running == "NEW":
            return []
        pairs = self.profile.headers("Caller", self.times)
        if self.other:
            kind, profile, times = self.other
            pairs += [("Other-Type", kind)] + profile.headers("Other-Leg", times, index=False)
        return pairs

    def all_variables(self):
        return [("variable_" + name, value) for name, value in self.variables.items()]

    def set_other(self, kind, leg):
        """Remembers the other leg as it is now; its times are told only of whom one called."""
        self.other = (kind, Profile(leg.profile), dict(leg.times) if kind == "originatee" else None)

    def forget_other(self):
        self.other = None

    def set_variable(self, name, value):
        if value in ("", None):
            self.variables.pop(name, None)
        else:
            self.variables[name] = value

    @property
    def app(self):
        return self.apps[-1][0] if self.apps else ""

    def fill(self, which, **more):
        """Adds one of the sets of variables that SIP and media leave behind."""
        profile = self.profile
        words = {"uuid": self.uuid, "name": profile.get("cid_name", ""), "number": profile.get("cid_number", ""),
                 "dest": profile.get("destination", ""), "channel": self.name, "session": str(self.session_id),
                 "created": str(self.times["Created"]), "presence": self.presence or "", **more}
        for name, value in variables.SETS[which]:
            if name == "call_uuid":
                value = self.call_uuid
            self.variables[name] = [part.format_map(words) for part in value] if isinstance(value, list) else value.format_map(words)
