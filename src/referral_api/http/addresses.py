"""Network addresses of callers: what counts as one address."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_IPV6_NETWORK_BITS = 64  # what one subscriber has


def read_address(host: str | None) -> IPv4Address | IPv6Address | None:
    """Read the address of a connection; None if it has none, as a unix socket."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def subscriber(address: IPv4Address | IPv6Address) -> str:
    """Name the subscriber at an address: in IPv6 that is a network."""
    if isinstance(address, IPv6Address):
        return str(IPv6Network((address, _IPV6_NETWORK_BITS), strict=False))
    return str(address)
