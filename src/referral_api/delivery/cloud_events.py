"""The body of a webhook: a thin CloudEvent 1.0.2 with ids and codes, and nothing else."""

from datetime import UTC
from typing import Any

import orjson


def write_event(sent: Any, source: str) -> bytes:
    """Write one event; ``sent`` is a row of what waits."""
    event = {
        "specversion": "1.0",
        "id": str(sent["event_id"]),
        "source": source,
        "type": sent["action"],
        "subject": f"{sent['subject']}/{sent['subject_id']}",
        "time": sent["occurred_at"].astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "data": {"subject": sent["subject"], "subject_id": str(sent["subject_id"])},
    }
    return orjson.dumps(event)
