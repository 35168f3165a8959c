"""The same three operations as one would otherwise write them: FastAPI, SQLModel, AsyncSession.

It works under the same row security as the service: as the application role, with the caller's
identity set in each transaction. It is measured, never served.
"""
# mypy: disable-error-code="call-arg"
# The database fills in omitted columns; the model does not know that.

import os
import secrets
from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID, uuid4, uuid5

from fastapi import Depends, FastAPI, Header, HTTPException  # noqa: TID251
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import jwt
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from referral_api import tables as _every_table  # noqa: F401  # foreign keys lead to all of them
from referral_api.audit.tables import AuditEvent
from referral_api.domain.access.tables import AccessGrant
from referral_api.domain.custody.chains.tables import Custody
from referral_api.domain.events.outgoing_events.tables import OutgoingEvent
from referral_api.domain.identification.cases.schemas import CaseRead, CaseRegister
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.network.agents.tables import Agent
from referral_api.http.idempotency_records import IdempotencyRecord
from referral_api.security import load_or_create_signing_key
from referral_api.settings import Settings

settings = Settings()
key = load_or_create_signing_key(settings.keys / "token.pem")
engine = create_async_engine(
    os.environ["BENCH_DATABASE"].replace("postgresql", "postgresql+asyncpg"),
    pool_size=settings.pool_size, max_overflow=0,
)  # fmt: skip
app = FastAPI()
for table in (AuditEvent, AccessGrant, Case, Custody):
    # Generated values are not read back: the row is invisible until the grant exists.
    inspect(table).eager_defaults = False


async def open_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(engine, expire_on_commit=False) as session:
        yield session


_IDENTITY = text(
    "SELECT set_config('app.organisation_id', :organisation, true),"
    " set_config('app.sight', 'grants', true)"
)
Session = Annotated[AsyncSession, Depends(open_session)]
Bearer = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]


async def find_agent(session: Session, bearer: Bearer) -> Agent:
    claims = jwt.decode(
        bearer.credentials, key.public_pem, algorithms=["ES256"], audience="http://bench"
    )
    agent = await session.get(Agent, UUID(claims["sub"]))
    if agent is None or not agent.active:
        raise HTTPException(401)
    await session.execute(_IDENTITY, {"organisation": str(agent.organisation_id)})
    return agent


Caller = Annotated[Agent, Depends(find_agent)]


def _record(session: AsyncSession, agent: Agent, action: str, *case_ids: UUID) -> UUID:
    alone = case_ids[0] if len(case_ids) == 1 else None
    event_id = uuid4()
    session.add(
        AuditEvent(
            id=event_id, action=action, outcome="allowed", agent_id=agent.id,
            organisation_id=agent.organisation_id, roles=agent.roles, subject="case",
            subject_id=alone, case_id=alone, case_ids=None if alone else list(case_ids),
            salt=secrets.token_bytes(16),
        )
    )  # fmt: skip
    return event_id


@app.get("/health/live")
async def live() -> dict[str, str]:
    return {"status": "live"}


@app.post("/v1/cases", status_code=201, response_model=CaseRead)
async def register(
    session: Session, agent: Caller, body: CaseRegister, idempotency_key: Annotated[str, Header()]
) -> Case:
    named = (agent.organisation_id, agent.id, uuid5(agent.id, idempotency_key))
    if await session.get(IdempotencyRecord, named):
        raise HTTPException(409)
    case = Case(
        id=uuid4(), code=secrets.token_hex(8), status="reported", state="open", version=1,
        **body.model_dump(exclude={"id"}), registered_by_organisation_id=agent.organisation_id,
        registered_by_agent_id=agent.id, protection_custodian_id=agent.organisation_id,
        investigation_custodian_id=agent.organisation_id,
    )  # fmt: skip
    session.add(case)
    event_id = _record(session, agent, "case:register", case.id)
    session.add(
        OutgoingEvent(
            organisation_id=agent.organisation_id, event_id=event_id, action="case:register",
            subject="case", subject_id=case.id, case_id=case.id,
            by_organisation_id=agent.organisation_id,
        )
    )  # fmt: skip
    await session.flush()
    for kind in ("protection", "investigation"):
        link = Custody(
            id=uuid4(), case_id=case.id, kind=kind, seq=1, agent_id=agent.id,
            organisation_id=agent.organisation_id,
        )  # fmt: skip
        session.add(link)
        await session.flush()
        session.add(
            AccessGrant(
                id=uuid4(), organisation_id=agent.organisation_id, case_id=case.id,
                basis="custody", basis_id=link.id, reads=["identity"], writes=["identity"],
            )
        )  # fmt: skip
    await session.flush()
    await session.refresh(case)
    session.add(
        IdempotencyRecord(
            organisation_id=named[0], caller_id=named[1], key=named[2],
            fingerprint=secrets.token_bytes(32),
            answer=CaseRead.model_validate(case).model_dump_json().encode(),
        )
    )  # fmt: skip
    await session.commit()
    return case


@app.get("/v1/cases/{case_id}", response_model=CaseRead)
async def read(session: Session, agent: Caller, case_id: UUID) -> Case:
    mine = select(AccessGrant).where(
        col(AccessGrant.case_id) == case_id,
        col(AccessGrant.organisation_id) == agent.organisation_id,
    )
    case = await session.get(Case, case_id)
    if case is None or (await session.exec(mine)).first() is None:
        raise HTTPException(404)
    _record(session, agent, "case:read", case.id)
    await session.commit()
    return case


@app.get("/v1/cases", response_model=list[CaseRead])
async def page(session: Session, agent: Caller, limit: int = 50) -> list[Case]:
    ids = (
        select(AccessGrant.case_id)
        .where(col(AccessGrant.organisation_id) == agent.organisation_id)
        .distinct()
        .order_by(col(AccessGrant.case_id).desc())
        .limit(limit)
    )
    chosen = select(Case).where(col(Case.id).in_(ids)).order_by(col(Case.id).desc())
    cases = list(await session.exec(chosen))
    _record(session, agent, "case:list", *(case.id for case in cases))
    await session.commit()
    return cases
