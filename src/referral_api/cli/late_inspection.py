"""The inspection of a database that was away when `serve` began, as soon as it is there."""

import os
import signal
import threading
import time

import psycopg
from typing_extensions import override

from referral_api.cli.inspection import look, tell_missing
from referral_api.errors.sentences import SentenceError
from referral_api.settings import Settings

_PAUSE = 2.0  # seconds between two attempts


class LateInspection(threading.Thread):
    """Inspects once, and ends this process as SIGTERM does if it must not serve.

    Otherwise a server that starts before its database would seal identities with the keys of
    another service, or serve another schema.
    """

    def __init__(self, settings: Settings, url: str) -> None:
        super().__init__(daemon=True)
        self._settings = settings
        self._url = url
        self.has_failed = False

    @override
    def run(self) -> None:
        """Wait for the database, and inspect it."""
        missing = self._find_missing()
        if missing:
            tell_missing(missing)
            self.has_failed = True
            os.kill(os.getpid(), signal.SIGTERM)

    def _find_missing(self) -> list[SentenceError]:
        while True:
            time.sleep(_PAUSE)
            try:
                return look(self._settings, self._url)[1]
            except psycopg.OperationalError:
                continue
            except SentenceError as error:
                return [error]
