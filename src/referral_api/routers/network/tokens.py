"""The built-in token endpoint, where partner systems get their access tokens."""

from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request, Response

from referral_api.domain.network.tokens import operations
from referral_api.domain.network.tokens.operations import ProvenClient
from referral_api.domain.network.tokens.schemas import (
    GrantType,
    TokenAnswer,
    TokenProblem,
    TokenRequest,
)
from referral_api.errors import InvalidRequest
from referral_api.http.process_context import process_context
from referral_api.http.routing import PublicRoute, operation_name
from referral_api.http.stray_input import find_stray_input
from referral_api.permissions import TokenPermission

router = APIRouter(tags=["tokens"], generate_unique_id_function=operation_name)
# What a partner system reads before it asks for a token.
published = APIRouter(
    tags=["tokens"], route_class=PublicRoute, generate_unique_id_function=operation_name
)

_FORM = "application/x-www-form-urlencoded"
# The form is read here, and not by the framework, so that every refusal follows RFC 6749.
_BODY = {
    "requestBody": {
        "required": True, "content": {_FORM: {"schema": TokenRequest.model_json_schema()}}
    }
}  # fmt: skip
_KEPT = {"Cache-Control": "public, max-age=300"}


async def read_form(request: Request) -> TokenRequest:
    """Read the form. No parameter may stand twice (RFC 6749, section 3.2), and none outside it."""
    request.state.permission = TokenPermission.ISSUE
    if find_stray_input(request, ()):
        raise InvalidRequest
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise InvalidRequest
    try:
        body = (await request.body()).decode("ascii")
        pairs = parse_qsl(body, errors="strict", max_num_fields=20)
    except ValueError:
        raise InvalidRequest from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise InvalidRequest
    return operations.read_request(form)


async def prove_client(
    request: Request, form: Annotated[TokenRequest, Depends(read_form)]
) -> ProvenClient:
    """Authenticate the partner system. A later refusal is recorded under its name, and only now its
    request is counted: before, anybody could use up what it may ask.
    """
    process = process_context(request)
    client = await operations.prove_client(process.database, process.settings.public_url, form)
    request.state.actor = client.actor
    process.call_limits.count_token(client.client_id)
    return client


@router.post(
    "/oauth2/token", response_model=TokenAnswer, openapi_extra=_BODY,
    responses={status: {"model": TokenProblem} for status in (400, 401)},
)  # fmt: skip
async def issue_token(
    request: Request,
    form: Annotated[TokenRequest, Depends(read_form)],
    client: Annotated[ProvenClient, Depends(prove_client)],
) -> Response:
    """Get an access token for your partner system, or for an agent of its organisation.

    Authenticate with a `client_assertion` (RFC 7523). `client_credentials` gives a token for the
    system by itself. The JWT bearer grant gives one for the agent whom `assertion` names. Each
    assertion lives up to 60 seconds and works for one request.
    """
    process = process_context(request)
    async with process.database.transaction(client.actor) as transaction:
        answer = await operations.issue_token(transaction, process.issuer, client, form)
    return Response(
        answer.model_dump_json(), headers={"Cache-Control": "no-store"},
        media_type="application/json",
    )  # fmt: skip


@published.get("/oauth2/jwks")
async def read_key_set(request: Request, response: Response) -> dict[str, Any]:
    """Read the public keys that verify the tokens issued here (RFC 7517)."""
    response.headers.update(_KEPT)
    return process_context(request).service_keys.public_jwks()


@published.get("/.well-known/oauth-authorization-server")
async def read_metadata(request: Request, response: Response) -> dict[str, Any]:
    """Read where and how tokens are issued (RFC 8414). `issuer` is the `aud` of assertions."""
    response.headers.update(_KEPT)
    issuer = process_context(request).settings.public_url
    return {
        "issuer": issuer,
        "token_endpoint": f"{issuer}/oauth2/token",
        "jwks_uri": f"{issuer}/oauth2/jwks",
        "response_types_supported": [],
        "grant_types_supported": list(GrantType),
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["ES256"],
        "ui_locales_supported": ["fr", "en"],
    }
