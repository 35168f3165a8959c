"""What `doctor` finds on this host: keys, their folder, disks, and the limits that are set."""

import shutil
import stat
from collections.abc import Iterator

from pydantic import TypeAdapter

from referral_api.cli.failures import CommandFailure, in_one_sentence
from referral_api.cli.findings import Finding, amiss, failure, noted, weigh
from referral_api.cli.keys import check_keys, check_whole
from referral_api.errors.sentences import SentenceError
from referral_api.settings import Settings

_FULL = 0.1  # of a disk: less free space than this is amiss
_GIGABYTE = 1_000_000_000
_SHOWN = TypeAdapter(dict[str, object])


def examine_host(settings: Settings) -> Iterator[Finding]:
    """Examine what needs no database."""
    yield from _examine_key_folder(settings)
    yield from _examine_disks(settings)
    yield from _show_limits(settings)


def _examine_key_folder(settings: Settings) -> Iterator[Finding]:
    try:
        # Those of a demonstration are at home in the embedded default.
        (check_whole if settings.embedded else check_keys)(settings)
    except SentenceError as error:
        yield failure(error)
        return
    except OSError as error:
        yield failure(CommandFailure("{why}", why=in_one_sentence(error)))
        return
    # Where nobody else may enter the folder, its files are safe.
    entered = settings.keys.stat().st_mode & stat.S_IXOTH
    open_to_all = [
        path.name for path in sorted(settings.keys.iterdir())
        if entered and path.stat().st_mode & stat.S_IRWXO
    ]  # fmt: skip
    yield weigh(
        "Files of the key folder that every account of this host may use: {number} {names}",
        good=not open_to_all, number=len(open_to_all), names=", ".join(open_to_all),
    )  # fmt: skip


def _examine_disks(settings: Settings) -> Iterator[Finding]:
    for folder in dict.fromkeys((settings.referral_data_dir, settings.keys)):
        if not folder.exists():
            yield amiss("The folder {folder} does not exist.", folder=folder)
            continue
        disk = shutil.disk_usage(folder)
        yield weigh(
            "Free space for {folder}: {free} of {total} GB.",
            good=disk.free >= max(_GIGABYTE, _FULL * disk.total),
            folder=folder, free=f"{disk.free / _GIGABYTE:.1f}",
            total=f"{disk.total / _GIGABYTE:.1f}",
        )  # fmt: skip


def _show_limits(settings: Settings) -> Iterator[Finding]:
    for priority, clock in settings.referral_clocks.items():
        limits: dict[str, object] = {
            **clock.model_dump(), "handoff": settings.handoff_clocks[priority]
        }  # fmt: skip
        yield noted(
            "Limits, {priority}: {limits}.", priority=priority,
            limits=", ".join(
                f"{name} {value}" for name, value in _SHOWN.dump_python(limits, mode="json").items()
            ),
        )  # fmt: skip
