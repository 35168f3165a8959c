"""Reports that cannot be made: too large, without the tools, or not in time."""

from typing import Literal

from referral_api.errors.types import ServiceError


class ReportTooLarge(ServiceError):
    status = 422
    code = "report-too-large"
    title = "The report is larger than can be typeset."


class ReportToolsMissing(ServiceError):
    status = 501
    code = "report-tools-missing"
    title = "This installation cannot typeset reports: it lacks the extra `reports`."


class ReportNotTypeset(ServiceError):
    """Typesetting it took too long or too much memory, or failed."""

    status = 503
    code = "report-not-typeset"
    title = "The report could not be typeset within the limits of time and memory."
    retry_after: range | None = range(30, 60)

    def __init__(self, *, reason: Literal["busy", "time", "failed"]) -> None:
        super().__init__()
        self.reason = reason
