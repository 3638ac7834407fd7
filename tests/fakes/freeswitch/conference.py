# SPDX-License-Identifier: GPL-3.0-or-later
"""mod_conference, as far as a call centre needs it."""
import json
import uuid

SOURCES = {"add-member": ("conference_member.c", "conference_member_add", 962),
           "del-member": ("conference_member.c", "conference_member_del", 1355),
           "floor-change": ("conference_member.c", "conference_member_set_floor_holder", 1158),
           "conference-create": ("mod_conference.c", "conference_new", 3848),
           "conference-destroy": ("mod_conference.c", "conference_thread_run", 863)}


class Conference:
    def __init__(self, name):
        self.name, self.uuid = name, str(uuid.uuid4())
        self.members = {}  # id: channel
        self.muted, self.held = set(), set()
        self.count, self.floor, self.locked = 0, None, False
        self.recordings = []
        self.needs_two = False  # ends when one is left alone in it


class Conferences:
    """A part of Switch."""

    def init_conferences(self):
        self.conferences = {}

    def maintenance(self, room, action, number=None, before=(), after=()):
        """One conference::maintenance; @number: the member that it is about."""
        headers = [("Conference-Name", room.name), ("Conference-Domain", "cluecon.com"), ("Conference-Size", str(len(room.members))),
                   ("Conference-Ghosts", "0"), ("Conference-Profile-Name", "default"), ("Conference-Unique-ID", room.uuid), *before]
        source = SOURCES.get(action, ("conference_api.c", "conference_api_sub", 339))
        if number is None:
            self.custom("conference::maintenance", [*headers, ("Action", action), *after], source)
            return
        ch = self.conferenced(room, number)
        flags = [("Video", "false"), ("Hear", "true"), ("See", "true"), ("Speak", "false" if number in room.muted else "true"),
                 ("Talking", "false"), ("Mute-Detect", "false"), ("Hold", "true" if number in room.held else "false"),
                 ("Member-ID", str(number)), ("Member-Type", "member"), ("Member-Ghost", "false"), ("Energy-Level", "100"),
                 ("Current-Energy", "0")]
        tail = [] if any(key == "Action" for key, _ in before) else [("Action", action)]
        self.tell(ch, "CUSTOM", headers + [("Floor", "true" if room.floor == number else "false")], [*flags, *tail, *after],
                  "conference::maintenance", source, full=False)

    @staticmethod
    def conferenced(room, number):
        return room.members.get(number) or room.leaving

    def app_conference(self, ch, data):
        name, _, flags = data.partition("+flags{")
        name = name.partition("@")[0]
        room = self.conferences.get(name)
        if room is None:
            room = self.conferences[name] = Conference(name)
            self.maintenance(room, "conference-create")
        elif room.locked:
            return False
        room.count += 1
        self.tell(ch, "CODEC")
        room.members[room.count] = ch
        ch.conference = (room, room.count)
        room.needs_two |= "mintwo" in flags
        self.maintenance(room, "add-member", room.count)
        self.plain_presence(f"{name}@cluecon.com", "early" if len(room.members) == 1 else "confirmed", "conf")
        if room.floor is None:
            self.clock.later(0.02, self.takes_floor, room, room.count)
        return True

    def takes_floor(self, room, number):
        if number in room.members and room.floor is None:
            room.floor = number
            self.maintenance(room, "floor-change", number, [("Action", "floor-change"), ("Old-ID", "none")], [("New-ID", str(number))])

    def leaves_conference(self, ch):
        if not ch.conference:
            return
        room, number = ch.conference
        ch.conference, room.leaving = None, ch
        room.members.pop(number)
        if room.floor == number:
            room.floor = None
        state = "terminated" if not room.members else "early" if len(room.members) == 1 else "confirmed"
        self.plain_presence(f"{room.name}@cluecon.com", state, "conf")
        self.maintenance(room, "del-member", number)
        self.tell(ch, "CODEC")
        if room.needs_two and len(room.members) == 1:
            self.clock.later(0.02, self.ends_room, room)
        if not room.members:
            self.conferences.pop(room.name, None)
            self.clock.later(0.02, self.maintenance, room, "conference-destroy")

    def ends_room(self, room):
        """Who is left goes on in the dialplan."""
        for ch in list(room.members.values()):
            self.leaves_conference(ch)
            self.complete(ch)
            self.run(ch)

    def conference_api(self, words):
        """conference ROOM WHAT …: the answer."""
        if not words or words == ["list"]:
            return "+OK No active conferences.\n" if not self.conferences else "".join(
                f"+OK Conference {room.name} ({len(room.members)} members rate: 8000 flags: running)\n" for room in
                self.conferences.values())
        if words[0] == "json_list":
            return json.dumps([self.room_json(room) for room in self.conferences.values()], ensure_ascii=False, separators=(",", ":"))
        room = self.conferences.get(words[0])
        if room is None:
            return f"-ERR Conference {words[0]} not found\n"
        what, more = (words[1], words[2:]) if len(words) > 1 else ("list", [])
        if what == "json_list":
            return json.dumps([self.room_json(room)], ensure_ascii=False, separators=(",", ":"))
        if what == "list":
            return "".join(f"{number};{ch.name};{ch.uuid};{ch.profile['cid_name']};{ch.profile['cid_number']};hear|speak;0;0;100;1\n"
                           for number, ch in room.members.items())
        if what in ("lock", "unlock"):
            room.locked = what == "lock"
            self.maintenance(room, what)
            return f"+OK {room.name} {what}ed\n"
        if what in ("record", "norecord") and more:
            return self.record_room(room, what, more[0])
        return self.member_api(room, what, more)

    def record_room(self, room, what, path):
        if what == "record":
            room.recordings.append(path)
            self.maintenance(room, "start-recording", after=[("Path", path)])
            return f"+OK Record file {path}\n"
        for one in list(room.recordings) if path == "all" else [path]:
            if one in room.recordings:
                room.recordings.remove(one)
                self.maintenance(room, "stop-recording", after=[("Path", one), ("Other-Recordings", "false")])
        return f"+OK Stopped recording file {path}\n"

    def member_api(self, room, what, more):
        numbers = list(room.members) if more[:1] == ["all"] else [int(word) for word in more[:1] if word.isdigit()]
        if what not in ("mute", "unmute", "hold", "unhold", "kick", "hup", "deaf", "undeaf") or not numbers:
            return f"-ERR Conference command '{what}' not found.\n"
        out = ""
        for number in numbers:
            if number not in room.members:
                return f"-ERR Non-Existant ID {number}\n"
            ch = room.members[number]
            {"mute": room.muted.add, "unmute": room.muted.discard, "hold": room.held.add,
             "unhold": room.held.discard}.get(what, lambda one: None)(number)
            self.maintenance(room, what + "-member", number)
            if what in ("kick", "hup"):
                self.leaves_conference(ch)
                self.complete(ch)
                self.hangup(ch, "NORMAL_CLEARING", "send_bye")
                out += f"+OK kicked {number}\n"
            else:
                out += f"+OK {what} {number}\n"
        return out

    def room_json(self, room):
        return {"conference_name": room.name, "member_count": len(room.members), "ghost_count": 0, "rate": 8000, "run_time": 1,
                "conference_uuid": room.uuid, "canvas_count": 0, "max_bw_in": 0, "force_bw_in": 0, "video_floor_packets": 0,
                "locked": room.locked, "running": True, "dynamic": True, "variables": {},
                "members": [{"type": "caller", "id": number, "flags": {
                    "can_hear": True, "can_see": True, "can_speak": number not in room.muted, "hold": number in room.held,
                    "mute_detect": False, "talking": False, "has_video": False, "video_bridge": False, "has_floor": room.floor == number,
                    "is_moderator": False, "end_conference": False, "pass_digits": False}, "uuid": ch.uuid,
                    "caller_id_name": ch.profile["cid_name"], "caller_id_number": ch.profile["cid_number"], "join_time": 1,
                    "last_talking": 0, "energy": 100, "volume_in": 0, "volume_out": 0} for number, ch in room.members.items()]}
