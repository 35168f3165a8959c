"""Metrics for the operator's Prometheus: a proxy keeps this address from the world."""

from fastapi import APIRouter, Response

from referral_api.observability.metrics import CONTENT_TYPE, expose_metrics

router = APIRouter(prefix="/metrics", include_in_schema=False)


@router.get("")
async def read_metrics() -> Response:
    """Tell the figures of this service; no personal data, no unbounded label."""
    return Response(expose_metrics(), headers={"Content-Type": CONTENT_TYPE})
