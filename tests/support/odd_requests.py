"""Odd requests, drawn by a seed: bodies, heads and addresses that no client means to send.

They are bytes, because no HTTP library writes most of them.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.support.rubbish import BODIES, MARKER, VALUES

_M = MARKER.encode()
_VERSIONS = (b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.1", b"HTTP/1.0", b"HTTP/2.0", b"HTTP/9.9", b"", _M)
_METHODS = (b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"HEAD", b"OPTIONS", b"TRACE", b"get", _M)
_TARGETS = (
    b"*", b"//" + _M, b"http://" + _M + b"/v1/cases", b"/v1/cases?" + b"a=1&" * 5000, b"/%00" + _M,
    b"/v1/cases/%2e%2e/" + _M, b"/v1/../" + _M, b"/" + b"a" * 70_000, b"/v1/cases#" + _M, b"",
    b"/v1/cases/\xff\xfe", b"/v1/cases/%FF%FE", b"/v1/cases;" + _M, b"/%2525" + _M, b"/v1\\cases",
    b"/v1/cases/ ",
)  # fmt: skip
_TEXTS = (
    b"", b" ", b"*", b"null", b"0", b"-1", b"9" * 400, _M, b'W/"1"', b'w/"' + _M + b'"',
    b'"1", "2"', b'"\xff"', b"a\tb", b"%00" + _M, b"\xe2\x80\xae" + _M, b"{}",
    b"a" * 9000,
    b"Bearer " + _M, b"Bearer a.b.c", b"gzip", b"chunked", b"identity, " + _M, b"text/" + _M,
    b"application/json; charset=" + _M, b"multipart/form-data; boundary=" + _M, b"100-continue",
    b"bytes=0-18446744073709551616", b"Thu, 99 " + _M, b"websocket", b"fr;q=nan, *;q=9e999", b"h2c",
)  # fmt: skip
_HEADERS = (
    b"If-Match", b"If-None-Match", b"If-Modified-Since", b"Idempotency-Key", b"Authorization",
    b"Accept-Language", b"Accept", b"Accept-Encoding", b"Content-Type", b"Content-Encoding",
    b"Content-Length", b"Transfer-Encoding", b"Host", b"Expect", b"Cookie", b"Range", b"Upgrade",
    b"Connection", b"X-Request-ID", b"X-Forwarded-For", b"Forwarded", b"traceparent", b"TE",
    _M, b"X-HTTP-Method-Override",
)  # fmt: skip
# What no parser of HTTP takes.
_BROKEN = ((b"", _M), (b"X " + _M, _M), (b"\xff", b""), (b"X", b"\x00"), (b"X", b"a\n b"))


@dataclass
class OddRequest:
    """``bytes`` writes it as it is, whether or not it is HTTP."""

    method: bytes
    target: bytes
    headers: list[tuple[bytes, bytes]]
    body: bytes = b""
    version: bytes = b"HTTP/1.1"
    measured: bool = True  # its length stands in its head
    kinds: list[str] = field(default_factory=list)

    @property
    def may_be_unfinished(self) -> bool:
        """Whether its head may announce more than it brings."""
        return "heads" in self.kinds

    def __bytes__(self) -> bytes:
        lines = [b" ".join((self.method, self.target, self.version))]
        headers = [*self.headers, (b"Connection", b"close")]
        if self.measured and self.body:
            headers.append((b"Content-Length", str(len(self.body)).encode()))
        lines += [name + b": " + value for name, value in headers]
        return b"\r\n".join((*lines, b"", self.body))


def make_odd(chosen: Random, request: OddRequest, good: dict[str, Any] | None) -> OddRequest:
    """Make one to three things of a good request odd; ``good`` is its body, if it has one."""
    for change in chosen.sample(_CHANGES, chosen.choice((1, 1, 2, 3))):
        change(chosen, request, good)
        request.kinds.append(change.__name__.strip("_"))
    return request


def _body(chosen: Random, request: OddRequest, good: dict[str, Any] | None) -> None:
    match chosen.randrange(5):
        case 0:
            request.body = BODIES[chosen.choice(sorted(BODIES))][0]
        case 1:
            request.body = chosen.randbytes(chosen.choice((1, 40, 3000)))
        case 2:
            request.body = _written(_json(chosen, 5))
        case 3:
            whole = _written(good or {MARKER: 1})
            request.body = whole[: chosen.randrange(len(whole))]
        case _:
            request.body = _written(_with_something_odd(chosen, good or {}))


def _with_something_odd(chosen: Random, good: dict[str, Any]) -> dict[str, Any]:
    odd = dict(good)
    for name in chosen.sample([*good, MARKER, "id", "__proto__"], chosen.randint(1, 2)):
        odd[name] = chosen.choice((*VALUES, _json(chosen, 3)))
    return odd


def _json(chosen: Random, depth: int) -> Any:
    kind = chosen.randrange(6 if depth else 4)
    if kind == 5:
        return {_text(chosen): _json(chosen, depth - 1) for _ in range(chosen.randrange(5))}
    if kind == 4:
        return [_json(chosen, depth - 1) for _ in range(chosen.randrange(5))]
    return chosen.choice((None, True, chosen.choice(VALUES), _text(chosen)))


def _text(chosen: Random) -> str:
    return MARKER + "".join(chr(chosen.randrange(0x11000)) for _ in range(chosen.randrange(9)))


def _written(value: Any) -> bytes:
    return json.dumps(value).encode()


def _heads(chosen: Random, request: OddRequest, _: dict[str, Any] | None) -> None:
    for _time in range(chosen.choice((1, 1, 2, 150))):
        header = chosen.choice(_HEADERS), chosen.choice(_TEXTS)
        request.headers.insert(chosen.randrange(len(request.headers) + 1), header)
    if chosen.randrange(8) == 0:
        request.headers.append(chosen.choice(_BROKEN))
    if chosen.randrange(3) == 0:
        request.headers.pop(chosen.randrange(len(request.headers)))
    request.measured = chosen.randrange(4) > 0


def _address(chosen: Random, request: OddRequest, _: dict[str, Any] | None) -> None:
    match chosen.randrange(4):
        case 0:
            request.target = chosen.choice(_TARGETS)
        case 1:
            parts = request.target.split(b"/")
            parts[chosen.randrange(len(parts))] = chosen.choice(_TEXTS)
            request.target = b"/".join(parts)
        case 2:
            name = chosen.choice((b"limit", b"cursor", b"status", b"since", b"case_id", _M, b""))
            request.target += b"?" + name + b"=" + chosen.choice(_TEXTS)
        case _:
            request.method, request.version = chosen.choice(_METHODS), chosen.choice(_VERSIONS)


Change = Callable[[Random, OddRequest, dict[str, Any] | None], None]
_CHANGES: Sequence[Change] = (_body, _heads, _address)
