# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done with a channel's sound: music, recordings, hold, digits, listening in."""


class Media:
    """A part of Switch."""

    def start_playback(self, ch, path):
        ch.playing = path
        kind = [("Playback-File-Type", "local_stream")] if path.startswith("local_stream") else []
        self.tell(ch, "PLAYBACK_START", after=[*kind, ("Playback-File-Path", path)])

    def stop_playback(self, ch, how="break"):
        path, ch.playing = getattr(ch, "playing", None), None
        if path:
            kind = [("Playback-File-Type", "local_stream")] if path.startswith("local_stream") else []
            ch.set_variable("playback_seconds", "1")
            self.tell(ch, "PLAYBACK_STOP", after=[*kind, ("Playback-File-Path", path), ("Playback-Status", how)])

    def app_playback(self, ch, data):
        self.start_playback(ch, data)
        if not data.startswith("local_stream"):
            self.clock.later(2, self.playback_done, ch, data)
        return True

    def playback_done(self, ch, path):
        if not ch.down and getattr(ch, "playing", None) == path:
            self.stop_playback(ch, "done")
            self.complete(ch, "FILE PLAYED")
            self.run(ch)

    def app_play_and_get_digits(self, ch, data):
        self.start_playback(ch, data.split()[5])
        ch.digits = ""
        return True

    def digit(self, ch, digit):
        """A caller presses a key; it reaches an IVR that waits for one."""
        self.tell(ch, "DTMF", after=[("DTMF-Digit", digit), ("DTMF-Duration", "1280"), ("DTMF-Source", "ENDPOINT")])
        if ch.app != "play_and_get_digits":
            return
        self.stop_playback(ch)
        if digit in "12":
            ch.set_variable("choice", digit)
            self.complete(ch)
            self.retarget(ch, "q_support" if digit == "1" else "q_sales", "public")
            self.reroute(ch)
        else:
            self.start_playback(ch, "/sounds/menu.wav")

    # ---- music of hold

    def start_moh(self, ch):
        ch.apps.append(("playback", "local_stream://moh", "moh"))
        ch.moh = True
        self.tell(ch, "CHANNEL_EXECUTE", after=self.app_headers(ch))
        self.start_playback(ch, "local_stream://moh")

    def stop_moh(self, ch):
        if not ch.moh:
            return
        ch.moh = False
        self.stop_playback(ch)
        self.complete(ch, "FILE PLAYED")
        self.tell(ch, "PRIVATE_COMMAND", [("call-command", "execute"), ("execute-app-name", "playback"),
                                          ("execute-app-arg", "local_stream://moh"), ("event-lock", "true"), ("lead-frames", "5"),
                                          ("loops", "-1")])

    def hold(self, ch, by_phone=False):
        """The leg @ch puts its partner on hold: by uuid_hold, or by the phone's own re-INVITE."""
        if ch.on_hold:
            return
        ch.on_hold = True
        ch.times["Last-Hold"] = self.now()
        self.call_state(ch, "HELD")
        self.tell(ch, "CHANNEL_HOLD", source=("switch_channel.c", "switch_channel_perform_mark_hold", 1))
        if by_phone:
            self.presence(ch, "hold")
        if ch.peer and not ch.peer.moh:
            self.start_moh(ch.peer)

    def unhold(self, ch):
        if not ch.on_hold:
            return
        ch.on_hold = False
        self.call_state(ch, "UNHELD")
        if ch.peer:
            self.stop_moh(ch.peer)
        if ch.is_a:
            self.call_state(ch, "ACTIVE")
        self.tell(ch, "CHANNEL_UNHOLD", source=("switch_channel.c", "switch_channel_perform_mark_hold", 1))
        if not ch.is_a:
            self.call_state(ch, "ACTIVE")

    # ---- recording

    def record(self, ch, words):
        """uuid_record UUID start|stop|mask|unmask PATH [LIMIT]: the answer."""
        what, path = words[0], words[1] if len(words) > 1 else ""
        if what == "start":
            if path.startswith("/proc"):
                return "-ERR Cannot record session!\n"
            ch.recordings.append(path)
            self.tell(ch, "RECORD_START", after=[("Record-File-Path", path)])
            self.tell(ch, "MEDIA_BUG_START", [("Media-Bug-Function", "session_record"), ("Media-Bug-Target", path)])
            return "+OK Success\n"
        if what not in ("stop", "mask", "unmask"):
            return "-ERR Usage: <uuid> [start|stop|mask|unmask] <path> [<limit>] [<recording_vars>]\n"
        if path == "all" and what == "stop":
            self.stop_recordings(ch)
            return "+OK Success\n"
        if path not in ch.recordings:
            return f"-ERR Cannot {what} record{'' if what == 'stop' else 'ing'} session!\n"
        if what == "stop":
            self.stop_recording(ch, path, "success-maxtime")
        return "+OK Success\n"

    def stop_recording(self, ch, path, cause):
        ch.recordings.remove(path)
        ch.set_variable("record_seconds", "5")
        ch.set_variable("record_ms", "4500")
        self.tell(ch, "RECORD_STOP", after=[("Record-File-Path", path), ("Record-Completion-Cause", cause)])
        self.tell(ch, "MEDIA_BUG_STOP", [("Media-Bug-Function", "session_record"), ("Media-Bug-Target", path)])

    def stop_recordings(self, ch):
        for path in list(ch.recordings):
            self.stop_recording(ch, path, "success-silence")

    # ---- listening in

    def app_eavesdrop(self, ch, data):
        target = self.channels.get(data)
        if target is None:
            return False
        ch.spies_on = target
        target.spied_by.append(ch)
        self.tell(ch, "CODEC")
        self.tell(target, "MEDIA_BUG_START", [("Media-Bug-Function", "eavesdrop"), ("Media-Bug-Target", data)])
        self.own_update(ch)
        return True

    app_three_way = app_eavesdrop

    def stops_spying(self, ch):
        """A supervisor hangs up."""
        target, ch.spies_on = ch.spies_on, None
        if target and ch in target.spied_by:
            target.spied_by.remove(ch)
            self.bug_stop(target)
            self.tell(ch, "CODEC")

    def loses_spies(self, ch):
        """Whom a supervisor listens to is gone."""
        for spy in list(ch.spied_by):
            ch.spied_by.remove(spy)
            spy.spies_on = None
            self.bug_stop(ch)
            self.tell(spy, "CODEC")
            self.clock.later(0, self.spy_leaves, spy)

    def bug_stop(self, target):
        self.tell(target, "MEDIA_BUG_STOP", [("Media-Bug-Function", "eavesdrop"), ("Media-Bug-Target", target.uuid)])

    def spy_leaves(self, spy):
        if not spy.down:
            self.complete(spy)
            self.hangup(spy, "NORMAL_CLEARING", "send_bye")
