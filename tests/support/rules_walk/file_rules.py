"""Steps of a walk on files, organisations and time."""

from hypothesis import note

from tests.support.rules_oracle import death, files, network, orders
from tests.support.rules_oracle.passing import pass_time
from tests.support.rules_oracle.sections import INQUIRY
from tests.support.rules_oracle.sight import sees_case
from tests.support.rules_walk.cast import STAYING, TYPES
from tests.support.rules_walk.draws import Draw, a_file, an_order, one_of, rarely
from tests.support.rules_walk.rows import compare_all_rows
from tests.support.rules_walk.steps import step
from tests.support.rules_walk.walk import Walk

_MOST_CASES = 2
_LEAVING = tuple(name for name in TYPES if name not in STAYING)


def _on(walk: Walk, *, closed: bool) -> bool:
    return any(case.closed == closed for case in walk.mechanism.cases.values())


def _inquired_by_magistrates(walk: Walk) -> bool:
    mechanism = walk.mechanism
    return any(
        mechanism.custodian(case, INQUIRY) == "prosecutor" or sees_case(mechanism, "court", case)
        for case in mechanism.cases
    )


def _on_the_road(walk: Walk) -> list[float]:
    """List the limits to start that are still to come, of people who are on the road."""
    now = walk.mechanism.now
    return [
        referral.start_by for referral in walk.mechanism.referrals.values()
        if referral.departed and referral.status == "accepted"
        and referral.start_by is not None and referral.start_by > now
    ]  # fmt: skip


class FileRules(Walk):
    @step(2, lambda self: len(self.mechanism.cases) < _MOST_CASES)
    def register(self, draw: Draw) -> None:
        self.attempt(draw, files.REGISTER, [self.new_name("case")], lambda draw, *_: a_file(draw))

    @step(2)
    def correct(self, draw: Draw) -> None:
        self.attempt(draw, files.CORRECT, self.mechanism.cases, lambda draw, *_: a_file(draw))

    @step(2)
    def record_identity(self, draw: Draw) -> None:
        self.attempt(draw, files.IDENTIFY, self.mechanism.cases, {})

    @step(1, lambda self: _on(self, closed=False))
    def close(self, draw: Draw) -> None:
        reason = one_of(draw, *["support_completed"] * 5, "deceased")
        self.attempt(draw, files.CLOSE, self.mechanism.cases, {"reason": reason})

    @step(8, lambda self: _on(self, closed=True))
    def reopen(self, draw: Draw) -> None:
        self.attempt(draw, files.REOPEN, self.mechanism.cases, {})

    @step(8, lambda self: any(case.dead for case in self.mechanism.cases.values()))
    def refute_her_death(self, draw: Draw) -> None:
        self.attempt(draw, death.REFUTE, self.mechanism.cases, {})

    @step(3, _inquired_by_magistrates)
    def order_an_identity(self, draw: Draw) -> None:
        cases = self.mechanism.cases
        self.attempt(draw, orders.RECORD, cases, an_order, creates="identity order")

    @step(1, lambda self: self.mechanism.orders)
    def lift_an_order(self, draw: Draw) -> None:
        self.attempt(draw, orders.LIFT, self.mechanism.orders, {})


class NetworkRules(Walk):
    @step(1)
    def deactivate(self, draw: Draw) -> None:
        takeover = one_of(draw, False, True)
        details = {"active": False, "takeover": takeover}
        awaited = self._awaited()
        leaving = awaited if awaited and not rarely(draw) else _LEAVING
        self.attempt(draw, network.LEAVE, leaving, details)
        self.service.forget_callers()

    @step(4, lambda self: self._away())
    def reactivate(self, draw: Draw) -> None:
        away = self._away() if not rarely(draw) else list(_LEAVING)
        self.attempt(draw, network.RETURN, away, {"active": True})
        self.service.forget_callers()

    def _awaited(self) -> list[str]:
        """Those that somebody is about to ask for something."""
        drafts = self.mechanism.referrals.values()
        offers = self.mechanism.handoffs.values()
        names = {one.receiver for one in drafts if one.status == "draft"}
        names |= {one.receiver for one in offers if one.status == "offered"}
        return sorted(names - STAYING)

    def _away(self) -> list[str]:
        return [name for name in _LEAVING if not self.mechanism.is_active(name)]

    @step(1)
    def set_places(self, draw: Draw) -> None:
        places = {"places": one_of(draw, 2, 1, 0)}
        self.attempt(draw, network.SET_PLACES, ["refuge", "second refuge", "clinic"], places)

    @step(4)
    def let_time_pass(self, draw: Draw) -> None:
        self._pass(one_of(draw, 2.0, 2.0, 13.0, 13.0, 25.0, 73.0, 340.0))

    @step(25, lambda self: bool(_on_the_road(self)))
    def be_long_on_the_road(self, draw: Draw) -> None:
        """Let a limit to start pass, which is void."""
        self._pass(one_of(draw, *_on_the_road(self)) - self.mechanism.now + 1)

    def _pass(self, hours: float) -> None:
        self.mechanism.tick()
        pass_time(self.mechanism, hours)
        self.service.pass_time(hours)
        note(f"{hours} hours pass")
        self.tally.checks["passages of time"] += 1
        self.compare("ngo")

    @step(2)
    def run_the_timer(self, _: Draw) -> None:
        self.service.run_timer()
        compare_all_rows(self.service, self.mechanism, timed=True)
        self.tally.checks["runs of the timer"] += 1
        self.everybody_reads()
