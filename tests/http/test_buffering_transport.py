"""A response is written at once, completely, and before the connection closes."""

import asyncio

import pytest
from typing_extensions import override

from referral_api.http.buffering_transport import BufferingTransport


class _Wire(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[bytes | str] = []

    @override
    def write(self, data: bytes) -> None:  # type: ignore[override]
        self.said.append(data)

    @override
    def close(self) -> None:
        self.said.append("closed")


async def test_head_and_body_are_written_together() -> None:
    wire = _Wire()
    transport = BufferingTransport(wire)
    transport.write(b"head ")
    transport.write(b"body")
    assert wire.said == []
    await asyncio.sleep(0)
    assert wire.said == [b"head body"]
    await asyncio.sleep(0)
    assert wire.said == [b"head body"]


async def test_a_large_response_is_not_buffered() -> None:
    wire = _Wire()
    transport = BufferingTransport(wire)
    transport.write(b"head ")
    transport.write(b"x" * 70_000)
    assert wire.said == [b"head " + b"x" * 70_000]


async def test_the_buffer_is_flushed_when_the_connection_closes() -> None:
    wire = _Wire()
    transport = BufferingTransport(wire)
    transport.write(b"the last word")
    transport.close()
    await asyncio.sleep(0)
    assert wire.said == [b"the last word", "closed"]


@pytest.mark.parametrize("name", ["is_closing", "pause_reading", "get_extra_info"])
async def test_other_attributes_are_those_of_the_transport(name: str) -> None:
    wire = _Wire()
    assert getattr(BufferingTransport(wire), name) == getattr(wire, name)
