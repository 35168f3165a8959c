"""To which addresses the service connects for others: public ones, and the operator's own.

It is asked at each connection, about the address that is then connected to, so that a name which
leads elsewhere later leads nowhere.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore
from typing_extensions import override

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressRefused(OSError):
    """The name leads to no address that may be connected to."""


def is_allowed(address: Address, networks: Iterable[Network], *, listed_only: bool = False) -> bool:
    """Say whether an address is on the list; or public, unless only those listed may be."""
    # An address of IPv4 in the clothes of IPv6 is judged as what it is.
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    judged = inner or address
    if any(judged.version == network.version and judged in network for network in networks):
        return True
    if listed_only:
        return False
    return judged.is_global and not judged.is_multicast and not _is_translated(address)


def _is_translated(address: Address) -> bool:
    """Say whether a translator would lead an address of IPv6 to one of IPv4 (RFC 6052, 4380)."""
    return address.version == 6 and any(
        address in network for network in map(ipaddress.ip_network, ("64:ff9b::/96", "2001::/32"))
    )


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to addresses that are allowed, and to no other.

    What is not encrypted goes to those that are listed only.
    """

    def __init__(self, networks: Sequence[Network], *, listed_only: bool = False) -> None:
        self._networks, self._listed_only = networks, listed_only
        self._backend = httpcore.AnyIOBackend()

    @override
    async def connect_tcp(
        self, host: str, port: int, timeout: float | None = None,
        local_address: str | None = None, socket_options: Any = None,
    ) -> httpcore.AsyncNetworkStream:  # fmt: skip
        """Resolve a name once, and connect to the address that was judged."""
        loop = asyncio.get_running_loop()
        try:
            found = await asyncio.wait_for(
                loop.getaddrinfo(host, port, type=socket.SOCK_STREAM), timeout
            )
        except (OSError, TimeoutError) as error:
            raise httpcore.ConnectError("the name leads nowhere") from error
        addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
        for address in addresses:
            # One that is refused refuses the name: its owner may not mix them.
            if not is_allowed(
                ipaddress.ip_address(address.partition("%")[0]), self._networks,
                listed_only=self._listed_only,
            ):  # fmt: skip
                raise AddressRefused("the name leads to an address that is refused")
        last: Exception | None = None
        for address in addresses:
            try:
                return await self._backend.connect_tcp(
                    address, port, timeout=timeout, local_address=local_address,
                    socket_options=socket_options,
                )  # fmt: skip
            except httpcore.ConnectError as error:
                last = error
        raise httpcore.ConnectError("no address answers") from last

    @override
    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        """Refuse: no receiver is a socket of this machine."""
        raise AddressRefused("not a network address")

    @override
    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks between attempts."""
        await self._backend.sleep(seconds)
