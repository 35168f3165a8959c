"""A listening socket on its last way: it lets no new connection in, and resets none that is in.

Several processes accept from one socket. When the last of them closes it, the kernel resets the
connections that nobody has accepted yet, and with them the requests that they carry. So new ones
are kept out first, while those that wait are still accepted.
"""

import ctypes
import socket
import struct
import sys
from contextlib import suppress

# Linux's number, which Python's socket module does not name.
_SO_ATTACH_FILTER = 26
# A classic BPF program over the head of a TCP segment: drop one with SYN and without ACK, which
# asks for a connection; let all others through. (code, jump if true, jump if false, operand)
_KEEP_OUT = (
    (0x30, 0, 0, 13),  # load the byte of flags
    (0x54, 0, 0, 0x12),  # of it SYN and ACK
    (0x15, 0, 1, 0x02),  # SYN alone?
    (0x06, 0, 0, 0),  # drop
    (0x06, 0, 0, 0xFFFFFFFF),  # let through
)


def let_no_one_in(listener: socket.socket) -> None:
    """Have the kernel drop requests for a connection, in every process that shares the socket.

    Whoever asks in that moment asks again after a second, and is refused at once: the socket is
    closed by then. Where the kernel knows no filter, some waiting connections are reset.
    """
    if sys.platform != "linux":
        return
    program = b"".join(struct.pack("HBBI", *step) for step in _KEEP_OUT)
    steps = ctypes.create_string_buffer(program, len(program))
    filter_of_them = struct.pack("HL", len(_KEEP_OUT), ctypes.addressof(steps))
    with suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, filter_of_them)
