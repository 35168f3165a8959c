"""Making the report for a caller: in the form that it accepts, or how far the counting is."""

from functools import partial

from referral_api.http.accept import choose_media_type
from referral_api.http.late_response import LateFile, Unfinished
from referral_api.http.request_context import RequestContext
from referral_api.reports.contribution_report.asked import Asked
from referral_api.reports.contribution_report.letterhead import Letterhead
from referral_api.reports.contribution_report.making import Progress, make_report
from referral_api.reports.contribution_report.schemas import ReportProgressRead
from referral_api.reports.forms import Form
from referral_api.reports.typesetting import Typesetter

_FORMS = {
    form.media_type.partition(";")[0]: form for form in (Form.JSON, Form.CSV, Form.DOCX, Form.PDF)
}
MEDIA_TYPES = tuple(_FORMS)
# Counting begins no question after so many seconds of a request; the last one may take longer.
_COUNTING = 5.0


async def serve_report(call: RequestContext, asked: Asked) -> LateFile | Unfinished:
    """Count what is not stored, and write the report; NotAcceptable for a form that it has not."""
    form = _FORMS[choose_media_type(call.request.headers.get("accept"), MEDIA_TYPES)]
    letterhead = Letterhead.of(call.process.settings)
    made = await make_report(call.transaction, asked, letterhead, _COUNTING)
    again = {"cut_id": str(made.cut_id)}
    if isinstance(made, Progress):
        return Unfinished(ReportProgressRead(**made._asdict()), again)
    typesetter: Typesetter = call.request.app.state.typesetter
    name = f"contribution-{made.document.date}.{form}"
    return LateFile(
        partial(typesetter.make, made.document, form), typesetter.seconds, form.media_type, name,
        again,
    )  # fmt: skip
