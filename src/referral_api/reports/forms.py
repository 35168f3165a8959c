"""The forms in which a report is given, what each needs, and how it is named on the wire."""

from enum import StrEnum
from importlib.util import find_spec


class Form(StrEnum):
    """``CSV_RECORD`` says what was done to the cells of ``CSV``."""

    JSON = "json"
    CSV = "csv"
    CSV_RECORD = "csv_record"
    DOCX = "docx"
    PDF = "pdf"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def can_be_made(self) -> bool:
        """Say whether this installation has what it takes."""
        return all(find_spec(package) for package in _NEEDS.get(self, ()))


_MEDIA_TYPES = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv; charset=utf-8",
    Form.CSV_RECORD: "application/json",
    Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.PDF: "application/pdf",
}
_NEEDS = {Form.DOCX: ("docx", "matplotlib"), Form.PDF: ("typst", "matplotlib")}
