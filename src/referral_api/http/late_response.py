"""Responses to work that takes longer than a request: a file that is made when its transaction has
ended, and so holds no connection; or how far the work is.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from referral_api.http.deadline import extend_deadline


@dataclass(frozen=True, slots=True)
class LateFile:
    """``make`` gives the content, and may take so many ``seconds``; ``again`` are the parameters
    under which the same file is made again.
    """

    make: Callable[[], Awaitable[bytes]]
    seconds: float
    media_type: str
    name: str
    again: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """How far the work is, told to the caller, who asks ``again`` after so many ``seconds``."""

    told: BaseModel
    again: Mapping[str, str]
    seconds: int = 1


class LateResponse(Response):
    """What making the file raises is answered as any failure is: nothing was sent before."""

    def __init__(self, file: LateFile, headers: Mapping[str, str]) -> None:
        super().__init__(media_type=file.media_type)
        kept_as = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        self._file, self._more = file, {**headers, **kept_as}

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        extend_deadline(scope, self._file.seconds)
        content = await self._file.make()
        whole = Response(content, media_type=self._file.media_type, headers=self._more)
        await whole(scope, receive, send)
