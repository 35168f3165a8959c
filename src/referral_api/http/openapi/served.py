"""The contract as it is served: in each language, written once and compressed."""

import json
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from referral_api.http.openapi.french import in_french
from referral_api.http.public_files import PublicFile

# The English one keeps the address that every tool knows.
CONTRACTS = {"fr": "/openapi.fr.json", "en": "/openapi.json"}


def contract_in(app: FastAPI, language: str) -> dict[str, Any]:
    """Return the contract in one of the languages of the service."""
    document: dict[str, Any] = app.openapi()
    return in_french(document) if language == "fr" else document


def install_contract(app: FastAPI) -> None:
    """Serve the contract in both languages."""
    for language, path in CONTRACTS.items():
        app.router.add_route(path, _reader(app, language), name=f"openapi_{language}")


def _reader(app: FastAPI, language: str) -> Any:
    @cache
    def written() -> PublicFile:
        text = json.dumps(contract_in(app, language), ensure_ascii=False)
        return PublicFile.of(
            text.encode(), "application/json", 300, Content_Language=language
        )  # fmt: skip

    async def read_contract(request: Request) -> Response:
        return written().respond(request)

    return read_contract
