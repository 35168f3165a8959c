"""Every scenario by its name, in the order in which they are run."""

from collections.abc import Mapping

from faults.scenario import Scenario
from faults.scenarios.backlog import clear_backlog
from faults.scenarios.clock import move_clock
from faults.scenarios.crashes import kill_service, restart_postgres
from faults.scenarios.disk import fill_disk
from faults.scenarios.failover import fail_over, fail_over_from_silence, fail_over_unsafely
from faults.scenarios.imports import kill_import
from faults.scenarios.last_beds import take_last_beds
from faults.scenarios.overload import exhaust_pool
from faults.scenarios.restarts import restart_in_turn
from faults.scenarios.rewrapping import rewrap
from faults.scenarios.slow_clients import come_slowly
from faults.scenarios.wire import (
    black_hole,
    cut_at_commit,
    cut_without_keys,
    reset_each_second,
    slow_database,
)
from faults.scenarios.workers import kill_workers
from faults.scenarios.wrong_role import change_role

SCENARIOS: Mapping[str, Scenario] = {
    "kill": kill_service,
    "restart": restart_postgres,
    "rolling-restart": restart_in_turn,
    "commit-cut": cut_at_commit,
    "control-no-keys": cut_without_keys,
    "reset": reset_each_second,
    "black-hole": black_hole,
    "slow": slow_database,
    "disk-full": fill_disk,
    "clock": move_clock,
    "overload": exhaust_pool,
    "last-beds": take_last_beds,
    "slow-clients": come_slowly,
    "wrong-role": change_role,
    "rewrap": rewrap,
    "maintenance-backlog": clear_backlog,
    "worker-killed": kill_workers,
    "import-killed": kill_import,
    "fail-over": fail_over,
    "fail-over-silent": fail_over_from_silence,
    "control-asynchronous": fail_over_unsafely,
}
