"""What may not stand in a workbook is found wherever a piece of it ends."""

import io
import zipfile

import pytest

from referral_api.errors import MalformedInput
from referral_api.reports.contribution_sheet.package import check_package

_PIECE = 64 * 1024


def _package(name: str, content: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        if name != "[Content_Types].xml":
            archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("before", range(0, 13, 4))
@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("[Content_Types].xml", b"macroEnabled"), ("xl/workbook.xml", b"<!DOCTYPE"),
        ("xl/workbook.xml", b"<!ENTITY"),
    ],
)  # fmt: skip
def test_a_sign_astride_two_pieces_is_found(name: str, sign: bytes, before: int) -> None:
    content = b" " * (_PIECE - before) + sign + b" " * _PIECE
    with pytest.raises(MalformedInput):
        check_package(_package(name, content))


def test_a_zero_byte_in_a_later_piece_is_found() -> None:
    with pytest.raises(MalformedInput):
        check_package(_package("xl/workbook.xml", b" " * 2 * _PIECE + b"\x00"))


def test_another_encoding_is_refused_and_a_large_plain_part_is_not() -> None:
    check_package(_package("xl/workbook.xml", b" " * 3 * _PIECE))
    other = b'<?xml version="1.0" encoding="utf-7"?>'
    with pytest.raises(MalformedInput):
        check_package(_package("xl/workbook.xml", other))
