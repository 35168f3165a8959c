"""``python -m checks.webhook_signature COMMAND``: webhooks verify outside Python.

The command reads a signed webhook from its input, prints the id of the event and ends with 0; with
1 where the signature is not that of the secret. Here it is the package of npm.
"""

import base64
import json
import secrets
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

from uuid_utils.compat import uuid7

from referral_api.delivery.cloud_events import write_event
from referral_api.delivery.webhooks import sign


def _secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def _verify(command: str, secret: str, headers: dict[str, str], body: bytes) -> str | None:
    given: dict[str, Any] = {"secret": secret, "headers": headers, "body": body.decode()}
    done = subprocess.run(
        shlex.split(command), input=json.dumps(given), capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None


def main(command: str) -> int:
    """Verify what is signed with a secret, with it and a former one, and with another."""
    event = {
        "event_id": uuid7(), "action": "case:update", "subject": "case", "subject_id": uuid7(),
        "occurred_at": datetime.now(UTC),
    }  # fmt: skip
    body, new, former, other = write_event(event, "https://mrn.test"), *(_secret() for _ in "abc")
    name = str(event["event_id"])
    headers = sign([new, former], name, body)
    found = {
        "the secret": _verify(command, new, headers, body) == name,
        "the former secret": _verify(command, former, headers, body) == name,
        "another secret": _verify(command, other, headers, body) is None,
        "another body": _verify(command, new, headers, body.replace(b"case", b"cash")) is None,
        "another id": _verify(command, new, headers | {"webhook-id": "x"}, body) is None,
    }
    for what, held in found.items():
        sys.stdout.write(f"{what}: {'as it must be' if held else 'WRONG'}\n")
    return 0 if all(found.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
