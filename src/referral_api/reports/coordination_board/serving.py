"""Counting a part of the board for a caller, in the form that it accepts."""

from referral_api.domain.figures.board.operations import BoardAsked, view_board
from referral_api.domain.figures.board.schemas import BoardProgressRead, BoardRead
from referral_api.http.accept import choose_media_type
from referral_api.http.late_response import LateFile, Unfinished
from referral_api.http.request_context import RequestContext
from referral_api.reports.coordination_board.table import write
from referral_api.reports.forms import Form

_FORMS = {form.media_type.partition(";")[0]: form for form in (Form.JSON, Form.CSV)}
MEDIA_TYPES = tuple(_FORMS)
# Counting begins no question after so many seconds of a request; the last one may take longer.
_COUNTING = 5.0


async def serve_board(call: RequestContext, asked: BoardAsked) -> BoardRead | LateFile | Unfinished:
    """Count what is not stored; NotAcceptable for a form that the board has not."""
    form = _FORMS[choose_media_type(call.request.headers.get("accept"), MEDIA_TYPES)]
    viewed = await view_board(call.transaction, asked, _COUNTING)
    again = {"cut_id": str(viewed.cut_id)}
    if isinstance(viewed, BoardProgressRead):
        return Unfinished(viewed, again)
    if form is Form.JSON:
        return viewed
    content = write(viewed)

    async def make() -> bytes:
        return content

    name = f"coordination-{viewed.part}-{viewed.cut_taken_at:%Y-%m-%d}.csv"
    return LateFile(make, 1.0, form.media_type, name, again)
