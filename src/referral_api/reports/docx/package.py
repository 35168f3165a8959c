"""Packs a DOCX again so that its bytes depend on nothing but its content.

The parts keep their order, bear one day, and are stored as they are: what a compressor writes
differs from one build of zlib to another. The pictures are compressed in themselves.
"""

import io
import zipfile

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that the format knows


def stored(package: bytes) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _DAY)
            part.create_system = 3
            part.external_attr = 0o600 << 16
            packed.writestr(part, source.read(name))
    return target.getvalue()
