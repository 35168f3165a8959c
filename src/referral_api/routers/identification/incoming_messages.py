"""The hook for short messages: the operator's gateway posts them, and each becomes a tip."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from referral_api.domain.identification.tips import incoming
from referral_api.domain.identification.tips.incoming import Desk, SignedMessage
from referral_api.errors import NotFound
from referral_api.http.process_context import process_context
from referral_api.http.routing import PublicRoute, operation_name
from referral_api.permissions import TipPermission

# For the gateway of the operator alone: docs/operators.md, and not the contract of partners.
router = APIRouter(
    tags=["tips"], route_class=PublicRoute, generate_unique_id_function=operation_name,
    include_in_schema=False,
)  # fmt: skip


async def read_signed(request: Request) -> SignedMessage:
    """Read one message that the gateway has signed. 404 while the hook is off."""
    request.state.permission = TipPermission.REPORT
    settings = process_context(request).settings
    desk = Desk.of(settings.incoming_message_organisation, settings.incoming_message_secret)
    if desk is None:
        raise NotFound
    body, sent = await request.body(), request.headers
    incoming.check_signature(desk, sent.get("x-timestamp", ""), sent.get("x-signature", ""), body)
    return SignedMessage(desk, incoming.read_message(body))


@router.post("/v1/incoming-messages")
async def take_incoming_message(
    request: Request, signed: Annotated[SignedMessage, Depends(read_signed)]
) -> Response:
    """Take one short message, signed by the gateway: it becomes a tip, once."""
    result = await incoming.take_message(
        process_context(request).database, process_context(request).vault,
        process_context(request).settings.tip_clocks,
        process_context(request).settings.tip_assignees, signed,
        of_itself=process_context(request).settings.tip_auto_assign,
    )  # fmt: skip
    return Response(result.model_dump_json(), media_type="application/json")
