"""What a file must be before it is opened as a workbook: plain, small when unpacked, inert.

A workbook is an archive of XML. It is refused if it is large or would be when unpacked, holds
macros, links to the outside or embedded objects, or declares entities, which could grow without
end.
"""

import io
import re
import zipfile
import zlib
from typing import IO

from referral_api.errors import MalformedInput

_MOST_UNPACKED = 2 * 1024 * 1024
_MOST_PARTS = 64
_ENCRYPTED = 0x1
_PLAIN_WAYS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ACTING = re.compile(
    r"vbaproject|macrosheet|dialogsheet|externallink|embeddings|activex|ctrlprops|oleobject"
    r"|connections\.xml|querytable|customui",
    re.IGNORECASE,
)
_MACROS = re.compile(rb"macroenabled|vbaproject", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# The encodings in which the test for entities reads what the parser will.
_ENCODING = re.compile(rb"^(\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)[\"']")
_READABLE = frozenset({b"utf-8", b"us-ascii", b"ascii"})
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
    RuntimeError,
)  # fmt: skip
# Of a part that is read at a time; and of what is looked for, longer than the longest.
_PIECE, _ASTRIDE = 64 * 1024, 32
_XML = (".xml", ".rels", ".vml")


def refusal() -> MalformedInput:
    """Make the refusal of a file as a whole."""
    return MalformedInput(errors=[{"pointer": "", "code": "invalid_sheet"}])


def check_package(content: bytes, most_unpacked: int = _MOST_UNPACKED) -> None:
    """Refuse a file that is not a small and plain workbook: MalformedInput.

    The route has bounded it already (``layout.MOST_BYTES``).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if not _is_plain(parts, most_unpacked):
                raise refusal()
            for part in parts:
                # An archive yields no more of a part than it declares.
                with archive.open(part) as opened:
                    _check_part(part.filename, opened)
    except _BROKEN:
        raise refusal() from None


def _is_plain(parts: list[zipfile.ZipInfo], most_unpacked: int) -> bool:
    names = [part.filename for part in parts]
    return (
        len(parts) <= _MOST_PARTS
        and len(set(names)) == len(names)
        and "[Content_Types].xml" in names
        and sum(part.file_size for part in parts) <= most_unpacked
        and all(part.compress_type in _PLAIN_WAYS for part in parts)
        and not any(part.flag_bits & _ENCRYPTED for part in parts)
        and not any(_ACTING.search(name) for name in names)
    )


def _check_part(name: str, opened: IO[bytes]) -> None:
    """Look through a part piece by piece: of a large one, little is in memory at a time."""
    is_list, is_xml = name == "[Content_Types].xml", name.lower().endswith(_XML)
    before = b""
    while piece := opened.read(_PIECE):
        # What is looked for may stand astride two pieces.
        looked_at = before + piece
        if is_list and _MACROS.search(looked_at):
            raise refusal()
        if is_xml:
            said = None if before else _ENCODING.match(piece)
            if b"\x00" in piece or (said and said[2].lower() not in _READABLE):
                raise refusal()
            if _ENTITIES.search(looked_at):
                raise refusal()
        before = looked_at[-_ASTRIDE:]
