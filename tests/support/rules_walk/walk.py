"""One walk: an act is drawn, foreseen and made; then readers and rows are compared."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, ClassVar
from uuid import UUID

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from typing_extensions import override

from tests.support.rules_oracle.acts import ActRule, foresee, stands
from tests.support.rules_oracle.consents import RECORD
from tests.support.rules_oracle.files import IDENTIFY, REGISTER
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent
from tests.support.rules_oracle.roles import may
from tests.support.rules_walk.draws import Draw, a_consent, a_file, agrees_to_all, one_of, rarely
from tests.support.rules_walk.readings import Reader
from tests.support.rules_walk.rows import compare_all_rows, compare_rows
from tests.support.rules_walk.service import Service
from tests.support.rules_walk.steps import steps_of
from tests.support.rules_walk.tally import Tally

Make = Callable[[Draw, Mechanism, str], dict[str, Any]]
# Mostly who may; now and then what its conditions do not allow, who has the role and stands
# elsewhere, or anybody.
_ABLE, _UNMET, _ELSEWHERE, _ANYBODY = "able", "unmet", "elsewhere", "anybody"
_WHO = (*[_ABLE] * 12, *[_UNMET] * 3, *[_ELSEWHERE] * 3, *[_ANYBODY] * 2)
_TRIES = 12  # to find what is allowed, by who may
# Hypothesis likes to draw the same again. The second time it draws something else.
_CHANCE = st.integers(0, 2**32 - 1)
_READERS = ("supervisor", "case_worker", "intake_officer", "first_responder")
_STATES = ("requested", "accepted", "expired", "cancelled", "failed", "completed", "draft")


def _word(act: ActRule, what: dict[str, Any]) -> str:
    """Name an act for the tally: a call by what was said."""
    return f"{act.name} {what['act']} on {what['subject']}" if "act" in what else act.name


class Walk(RuleBasedStateMachine):
    """``ground`` makes the service of one walk; ``tally`` counts over all walks of a run."""

    ground: ClassVar[Callable[[Mechanism], Service]]
    tally: ClassVar[Tally]

    def __init__(self) -> None:
        super().__init__()
        self.mechanism = Mechanism()
        self.service = type(self).ground(self.mechanism)
        self._made: dict[str, int] = {}
        self._turn = 0
        self._drawn: Counter[int] = Counter()
        self.tally.walks += 1

    @initialize(chance=_CHANCE)
    def a_person_is_met(self, chance: int) -> None:
        draw = self._draw(chance)
        agent = Agent(one_of(draw, "police", "ngo", "gendarmerie"), "supervisor")
        case = self.new_name("case")
        self.make(REGISTER, agent, case, a_file(draw) | {"accused": False})
        if not rarely(draw):
            self.make(IDENTIFY, agent, case, {})
            consent = a_consent(draw, self.mechanism, case) | agrees_to_all(draw)
            self.make(RECORD, agent, case, consent | {"name": self.new_name("consent")})

    @rule(chance=_CHANCE)
    def a_step_is_taken(self, chance: int) -> None:
        draw = self._draw(chance)
        possible = [one for one in steps_of(type(self)) if one.when(self)]
        weighted = [one.name for one in possible for _ in range(one.weight)]
        before = self._turn
        for _ in range(_TRIES):
            if self._turn == before:  # nobody could do what was drawn
                getattr(self, draw.choice(weighted))(draw)

    def _draw(self, chance: int) -> Draw:
        self._drawn[chance] += 1
        return Draw(f"{chance} {self._drawn[chance]}")

    def new_name(self, kind: str) -> str:
        self._made[kind] = self._made.get(kind, 0) + 1
        return f"{kind} {self._made[kind]}"

    def attempt(
        self, draw: Draw, act: ActRule, targets: Iterable[str], details: Make | dict[str, Any],
        creates: str | None = None,
    ) -> None:  # fmt: skip
        """Let somebody drawn do something to something drawn."""
        who = one_of(draw, *_WHO)
        pairs = self._pairs(act, list(targets), who)
        ideas = [
            self._idea(draw, pairs, details, creates)
            for _ in range(_TRIES if who in {_ABLE, _UNMET} else 1)
        ]  # fmt: skip
        wanted = [
            idea for idea in ideas
            if bool(foresee(self.mechanism, act, *idea)) == (who == _UNMET)
        ]  # fmt: skip
        if who in {_ABLE, _UNMET} and not wanted and not rarely(draw):
            return
        agent, target, what = (wanted or ideas)[0]
        if creates is not None:
            what["name"] = self.new_name(creates)
        self.make(act, agent, target, what)

    def _idea(
        self, draw: Draw, pairs: list[tuple[str, Agent]], details: Make | dict[str, Any],
        creates: str | None,
    ) -> tuple[Agent, str, dict[str, Any]]:  # fmt: skip
        target, agent = draw.choice(pairs)
        what = details(draw, self.mechanism, target) if callable(details) else dict(details)
        return agent, target, what if creates is None else what | {"name": f"{creates} to come"}

    def _pairs(self, act: ActRule, targets: list[str], who: str) -> list[tuple[str, Agent]]:
        mechanism, agents = self.mechanism, self.service.cast.agents
        if who != _ANYBODY:
            agents = [
                agent for agent in agents
                if may(agent.role, mechanism.type_of(agent.organisation), act.name)
            ]  # fmt: skip
        pairs = [(target, agent) for target in targets for agent in agents]
        if who in {_ABLE, _UNMET}:
            able = [one for one in pairs if stands(mechanism, act, one[1], one[0]) is None]
            return able or pairs
        return pairs

    def make(self, act: ActRule, agent: Agent, target: str, what: dict[str, Any]) -> None:
        """Make one act, and compare the answer with what was foreseen."""
        self.mechanism.tick()
        right = foresee(self.mechanism, act, agent, target, what)
        response = self.service.make(act, agent, target, what)
        status = response.status_code
        note(f"{agent}: {act.name} of {target} {what} → {status}")
        self.tally.count(_word(act, what), agent.role, status)
        allowed = status < 300
        is_right = not right if allowed else status in right
        assert is_right, (
            f"{agent}: {act.name} of {target} {what}\n  answered {status} {response.text}\n"
            f"  right {sorted(right) or 'allowed'}"
        )
        if allowed:
            if status == 201:
                self.service.ids[what.get("name", target)] = UUID(response.json()["id"])
            act.effect(self.mechanism, agent, target, what)
            for name in self.mechanism.handoffs.keys() - self.service.ids.keys():
                self.service.learn_handoff(name, target)
        self.compare(agent.organisation)

    def compare(self, here: str) -> None:
        """Compare rows and readings of the acting organisation and of a few others in turn."""
        self._turn += 1
        everybody = list(self.mechanism.organisations)
        others = [everybody[(self._turn * 2 + n) % len(everybody)] for n in range(2)]
        for organisation in dict.fromkeys([here, *others]):
            compare_rows(self.service, self.mechanism, organisation)
            self.tally.checks["sets of rows by SQL"] += 1
        cases = list(self.mechanism.cases)
        if cases:
            case = cases[self._turn // 2 % len(cases)]
            self._read(here if self._turn % 2 else others[0], case)

    def _read(self, organisation: str, case: str) -> None:
        if not self.mechanism.is_active(organisation):
            return
        role = _READERS[self._turn % len(_READERS)]
        if organisation == "coordination":
            role = "coordinator"
        reader = Reader(self.service, self.mechanism, Agent(organisation, role))
        read = reader.compare(case, _STATES[self._turn % len(_STATES)])
        self.tally.checks["readings over HTTP"] += read

    @invariant()
    def all_rows_hold(self) -> None:
        if self.mechanism.cases:
            compare_all_rows(self.service, self.mechanism)
            self.tally.checks["invariants of all rows"] += 1

    @override
    def teardown(self) -> None:
        self.service.close()

    def everybody_reads(self) -> None:
        """Compare everything with everybody, after what time decided was written down."""
        for organisation in self.mechanism.organisations:
            compare_rows(self.service, self.mechanism, organisation)
            for case in self.mechanism.cases:
                self._read(organisation, case)
