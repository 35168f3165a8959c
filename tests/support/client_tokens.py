"""Tokens of a partner system that names the agent it acts for."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from referral_api.security import issue_access_token
from tests.support.world import World


def signed_in_by(world: World, client_id: UUID, agent_id: UUID) -> dict[str, str]:
    """The headers of an agent whom this partner system signs in."""
    settings = world.process.settings
    token = issue_access_token(
        world.process.signing_key, issuer=settings.public_url, audience=settings.public_url,
        subject=agent_id, client_id=client_id, lifetime=timedelta(minutes=15),
        now=datetime.now(UTC),
    )  # fmt: skip
    return {"Authorization": f"Bearer {token}"}
