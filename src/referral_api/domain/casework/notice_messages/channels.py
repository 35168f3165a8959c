"""Where messages about notices go, and how far one is."""

from enum import StrEnum


class Channel(StrEnum):
    """The shared mailbox of an organisation, or its duty telephone."""

    MAIL = "mail"
    TELEPHONE = "telephone"


class MessageState(StrEnum):
    """``unneeded``: the notice was read before the message was sent."""

    WAITING = "waiting"
    SENT = "sent"
    UNNEEDED = "unneeded"
    DEAD = "dead"
