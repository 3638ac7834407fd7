# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do at a switch, in the words of a call centre: a test reads as a story.

    story = Story(switch)
    call = story.customer_calls("02155550101")
    story.wait(1)
    story.agent_answers("1001")
    story.wait(4)
    story.agent_hangs_up("1001")

With a StoryClock time passes in wait() alone; beside a running loop it passes by itself."""
from .api import Api
from .switch import DOMAIN


class Story:
    def __init__(self, switch, customer="13800138000", name="王小明"):
        self.switch, self.customer, self.name = switch, customer, name
        self.api = Api(switch)

    def wait(self, seconds):
        self.switch.clock.wait(seconds)

    # ---- customers

    def customer_calls(self, destination, number=None, name=None):
        return self.switch.arrives(number or self.customer, self.name if name is None else name, destination)

    def customer_hangs_up(self, call):
        self.switch.hangup(call, "NORMAL_CLEARING", "recv_bye")

    def customer_presses(self, call, digits):
        for digit in digits:
            self.switch.digit(call, digit)

    def called_customer_answers(self, number):
        leg = next(ch for ch in self.switch.channels.values() if ch.profile["destination"].endswith(number) and ch.dialing)
        self.switch.answers(leg)

    # ---- agents and their phones

    def leg(self, user, state=None):
        """The newest leg of an agent's phone. state: ringing, talking, held or None (any)."""
        tests = {None: lambda ch: True, "ringing": lambda ch: ch.dialing, "talking": lambda ch: ch.peer and not ch.on_hold,
                 "held": lambda ch: ch.on_hold}
        leg = self.switch.leg_of(user, tests[state])
        if leg is None:
            raise LookupError(f"{user} has no {state or ''} leg")
        return leg

    def agent_answers(self, user):
        self.switch.answers(self.leg(user, "ringing"))

    def agent_rejects(self, user, cause="CALL_REJECTED"):
        self.switch.refused(self.leg(user, "ringing"), cause)

    def agent_hangs_up(self, user, state=None):
        self.switch.hangup(self.leg(user, state), "NORMAL_CLEARING", "recv_bye")

    def agent_holds(self, user):
        """By the key of the phone: a re-INVITE."""
        self.switch.hold(self.leg(user, "talking"), by_phone=True)

    def agent_retrieves(self, user):
        self.switch.unhold(self.leg(user, "held"))

    def agent_dials(self, user, destination):
        return self.switch.phone_dials(user, destination)

    def agent_transfers(self, user, destination):
        """Blind, by REFER of the phone: the other side goes to @destination."""
        self.switch.referred(self.leg(user, "talking"), destination)

    def agent_joins(self, user):
        """Attended, by REFER with Replaces: the held customer and the one who is consulted."""
        self.switch.attended(self.leg(user, "held"), self.leg(user, "talking"))

    def phone(self, user, behaviour, after=1.0):
        """What the phone does with the next calls: manual, answer, busy, reject, absent, silent."""
        self.switch.phones[user].behaviour, self.switch.phones[user].after = behaviour, after

    def agent_registers(self, user, on=True):
        self.switch.register(user, on)

    def agent_status(self, user, status):
        return self.cti(f"callcenter_config agent set status {user}@{DOMAIN} '{status}'")

    # ---- the CTI server's side

    def cti(self, line):
        """An API command as over the Event Socket: the answer (None: it is still going on)."""
        answers = []
        self.api.execute(line, answers.append)
        return answers[0] if answers else None
