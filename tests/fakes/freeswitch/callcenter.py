# SPDX-License-Identifier: GPL-3.0-or-later
"""mod_callcenter: queues, agents, tiers, members, and the callcenter::info events that it makes."""
import uuid

AGENT_COLUMNS = ("name|instance_id|uuid|type|contact|status|state|max_no_answer|wrap_up_time|reject_delay_time|busy_delay_time|"
                 "no_answer_delay_time|last_bridge_start|last_bridge_end|last_offered_call|last_status_change|no_answer_count|"
                 "calls_answered|talk_time|ready_time|external_calls_count").split("|")
QUEUE_COLUMNS = ("name|strategy|moh_sound|time_base_score|tier_rules_apply|tier_rule_wait_second|tier_rule_wait_multiply_level|"
                 "tier_rule_no_agent_no_wait|discard_abandoned_after|abandoned_resume_allowed|max_wait_time|max_wait_time_with_no_agent|"
                 "max_wait_time_with_no_agent_time_reached|record_template|calls_answered|calls_abandoned|ring_progressively_delay|"
                 "skip_agents_with_external_calls|agent_no_answer_status").split("|")
MEMBER_COLUMNS = ("queue|instance_id|uuid|session_uuid|cid_number|cid_name|system_epoch|joined_epoch|rejoined_epoch|bridge_epoch|"
                  "abandoned_epoch|base_score|skill_score|serving_agent|serving_system|state|score").split("|")
STATUSES = ("Logged Out", "Available", "Available (On Demand)", "On Break")
STATES = ("Idle", "Waiting", "Receiving", "In a queue call", "Reserved")
SOURCES = {"member-queue-start": ("callcenter_function", 3113), "members-count": ("cc_queue_count", 878),
           "agent-state-change": ("cc_agent_update", 1067), "agent-status-change": ("cc_agent_update", 1043),
           "agent-offering": ("outbound_agent_thread_run", 1717), "bridge-agent-start": ("outbound_agent_thread_run", 1934),
           "bridge-agent-end": ("outbound_agent_thread_run", 2062), "bridge-agent-fail": ("outbound_agent_thread_run", 2200)}


class Member:
    """A caller in a queue."""

    def __init__(self, ch, queue, joined):
        self.ch, self.queue, self.joined = ch, queue, joined
        self.uuid = str(uuid.uuid4())
        self.state, self.agent, self.agent_leg = "Waiting", None, None
        self.called = self.answered = self.bridge_epoch = self.abandoned = 0
        self.bridged = False


class CallCenter:
    """A part of Switch."""

    def init_callcenter(self):
        domain = "pbx.test"
        self.queues, self.agents, self.tiers, self.members = {}, {}, [], []
        self.skip_until = {}  # agent: not offered before, seconds
        self.add_queue("support@" + domain, strategy="top-down", time_base_score="system")
        self.add_queue("sales@" + domain, strategy="longest-idle-agent", time_base_score="queue")
        for user in ("1001", "1002", "1003", "1004"):
            name = f"{user}@{domain}"
            self.add_agent(name)
            self.agents[name].update(contact=f"[leg_timeout=8]user/{name}", status="Available", wrap_up_time="2", reject_delay_time="2",
                                     busy_delay_time="4", no_answer_delay_time="20")
        self.agents["1004@" + domain].update(status="On Break", max_no_answer="3")
        for queue, user, position in (("support", "1001", "1"), ("sales", "1003", "1"), ("support", "1002", "2"), ("sales", "1004", "2")):
            self.tiers.append({"queue": f"{queue}@{domain}", "agent": f"{user}@{domain}", "state": "Ready", "level": "1",
                               "position": position})

    def add_queue(self, name, **settings):
        self.queues[name] = dict.fromkeys(QUEUE_COLUMNS, "0") | {
            "name": name, "moh_sound": "local_stream://moh", "tier_rules_apply": "false", "tier_rule_wait_multiply_level": "false",
            "tier_rule_no_agent_no_wait": "true", "discard_abandoned_after": "60", "abandoned_resume_allowed": "false",
            "max_wait_time_with_no_agent_time_reached": "5", "record_template": "", "skip_agents_with_external_calls": "true",
            "agent_no_answer_status": "On Break"} | settings

    def add_agent(self, name, kind="callback"):
        self.agents[name] = dict.fromkeys(AGENT_COLUMNS, "0") | {
            "name": name, "instance_id": "single_box", "uuid": "", "type": kind, "contact": "", "status": "Logged Out",
            "state": "Waiting", "last_status_change": str(self.now() // 1_000_000)}

    def seconds(self):
        return self.now() // 1_000_000

    # ---- events

    def cc(self, action, headers, of=None):
        """One callcenter::info; @of: the channel whose headers it carries."""
        function, line = SOURCES.get(action, ("cc_agent_update", 1050))
        source = ("mod_callcenter.c", function, line)
        if of:
            self.tell(of, "CUSTOM", after=[(name, str(value)) for name, value in headers], subclass="callcenter::info", source=source,
                      full=True)
        else:
            self.custom("callcenter::info", headers, source)

    def cc_count(self, queue):
        count = sum(1 for member in self.members if member.queue == queue and member.state in ("Waiting", "Trying", "Answered"))
        self.cc("members-count", [("CC-Queue", queue), ("CC-Action", "members-count"), ("CC-Count", count),
                                  ("CC-Selection", "Single-Queue")])

    def set_agent_state(self, name, state):
        self.agents[name]["state"] = state
        self.cc("agent-state-change", [("CC-Agent", name), ("CC-Action", "agent-state-change"), ("CC-Agent-State", state)])

    def set_agent_status(self, name, status):
        agent = self.agents[name]
        agent["status"], agent["last_status_change"] = status, str(self.seconds())
        if status in ("Available", "Available (On Demand)"):
            self.skip_until.pop(name, None)
        self.cc("agent-status-change", [("CC-Agent", name), ("CC-Action", "agent-status-change"), ("CC-Agent-Status", status)])
        self.clock.later(0.02, self.cc_look)

    @staticmethod
    def cc_member(member):
        profile = member.ch.profile
        return [("CC-Member-UUID", member.uuid), ("CC-Member-Session-UUID", member.ch.uuid),
                ("CC-Member-CID-Name", profile.get("orig_name", "")), ("CC-Member-CID-Number", profile.get("orig_number", ""))]

    # ---- a caller waits

    def app_callcenter(self, ch, data):
        member = Member(ch, data, self.seconds())
        ch.member = member
        self.members.append(member)
        for name, value in (("cc_side", "member"), ("cc_member_uuid", member.uuid), ("cc_queue_joined_epoch", str(member.joined)),
                            ("cc_queue", data)):
            ch.set_variable(name, value)
        self.cc("member-queue-start", [("CC-Queue", data), ("CC-Action", "member-queue-start"), *self.cc_member(member)], of=ch)
        self.cc_count(data)
        self.plain_presence(data, "confirmed")
        self.start_playback(ch, "local_stream://moh")
        self.clock.later(0.02, self.cc_look)
        return True

    def cc_look(self):
        """The module's thread looks for agents for those who wait."""
        for member in [one for one in self.members if one.state == "Waiting" and not one.ch.down]:
            agent = self.cc_choose(member.queue)
            if agent:
                self.cc_offer(member, agent)

    def cc_choose(self, queue):
        tiers = [tier for tier in self.tiers if tier["queue"] == queue and tier["agent"] in self.agents]
        if self.queues[queue]["strategy"] == "longest-idle-agent":
            tiers.sort(key=lambda tier: (int(tier["level"]), int(self.agents[tier["agent"]]["last_bridge_end"]), int(tier["position"])))
        else:
            tiers.sort(key=lambda tier: (int(tier["level"]), int(tier["position"])))
        for tier in tiers:
            agent = self.agents[tier["agent"]]
            free = agent["status"] in ("Available", "Available (On Demand)") and agent["state"] == "Waiting"
            rests = max(self.skip_until.get(tier["agent"], 0), int(agent["ready_time"])) > self.seconds()
            if free and not rests:
                return tier["agent"]
        return None

    def cc_offer(self, member, name):
        member.state, member.agent, member.called = "Trying", name, self.seconds()
        self.agents[name]["last_offered_call"] = str(self.seconds())
        self.set_agent_state(name, "Receiving")
        self.cc("agent-offering", [("CC-Queue", member.queue), ("CC-Action", "agent-offering"), ("CC-Agent", name),
                                   ("CC-Agent-Type", "callback"), ("CC-Agent-System", "single_box"), *self.cc_member(member)])
        options, endpoint = self.split_options(self.agents[name]["contact"])
        profile = member.ch.profile
        options.update(cc_queue=member.queue, cc_queue_joined_epoch=str(member.joined), cc_member_uuid=member.uuid,
                       cc_member_session_uuid=member.ch.uuid, cc_member_pre_answer_uuid=member.uuid, cc_agent=name,
                       cc_agent_type="callback", cc_side="agent", loopback_bowout="false", loopback_bowout_on_execute="false",
                       ignore_early_media="true", origination_caller_id_name=profile["orig_name"],
                       origination_caller_id_number=profile["orig_number"])
        for exported in filter(None, member.ch.variables.get("cc_export_vars", "").split(",")):
            options[exported] = member.ch.variables.get(exported, "")
        # The leg that fails is destroyed by the module, after it has said so.
        leg = self.dial(endpoint, options, done=lambda answered, cause: self.cc_outcome(member, name, answered, cause))
        if leg:
            leg.offer = member
            leg.held_back = True
            member.agent_leg = leg
            self.agents[name]["uuid"] = leg.uuid

    # ---- an agent answers, or not

    def cc_outcome(self, member, name, leg, cause):
        if cause is None:
            self.cc_answered(member, name, leg)
            return
        failed, member.agent_leg = member.agent_leg, None
        if member.state != "Trying":
            return  # the caller left: cc_abandoned tells the rest
        member.state, member.agent = "Waiting", None
        self.cc_failed(member, name, failed, cause)

    def cc_failed(self, member, name, leg, cause):
        agent = self.agents[name]
        delay = {"NO_ANSWER": "no_answer_delay_time", "USER_BUSY": "busy_delay_time", "CALL_REJECTED": "reject_delay_time"}.get(cause)
        if delay:
            self.skip_until[name] = self.seconds() + int(agent[delay])
        if cause == "NO_ANSWER":
            agent["no_answer_count"] = str(int(agent["no_answer_count"]) + 1)
        agent["uuid"] = ""
        self.cc("bridge-agent-fail", [("CC-Queue", member.queue), ("CC-Action", "bridge-agent-fail"), ("CC-Hangup-Cause", cause),
                                      ("CC-Agent", name), ("CC-Agent-System", "single_box"), ("CC-Agent-Called-Time", member.called),
                                      ("CC-Agent-Aborted-Time", self.seconds()), *self.cc_member(member),
                                      ("CC-Member-Joined-Time", member.joined)])
        limit = int(agent["max_no_answer"])
        if cause == "NO_ANSWER" and limit and int(agent["no_answer_count"]) >= limit:
            self.set_agent_status(name, self.queues[member.queue]["agent_no_answer_status"])
        self.set_agent_state(name, "Waiting")
        if leg:
            leg.held_back = False
            self.destroyed(leg)
        self.clock.later(0.02, self.cc_look)
        if delay:
            self.clock.later(int(agent[delay]) + 0.02, self.cc_look)

    def cc_answered(self, member, name, leg):
        ch = member.ch
        member.state, member.answered = "Answered", self.seconds()
        leg.set_variable("cc_member_pre_answer_uuid", None)
        self.second_outgoing(leg)
        self.cc("bridge-agent-start", [
            ("CC-Queue", member.queue), ("CC-Action", "bridge-agent-start"), ("CC-Agent", name), ("CC-Agent-System", "single_box"),
            ("CC-Agent-UUID", leg.uuid), ("CC-Agent-Called-Time", member.called), ("CC-Agent-Answered-Time", member.answered),
            ("CC-Member-Joined-Time", member.joined), *self.cc_member(member)], of=leg)
        leg.set_other("originator", ch)
        ch.set_other("originatee", leg)
        for key, value in (("cc_agent_uuid", leg.uuid), ("cc_cause", "answered"), ("cc_agent", name), ("cc_agent_bridged", "true"),
                           ("cc_queue_answered_epoch", str(member.answered))):
            ch.set_variable(key, value)
        leg.set_variable("cc_agent_bridged", "true")
        self.to_bridge(ch, leg)
        self.state(leg, "HIBERNATE")
        self.state(leg, "RESET")
        self.stop_playback(ch)
        self.cc_count(member.queue)
        self.plain_presence(member.queue, "terminated")
        self.complete(ch)
        self.state(ch, "HIBERNATE")
        self.state(ch, "RESET")
        ch.held_back = leg.held_back = True
        member.bridged, member.bridge_epoch = True, self.seconds()
        self.agents[name]["last_bridge_start"] = str(self.seconds())
        self.soft_execute(ch, leg)

    def cc_bridged(self, ch):
        if ch.member.bridged and self.agents[ch.member.agent]["state"] == "Receiving":
            self.set_agent_state(ch.member.agent, "In a queue call")

    def cc_unbridged(self, ch):
        """The talk is over; the module tells it some 40 ms later, whatever happens meanwhile."""
        member, ch.member = ch.member, None
        self.clock.later(0.04, self.cc_ended, member)

    def cc_ended(self, member):
        name, leg, ch, now = member.agent, member.agent_leg, member.ch, self.seconds()
        agent = self.agents[name]
        agent.update(last_bridge_end=str(now), calls_answered=str(int(agent["calls_answered"]) + 1), uuid="",
                     talk_time=str(int(agent["talk_time"]) + now - member.answered))
        if int(agent["wrap_up_time"]):
            agent["ready_time"] = str(now + int(agent["wrap_up_time"]))
            self.clock.later(int(agent["wrap_up_time"]) + 0.02, self.cc_look)
        times = [("CC-Agent-Called-Time", member.called), ("CC-Agent-Answered-Time", member.answered)]
        who = [("CC-Agent", name), ("CC-Agent-System", "single_box"), ("CC-Agent-UUID", leg.uuid)]
        self.cc("bridge-agent-end", [("CC-Queue", member.queue), ("CC-Action", "bridge-agent-end"), ("CC-Hangup-Cause", "SUCCESS"), *who,
                                     ("CC-Agent-Bridged", "true"), *times, ("CC-Member-Joined-Time", member.joined),
                                     ("CC-Bridge-Terminated-Time", now), *self.cc_member(member)], of=leg)
        self.cc("member-queue-end", [("CC-Queue", member.queue), ("CC-Action", "member-queue-end"), ("CC-Hangup-Cause", "SUCCESS"),
                                     ("CC-Cause", "Terminated"), *who, *times, ("CC-Member-Leaving-Time", now),
                                     ("CC-Member-Joined-Time", member.joined), *self.cc_member(member)], of=ch)
        self.set_agent_state(name, "Waiting")
        self.members.remove(member)
        for one in (leg, ch):
            one.held_back = False
            if one.down:
                self.destroyed(one)
        self.clock.later(0.02, self.cc_look)

    def cc_abandoned(self, ch):
        """The caller leaves the queue: hung up, or taken elsewhere."""
        member, ch.member = ch.member, None
        member.state, member.abandoned = "Abandoned", self.seconds()
        self.queues[member.queue]["calls_abandoned"] = str(int(self.queues[member.queue]["calls_abandoned"]) + 1)
        self.stop_playback(ch)
        leg, name = member.agent_leg, member.agent
        if leg and not leg.down:
            self.hangup(leg, "ORIGINATOR_CANCEL", "send_cancel")
        for key, value in (("cc_cause", "cancel"), ("cc_cancel_reason", "BREAK_OUT"), ("cc_queue_canceled_epoch", str(self.seconds()))):
            ch.set_variable(key, value)
        self.cc("member-queue-end", [
            ("CC-Queue", member.queue), ("CC-Action", "member-queue-end"), ("CC-Member-Leaving-Time", self.seconds()),
            ("CC-Member-Joined-Time", member.joined), ("CC-Cause", "Cancel"), ("CC-Cancel-Reason", "BREAK_OUT"),
            *self.cc_member(member)], of=ch)
        self.cc_count(member.queue)
        self.plain_presence(member.queue, "terminated")
        if name:
            self.clock.later(0.02, self.cc_failed, member, name, leg, "ORIGINATOR_CANCEL")

    # ---- callcenter_config

    def callcenter_config(self, words):
        """The answer to one API command."""
        handler = getattr(self, "config_" + words[0], None) if words else None
        if handler is None:
            return "-USAGE: Invalid!\n"
        return handler(words[1:])

    @staticmethod
    def table(columns, rows):
        return "\n".join(["|".join(columns), *("|".join(str(row[name]) for name in columns) for row in rows)]) + "\n+OK\n"

    def config_agent(self, words):
        what, name = words[0], words[1] if len(words) > 1 else ""
        if what == "list":
            return self.table(AGENT_COLUMNS, [agent for key, agent in self.agents.items() if name in ("", key)])
        if what == "add":
            if name in self.agents:
                return "-ERR Agent already exist!\n"
            kind = words[2].lower() if len(words) > 2 else ""
            if kind not in ("callback", "uuid-standby"):
                return "-ERR Agent type invalid!\n"
            self.add_agent(name, kind)
            self.cc("agent-add", [("CC-Agent", name), ("CC-Agent-Type", words[2]), ("CC-Action", "agent-add")])
            return "+OK\n"
        if what == "del":
            self.agents.pop(name, None)
            return "+OK\n"
        if what == "get" and len(words) > 2:
            return self.agent_get(name, words[2])
        if what == "set" and len(words) > 3:
            return self.agent_set(name, words[2], words[3])
        return "-ERR Invalid!\n"

    def agent_get(self, key, name):
        agent = self.agents.get(name)
        if agent is None:
            return "-ERR Agent not found!\n"
        if key in ("status", "state"):
            self.cc(f"agent-{key}-get", [("CC-Agent", name), ("CC-Action", f"agent-{key}-get"),
                                         (f"CC-Agent-{key.capitalize()}", agent[key])])
        return agent.get(key, "-ERR Invalid Agent Update KEY!\n")

    def agent_set(self, key, name, value):
        if name not in self.agents:
            return "-ERR Agent not found!\n"
        if key == "status":
            if value not in STATUSES:
                return "-ERR Invalid Agent Status!\n"
            self.set_agent_status(name, value)
        elif key == "state":
            if value not in STATES:
                return "-ERR Invalid Agent State!\n"
            self.set_agent_state(name, value)
        elif key == "contact":
            self.agents[name]["contact"] = value
            self.cc("agent-contact-change", [("CC-Agent", name), ("CC-Action", "agent-contact-change"), ("CC-Agent-Contact", value)])
        elif key in self.agents[name] and key not in ("name", "uuid", "instance_id"):
            self.agents[name][key] = value
        else:
            return "-ERR Invalid Agent Update KEY!\n"
        return "+OK\n"

    def config_tier(self, words):
        what = words[0]
        if what == "list":
            return self.table(("queue", "agent", "state", "level", "position"), self.tiers)
        if len(words) < 3:
            return "-ERR Invalid!\n"
        queue, agent = (words[2], words[3]) if what == "set" and len(words) > 4 else (words[1], words[2])
        tier = next((one for one in self.tiers if (one["queue"], one["agent"]) == (queue, agent)), None)
        if what == "add":
            return self.tier_add(tier, queue, agent, words[3:])
        if tier is None:
            return "-ERR Tier not found!\n" if what == "set" else "+OK\n"
        if what == "del":
            self.tiers.remove(tier)
        elif what == "set":
            tier[words[1]] = words[4]
        return "+OK\n"

    def tier_add(self, tier, queue, agent, more):
        if queue not in self.queues:
            return "-ERR Queue not found!\n"
        if agent not in self.agents:
            return "-ERR Agent not found!\n"
        if tier:
            return "-ERR Tier already exist!\n"
        level, position = (more + ["1", "1"])[:2] if len(more) > 1 else ((more or ["1"])[0], "1")
        self.tiers.append({"queue": queue, "agent": agent, "state": "Ready", "level": level, "position": position})
        self.clock.later(0.02, self.cc_look)
        return "+OK\n"

    def config_member(self, words):
        return ""  # "member list" is answered by nothing, which becomes "-ERR no reply"

    def config_queue(self, words):
        what = words[0]
        if what == "list" and len(words) == 1:
            return self.table(QUEUE_COLUMNS, self.queues.values())
        if what == "list" and len(words) > 2 and words[1] == "agents":
            mine = {tier["agent"] for tier in self.tiers if tier["queue"] == words[2]}
            return self.table(AGENT_COLUMNS, [agent for name, agent in self.agents.items() if name in mine])
        if what == "list" and len(words) > 2 and words[1] == "members":
            return self.members_of(words[2])
        if what == "list" and len(words) > 2 and words[1] == "tiers":
            return self.table(("queue", "agent", "state", "level", "position"), [one for one in self.tiers if one["queue"] == words[2]])
        if what == "count" and len(words) == 1:
            return f"{len(self.queues)}\n"
        if what == "count" and len(words) > 2:
            rows = self.config_queue(["list", *words[1:]]).count("\n")
            return f"{max(rows - 2, 0)}\n"
        if what in ("load", "reload", "unload"):
            return "+OK\n"
        return "-ERR Invalid!\n"

    def members_of(self, queue):
        rows = []
        now = self.seconds()
        self.members = [one for one in self.members if not (one.abandoned and now - one.abandoned > 60)]
        for one in self.members:
            if one.queue == queue:
                profile = one.ch.profile
                rows.append(dict.fromkeys(MEMBER_COLUMNS, "0") | {
                    "queue": queue, "instance_id": "single_box", "uuid": one.uuid,
                    "session_uuid": "" if one.state == "Abandoned" else one.ch.uuid, "cid_number": profile["orig_number"],
                    "cid_name": profile["orig_name"], "system_epoch": one.joined, "joined_epoch": one.joined,
                    "bridge_epoch": one.bridge_epoch, "abandoned_epoch": one.abandoned, "serving_agent": one.agent or "",
                    "serving_system": "single_box" if one.agent else "", "state": one.state, "score": now - one.joined})
        return self.table(MEMBER_COLUMNS, rows) if rows else "+OK\n"
