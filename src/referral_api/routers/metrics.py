"""Metrics for the operator's Prometheus. A proxy keeps this address from the public."""

from fastapi import APIRouter, Request, Response

from referral_api.http.routing import PublicRoute
from referral_api.maintenance.watch import maintenance_watch
from referral_api.observability.metrics import CONTENT_TYPE, expose_metrics

router = APIRouter(prefix="/metrics", route_class=PublicRoute, include_in_schema=False)


@router.get("")
async def read_metrics(request: Request) -> Response:
    """Write the metrics of this service, without personal data or unbounded labels."""
    await maintenance_watch(request).refresh()
    return Response(expose_metrics(), headers={"Content-Type": CONTENT_TYPE})
