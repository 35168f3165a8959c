"""The documentation: both languages, its own files only, cached and compressed."""

import re

import pytest

from referral_api.permissions import Role
from tests.support.world import World

_LANGUAGES = {"fr": "API de référencement", "en": "Referral API"}


async def test_the_root_leads_to_the_documentation(world: World) -> None:
    answer = await world.call(None, "GET", "/")
    assert answer.status_code == 307
    assert answer.headers["location"] == "/docs"


@pytest.mark.parametrize(
    ("wish", "language"), [(None, "fr"), ("fr-ML", "fr"), ("en-GB,fr;q=0.5", "en"), ("de", "fr")]
)
async def test_the_page_follows_the_language_of_the_reader(
    world: World, wish: str | None, language: str
) -> None:
    headers = {"Accept-Language": wish} if wish else {}
    page = await world.call(None, "GET", "/docs", headers=headers)
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert f"<title>{_LANGUAGES[language]}</title>" in page.text
    assert page.headers["content-language"] == language
    assert "Accept-Language" in page.headers["vary"]


async def test_each_page_leads_to_the_other_language(world: World) -> None:
    for language, contract in (("fr", "/openapi.fr.json"), ("en", "/openapi.json")):
        page = await world.call(None, "GET", f"/docs/{language}")
        assert f'data-contract="{contract}"' in page.text
        assert re.findall(r'href="/docs/(\w\w)"', page.text) == ["fr", "en"]
        assert page.text.count("aria-current") == 1
    assert (await world.call(None, "GET", "/docs/de")).status_code == 404


async def test_the_links_of_the_contract_are_folded_until_they_are_asked_for(world: World) -> None:
    page = await world.call(None, "GET", "/docs/fr")
    style = await world.call(None, "GET", "/docs/assets/pages.css")
    assert 'type="checkbox" id="show-links">' in page.text
    assert "body:not(:has(#show-links:checked)) .swagger-ui .response-col_links" in style.text


async def test_the_page_needs_nothing_from_elsewhere(world: World) -> None:
    page = await world.call(None, "GET", "/docs/fr")
    addresses = re.findall(r'(?:src|href|data-contract)="([^"]+)"', page.text)
    assert len(addresses) > 8
    for address in addresses:
        assert address.startswith("/")
        assert (await world.call(None, "GET", address)).status_code == 200, address
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'; base-uri 'none'; form-action 'none'" in policy
    assert "script-src 'self';" in policy
    assert not re.search(r"https?:|//|\*|'unsafe-eval'", policy)
    # A script that stands in the page would not run.
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", page.text))
    assert not re.search(r"\son\w+=", page.text)


async def test_its_files_are_compressed_cached_and_not_sent_twice(world: World) -> None:
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "docs.js", "pages.css"):
        path = f"/docs/assets/{name}"
        plain = await world.call(None, "GET", path, headers={"Accept-Encoding": "identity"})
        packed = await world.call(None, "GET", path, headers={"Accept-Encoding": "br, gzip;q=0.5"})
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
        assert packed.headers["cache-control"] == "public, max-age=86400"
        assert packed.headers["vary"] == "Accept-Encoding"
        again = await world.call(
            None, "GET", path, headers={"If-None-Match": f'"other", {packed.headers["etag"]}'}
        )
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("form", ["*", "{etag}", "{strong}", '"other",{strong}'])
async def test_a_cache_that_has_the_file_is_told_so_in_any_form(world: World, form: str) -> None:
    etag = (await world.call(None, "GET", "/docs/assets/docs.js")).headers["etag"]
    known = form.format(etag=etag, strong=etag.removeprefix("W/"))
    headers = {"If-None-Match": known}
    answer = await world.call(None, "GET", "/docs/assets/docs.js", headers=headers)
    assert (answer.status_code, answer.headers["etag"]) == (304, etag)


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/docs/fr", "/docs/assets/docs.js", "/problems", "/problems/not-found"]
)
async def test_head_is_offered_for_what_anyone_may_read(world: World, path: str) -> None:
    whole, head = [await world.call(None, method, path) for method in ("GET", "HEAD")]
    assert head.status_code == whole.status_code
    for name in ("content-type", "content-length", "etag", "cache-control", "location"):
        assert head.headers.get(name) == whole.headers.get(name)


async def test_head_is_not_offered_for_records(world: World) -> None:
    agent = world.police.agent(Role.FIRST_RESPONDER)
    assert (await world.call(agent, "HEAD", "/v1/cases")).status_code == 405


@pytest.mark.parametrize("path", ["/docs", "/problems", "/problems/not-found"])
async def test_a_page_takes_its_language_from_the_address_first(world: World, path: str) -> None:
    for lang, other in (("fr", "en"), ("en", "fr")):
        page = await world.call(
            None, "GET", f"{path}?lang={lang}", headers={"Accept-Language": other}
        )
        assert page.headers["content-language"] == lang
    refused = await world.call(None, "GET", f"{path}?lang=Aminata")
    assert refused.status_code == 422
    assert "Aminata" not in refused.text


async def test_a_refusal_of_gzip_is_heard(world: World) -> None:
    for refused in ("gzip;q=0", "gzip; q=0.0", "", "identity"):
        answer = await world.call(
            None, "GET", "/openapi.json", headers={"Accept-Encoding": refused}
        )
        assert "content-encoding" not in answer.headers, refused


async def test_nothing_about_a_person_is_ever_compressed(world: World) -> None:
    """Its length would betray what a caller had guessed of it."""
    case = await world.a_case()
    await world.an_identity(case["id"])
    for path in (f"/v1/cases/{case['id']}", f"/v1/cases/{case['id']}/identity", "/v1/cases"):
        answer = await world.call(
            world.police.agent(Role.FIRST_RESPONDER), "GET", path,
            headers={"Accept-Encoding": "gzip"},
        )  # fmt: skip
        assert answer.status_code == 200
        assert "content-encoding" not in answer.headers
