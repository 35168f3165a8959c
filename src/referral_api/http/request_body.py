"""Receiving a body before its request is admitted: bounded in size, in time and in all.

Nobody is known yet who sends it, so it holds no place that another could use.
"""

from collections.abc import Mapping

from starlette.types import Message, Receive

from referral_api.errors import BodyTooLarge, RequestIncomplete, Unavailable
from referral_api.http.deadline import Deadline

MOST_BYTES = 1024 * 1024
# What takes larger ones: tables of people.
_LARGER = dict.fromkeys(("/v1/imports", "/v1/imports/dry-run"), 16 * MOST_BYTES)
# Of all bodies that arrive in one worker at the same time.
_MOST_BYTES_ARRIVING = 64 * MOST_BYTES


class BodyReceiver:
    """Receives the bodies of one worker; ``seconds`` is how long one may take."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._arriving = 0

    async def receive(
        self, headers: Mapping[bytes, str], receive: Receive, path: str = ""
    ) -> bytes | None:
        """Return the body, None if there is none; BodyTooLarge, RequestIncomplete or Unavailable.

        BodyTooLarge at once if its length is announced.
        """
        length = headers.get(b"content-length")
        if length is None and b"transfer-encoding" not in headers:
            return None
        most = _LARGER.get(path, MOST_BYTES)
        if length is not None and _number(length) > most:
            raise BodyTooLarge
        arrived: list[bytes] = []
        size = 0
        try:
            with Deadline(self._seconds):
                while True:
                    message = await receive()
                    piece = _piece(message)
                    size += len(piece)
                    self._arriving += len(piece)
                    self._check(size, most)
                    arrived.append(piece)
                    if not message.get("more_body"):
                        return b"".join(arrived)
        except TimeoutError:
            raise RequestIncomplete from None
        finally:
            self._arriving -= size

    def _check(self, size: int, most: int) -> None:
        if size > most:
            raise BodyTooLarge
        if self._arriving > _MOST_BYTES_ARRIVING:
            raise Unavailable(reason="memory")


def _piece(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise RequestIncomplete
    piece: bytes = message.get("body", b"")
    return piece


def _number(length: str) -> int:
    return int(length) if length.isascii() and length.isdigit() else 0
