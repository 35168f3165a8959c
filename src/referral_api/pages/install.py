"""Putting the pages into the application."""

from fastapi import FastAPI

from referral_api.pages import assets_served
from referral_api.pages.account.pages import ACCOUNT_PAGES
from referral_api.pages.acts.pages import operation_pages
from referral_api.pages.calls import reply as reply
from referral_api.pages.directory import directory as directory
from referral_api.pages.figures import chiffres as chiffres
from referral_api.pages.figures import report as report
from referral_api.pages.figures import years as years
from referral_api.pages.figures.board import BOARD_PAGES
from referral_api.pages.files.pages import FILE_PAGES, add_file_pages
from referral_api.pages.forgery import FormTokens
from referral_api.pages.log import journal as journal
from referral_api.pages.names import OrganisationNames
from referral_api.pages.paper.pages import PAPER_PAGES
from referral_api.pages.people import roles as roles
from referral_api.pages.places.pages import PLACE_PAGES, add_place_pages
from referral_api.pages.programme import answers as answers
from referral_api.pages.programme import contributions as contributions
from referral_api.pages.programme.sheets import SHEET_PAGES
from referral_api.pages.refusals import refusal_page
from referral_api.pages.requests.pages import add_request_pages
from referral_api.pages.route import AnyPage, PagesRoute
from referral_api.pages.screening import form as form
from referral_api.pages.screening import record as record
from referral_api.pages.seals import QuerySeals
from referral_api.pages.sign_in.asking import ask_who
from referral_api.pages.sign_in.keeping import KeptForms
from referral_api.pages.sign_in.outside import Issuers
from referral_api.pages.sign_in.pages import SIGN_IN_PAGES
from referral_api.pages.start import START_PAGES
from referral_api.security.key_ring import Secrets
from referral_api.settings import Settings


def all_pages() -> list[AnyPage]:
    """Return every page."""
    for add in (add_file_pages, add_request_pages, add_place_pages):
        add()
    return [
        *SIGN_IN_PAGES, *ACCOUNT_PAGES, *START_PAGES, *PAPER_PAGES, *FILE_PAGES,
        *PLACE_PAGES, *BOARD_PAGES, *SHEET_PAGES,
        *operation_pages(),
    ]  # fmt: skip


def install_pages(app: FastAPI) -> None:
    """Serve the pages, and tell their refusals as pages."""
    # First: to the routes of the API this is one look at the address, to pages it saves hundreds.
    app.state.pages = PagesRoute(all_pages(), ask_who)
    app.router.routes[:0] = [*assets_served.router.routes, app.state.pages]
    app.state.refusal_page = refusal_page


def prepare_pages(app: FastAPI, settings: Settings) -> None:
    """Build what pages need for the life of the process."""
    secrets = Secrets.read(settings.keys / "cursor.key")
    app.state.form_tokens = FormTokens(secrets.derive(b"forms"))
    app.state.kept_forms = KeptForms(secrets.derive(b"kept-forms"))
    app.state.query_seals = QuerySeals(secrets.derive(b"searches"))
    app.state.issuers = Issuers.of(settings, secrets)
    app.state.organisation_names = OrganisationNames(settings.standing_cache.total_seconds())
