"""What a fault run starts beside the service ends with it."""

from pathlib import Path

import psutil
from faults.interpreter import Interpreter
from faults.machine import Process

from referral_api.embedded.account import Account


def test_a_program_ends_with_its_watchdog_even_while_it_is_frozen(tmp_path: Path) -> None:
    sleep = Interpreter("/bin/sleep", {"PATH": "/bin:/usr/bin"})
    process = Process(tmp_path, tmp_path / "log", Account(), sleep, "60")
    while not (running := [each for each in process.children() if each.name() == "sleep"]):
        pass
    running[0].suspend()
    process.end()
    assert not running[0].is_running() or running[0].status() == psutil.STATUS_ZOMBIE
