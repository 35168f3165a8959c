"""A form with a file: read in memory within the limits of the door, and nothing is kept on disk.

The name that the file had on the sender's computer is thrown away: it may be a person's.
"""

from email.message import Message
from email.parser import BytesParser

from referral_api.pages.forms.reading import Fields

_MOST_PARTS = 20
_LINE = b"\r\n"


def is_multipart(content_type: str) -> bool:
    """Say whether a form has files."""
    return content_type.partition(";")[0].strip().lower() == "multipart/form-data"


def read_multipart(content_type: str, body: bytes) -> Fields:
    """Read a form with files; ValueError if it is not one."""
    values: dict[str, list[str]] = {}
    files: dict[str, bytes] = {}
    for part in _parts(content_type, body):
        head, found, content = part.partition(_LINE * 2)
        about = BytesParser().parsebytes(head, headersonly=True)
        name = about.get_param("name", header="content-disposition")
        if not (found and isinstance(name, str) and name):
            raise ValueError("a part without a name")
        if about.get_param("filename", header="content-disposition") is None:
            values.setdefault(name, []).append(content.decode().replace("\r\n", "\n"))
        else:
            files[name] = content
    return Fields(values, files)


def _parts(content_type: str, body: bytes) -> list[bytes]:
    message = Message()
    message["content-type"] = content_type
    boundary = message.get_boundary()
    if not boundary:
        raise ValueError("no boundary")
    _, *parts = (_LINE + body).split(_LINE + b"--" + boundary.encode("ascii"), _MOST_PARTS + 2)
    if not parts or not parts.pop().startswith(b"--") or len(parts) > _MOST_PARTS:
        raise ValueError("not a form")
    if not all(part.startswith(_LINE) for part in parts):
        raise ValueError("not a part")
    return [part.removeprefix(_LINE) for part in parts]
