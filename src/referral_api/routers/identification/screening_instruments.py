"""The screening instruments, open to anyone: they hold no person."""

from fastapi import APIRouter, Depends, Request

from referral_api.domain.identification.screenings.instrument import Instrument
from referral_api.domain.identification.screenings.schemas import (
    InstrumentSummaries,
    summarise,
)
from referral_api.http.caching import allow_caching
from referral_api.http.process_context import process_context
from referral_api.http.routing import PublicRoute, operation_name

router = APIRouter(
    prefix="/v1/screening-instruments",
    tags=["screenings"],
    dependencies=[Depends(allow_caching)],
    route_class=PublicRoute,
    generate_unique_id_function=operation_name,
)


@router.get("")
async def list_screening_instruments(request: Request) -> InstrumentSummaries:
    """List every screening instrument and version, without the questions."""
    found = process_context(request).instruments.all()
    return InstrumentSummaries(items=[summarise(instrument) for instrument in found])


@router.get("/{instrument}/{instrument_version}")
async def read_screening_instrument(
    request: Request, instrument: str, instrument_version: str
) -> Instrument:
    """Read one version of an instrument, with its questions, such as `general` and `1.0`.

    A published version never changes.
    """
    return process_context(request).instruments.find(instrument, instrument_version)
