"""Walks over the rules as every role of every relation, against an oracle that shares no code.

Rules 1 to 8, 10, 11, 15 and 17 to 19 of docs/access.md. ``make rules`` walks long.
"""

import asyncio
import os
import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from referral_api.embedded import Embedded
from referral_api.observability.logs import configure_logs
from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.roles import HOLDERS
from tests.support.rules_walk.asking_rules import AskingRules
from tests.support.rules_walk.call_rules import CallRules
from tests.support.rules_walk.consent_rules import ConsentRules
from tests.support.rules_walk.file_rules import FileRules, NetworkRules
from tests.support.rules_walk.handoff_rules import HandoffRules
from tests.support.rules_walk.referral_rules import ReceivingRules, SendingRules
from tests.support.rules_walk.service import Service
from tests.support.rules_walk.tally import Tally
from tests.support.world import World

_LONG = "RULES_EXAMPLES" in os.environ
_EXAMPLES = int(os.environ.get("RULES_EXAMPLES", "7"))
_STEPS = int(os.environ.get("RULES_STEPS", "60" if _LONG else "32"))
_SEED = int(os.environ.get("RULES_SEED", random.randrange(10**6) if _LONG else 7))
_ENOUGH = 100  # for every act to be allowed at least once
_SHRINKS = os.environ.get("RULES_SHRINK", "1") == "1"

Ground = Callable[[Mechanism], Service]


@pytest.fixture(scope="session")
async def service_loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


@pytest.fixture
def ground(service_loop: asyncio.AbstractEventLoop, world: World, server: Embedded) -> Ground:
    return lambda mechanism: Service(service_loop, world, server, mechanism)


def test_every_walk_is_answered_as_the_rules_say(ground: Ground) -> None:
    configure_logs("ERROR")  # some thousand requests
    tally = Tally()
    machine = type(
        "Rules",
        (
            FileRules,
            NetworkRules,
            ConsentRules,
            SendingRules,
            ReceivingRules,
            HandoffRules,
            CallRules,
            AskingRules,
        ),
        {"ground": staticmethod(ground), "tally": tally},
    )
    phases = [Phase.generate, Phase.shrink] if _SHRINKS else [Phase.generate]
    try:
        run_state_machine_as_test(
            seed(_SEED)(machine),
            settings=settings(
                max_examples=_EXAMPLES, stateful_step_count=_STEPS, deadline=None, database=None,
                phases=phases, suppress_health_check=list(HealthCheck), print_blob=False,
                report_multiple_bugs=False,
            ),
        )  # fmt: skip
    finally:
        print(tally.tell(_SEED))  # noqa: T201
    if _EXAMPLES >= _ENOUGH:
        allowed = {act.partition(" ")[0] for act in tally.allowed}
        assert HOLDERS.keys() - allowed == set()
