"""Steps of a walk on files, organisations and time."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.support.rules_oracle import files, network
from tests.support.rules_oracle.passing import pass_time
from tests.support.rules_walk.cast import STAYING, TYPES
from tests.support.rules_walk.draws import Draw, a_file, one_of, rarely
from tests.support.rules_walk.rows import compare_all_rows
from tests.support.rules_walk.walk import Walk

_MOST_CASES = 3
_REASON = {"reason": "support_completed"}
_LEAVING = tuple(name for name in TYPES if name not in STAYING)


def _on(walk: Walk, *, closed: bool) -> bool:
    return any(case.closed == closed for case in walk.mechanism.cases.values())


class FileRules(Walk):
    @precondition(lambda self: len(self.mechanism.cases) < _MOST_CASES)
    @rule(data=st.data())
    def register(self, data: Draw) -> None:
        self.attempt(data, files.REGISTER, [self.new_name("case")], lambda draw, *_: a_file(draw))

    @rule(data=st.data())
    def correct(self, data: Draw) -> None:
        self.attempt(data, files.CORRECT, self.mechanism.cases, lambda draw, *_: a_file(draw))

    @rule(data=st.data())
    def record_identity(self, data: Draw) -> None:
        self.attempt(data, files.IDENTIFY, self.mechanism.cases, {})

    @precondition(lambda self: _on(self, closed=False))
    @rule(data=st.data())
    def close(self, data: Draw) -> None:
        if one_of(data, True, False):
            self.attempt(data, files.CLOSE, self.mechanism.cases, _REASON)

    @precondition(lambda self: _on(self, closed=True))
    @rule(data=st.data())
    def reopen(self, data: Draw) -> None:
        self.attempt(data, files.REOPEN, self.mechanism.cases, {})


class NetworkRules(Walk):
    @rule(data=st.data())
    def deactivate(self, data: Draw) -> None:
        if one_of(data, True, False, False):
            takeover = one_of(data, False, True)
            details = {"active": False, "takeover": takeover}
            self.attempt(data, network.LEAVE, _LEAVING, details)
            self.service.forget_callers()

    @precondition(lambda self: self._away())
    @rule(data=st.data())
    def reactivate(self, data: Draw) -> None:
        away = self._away() if not rarely(data) else list(_LEAVING)
        self.attempt(data, network.RETURN, away, {"active": True})
        self.service.forget_callers()

    def _away(self) -> list[str]:
        return [name for name in _LEAVING if not self.mechanism.is_active(name)]

    @rule(data=st.data())
    def set_places(self, data: Draw) -> None:
        if one_of(data, True, False):
            places = {"places": one_of(data, 2, 1, 0)}
            self.attempt(data, network.SET_PLACES, ["refuge", "second refuge", "clinic"], places)

    @rule(hours=st.sampled_from([2.0, 13.0, 25.0, 73.0, 340.0]))
    def let_time_pass(self, hours: float) -> None:
        self.mechanism.tick()
        pass_time(self.mechanism, hours)
        self.service.pass_time(hours)
        self.tally.checks["passages of time"] += 1
        self.compare("ngo")

    @rule()
    def run_the_timer(self) -> None:
        self.service.run_timer()
        compare_all_rows(self.service, self.mechanism, timed=True)
        self.tally.checks["runs of the timer"] += 1
        self.compare("police")
