"""``openapi``, ``docs``: write the documents generated from the code, or check them."""

import json
from pathlib import Path
from typing import Annotated

import typer
from fastapi import FastAPI

from referral_api import generated_docs
from referral_api.cli.failures import CommandFailure
from referral_api.cli.language import Spoken, spoken
from referral_api.generated_docs.filled_page import fill
from referral_api.http.openapi.served import contract_in
from referral_api.main import create_app
from referral_api.settings import Settings

_CONTRACTS = {
    Spoken.ENGLISH: Path("openapi", "openapi.json"),
    Spoken.FRENCH: Path("openapi", "openapi.fr.json"),
}
_DOCS = Path("docs", "generated")
_ACCESS = Path("docs", "access.md")

Check = Annotated[bool, typer.Option("--check", help="Write nothing; fail if it is stale.")]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def openapi(*, check: Check = False) -> None:
    """Print the contract in one language, or compare it with openapi/ in both."""
    app = create_app(Settings())
    if not check:
        typer.echo(_write(app, spoken()), nl=False)
        return
    stale = [path for lang, path in _CONTRACTS.items() if _write(app, lang) != _read(path)]
    if stale:
        raise CommandFailure(
            "{path} does not equal the service: run `make openapi`.",
            path=", ".join(map(str, stale)),
        )


def _write(app: FastAPI, lang: Spoken) -> str:
    contract = contract_in(app, lang)
    return json.dumps(contract, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def docs(*, check: Check = False) -> None:
    """Write docs/generated and the tables of docs/access.md from the code, or compare them."""
    pages, page = generated_docs.write_pages(), _read(_ACCESS)
    present = {path.name for path in _DOCS.glob("*.md")}
    if not check:
        _DOCS.mkdir(parents=True, exist_ok=True)
        for name in present - pages.keys():
            (_DOCS / name).unlink()
        for name, text in pages.items():
            (_DOCS / name).write_text(text, encoding="utf-8")
        if page is not None:
            _ACCESS.write_text(fill(page), encoding="utf-8")
        return
    stale = sorted(
        name for name in present | pages.keys() if pages.get(name) != _read(_DOCS / name)
    )
    if page is not None and fill(page) != page:
        stale.append(str(_ACCESS))
    if stale:
        raise CommandFailure(
            "Not up to date in docs: {pages}. Run `make docs`.", pages=", ".join(stale)
        )
