"""Makes a report in one of its forms, without holding up the requests beside it.

DOCX and PDF are typeset in a process of their own, which has little time and memory, a lower
priority, an empty folder, and nothing of the service's environment: no address of a database and
no keys.
"""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from referral_api.errors import ReportNotTypeset, ReportTooLarge, ReportToolsMissing
from referral_api.reports import csv_cells, exchange
from referral_api.reports.document import Document
from referral_api.reports.forms import Form

_LARGEST = 2_000_000  # bytes of the document as JSON; that of the committee has 80,000
_RESULT = "report"


class Typesetter:
    """Typesets so many documents at once; the next wait."""

    def __init__(
        self,
        *,
        at_once: int = 1,
        seconds: float = 60,
        memory: int = 1 << 30,
        largest: int = 64 << 20,
        waiting: int = 8,
    ) -> None:
        """``memory`` is that of the process, ``largest`` the size of the result, both in bytes. So
        many may be ``waiting`` for their turn or at work; one more is refused.
        """
        self._waiting = asyncio.Semaphore(waiting)
        self._places = asyncio.Semaphore(at_once)
        self.seconds = seconds
        self._limits = (str(int(seconds) + 1), str(memory), str(largest))

    async def make(self, document: Document, form: Form) -> bytes:
        """Return the report in this form; the same document gives the same bytes."""
        if not form.can_be_made:
            raise ReportToolsMissing
        document, content = await asyncio.to_thread(_ready, document)
        match form:
            case Form.JSON:
                return content
            case Form.CSV:
                return (await asyncio.to_thread(csv_cells.write, document)).content
            case Form.CSV_RECORD:
                return (await asyncio.to_thread(csv_cells.write, document)).record
            case Form.DOCX | Form.PDF:
                return await self._typeset(content, form)

    async def _typeset(self, content: bytes, form: Form) -> bytes:
        if self._waiting.locked():
            raise ReportNotTypeset(reason="busy")
        try:
            async with self._waiting, asyncio.timeout(self.seconds), self._places:
                return await self._in_a_process(content, form)
        except TimeoutError as late:
            raise ReportNotTypeset(reason="time") from late

    async def _in_a_process(self, content: bytes, form: Form) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            result = Path(folder, _RESULT)
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "referral_api.reports.worker", form, result,
                *self._limits,
                cwd=folder,
                env=_environment(folder),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,  # a traceback may hold the text of the report
            )  # fmt: skip
            try:
                await process.communicate(content)
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
            if process.returncode:
                raise ReportNotTypeset(reason="failed")
            return await asyncio.to_thread(result.read_bytes)


def _ready(document: Document) -> tuple[Document, bytes]:
    document = exchange.checked(document)
    content = exchange.write(document)
    if len(content) > _LARGEST:
        raise ReportTooLarge
    return document, content


def _environment(folder: str) -> dict[str, str]:
    return {
        "HOME": folder,
        "LANG": "C.UTF-8",
        "MPLCONFIGDIR": folder,
        "OPENBLAS_NUM_THREADS": "1",
        "PATH": folder,  # nothing is started from there
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "RAYON_NUM_THREADS": "1",
        "TMPDIR": folder,
        "TZ": "UTC",
    }
