"""Health: whether the process runs, and whether it can serve requests."""

from fastapi import APIRouter, Request, Response

from referral_api.http.process_context import process_context
from referral_api.http.routing import PublicRoute, operation_name

router = APIRouter(
    prefix="/health", tags=["health"], route_class=PublicRoute,
    generate_unique_id_function=operation_name,
)  # fmt: skip


@router.get("/live")
async def read_liveness() -> dict[str, str]:
    """Reply as long as the process runs."""
    return {"status": "live"}


@router.get("/ready")
async def read_readiness(request: Request) -> Response:
    """Reply 200 while the database is migrated and writes to it succeed, 503 otherwise."""
    await process_context(request).database.check_ready()
    return Response('{"status":"ready"}', media_type="application/json")
