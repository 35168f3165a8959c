"""``create_app``: the only place where the service is assembled."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import APIRoute

from referral_api import embedded
from referral_api.database.database import Database
from referral_api.database.generation import CONFIRM, KnownGeneration
from referral_api.database.session_profile import FIGURES
from referral_api.domain.identification.screenings.library import Instruments
from referral_api.domain.network.agents.actor_resolver import ActorResolver
from referral_api.domain.network.sign_in.sessions.resolver import SessionResolver
from referral_api.http.arrival_table import ArrivalTable
from referral_api.http.call_limits import CallLimits
from referral_api.http.idempotency_records import STORE, claim_of
from referral_api.http.middleware import RequestMiddleware
from referral_api.http.openapi.about import TITLE
from referral_api.http.openapi.docs_page import install_documentation
from referral_api.http.openapi.document import describe_contract
from referral_api.http.openapi.served import install_contract
from referral_api.http.pagination import Cursors
from referral_api.http.problem_pages import install_problem_pages
from referral_api.http.process_context import ProcessContext
from referral_api.http.refusal_sample import RefusalSample
from referral_api.http.route_places import RoutePlaces
from referral_api.http.routing import GuardedRoute, operation_name
from referral_api.http.stored_responses import KnownSecrets
from referral_api.maintenance.watch import MaintenanceWatch
from referral_api.observability.logs import configure_logs
from referral_api.observability.traces import configure_tracing, end_tracing
from referral_api.pages.install import install_pages, prepare_pages
from referral_api.private_apis import give_exit_stack
from referral_api.reports.typesetting import Typesetter
from referral_api.routers import all_routers
from referral_api.security import KeySet, ServiceKeys, Verifier
from referral_api.security.key_ring import Secrets
from referral_api.security.pin_hash import FILE as PIN_FILE
from referral_api.security.pin_hash import PinHasher, PinKeys
from referral_api.security.vault import Vault
from referral_api.settings import Settings, read_settings


def build_process_context(settings: Settings, database_url: str) -> ProcessContext:
    """Build the objects of one process from the configuration and the key files."""
    service_keys = ServiceKeys.load(settings.keys / "token.pem")
    secrets = Secrets.read(settings.keys / "cursor.key")
    known_secrets = KnownSecrets.of(secrets)
    prepared = [claim_of(len(known_secrets.by_age)), STORE, CONFIRM]
    database = Database(database_url, size=settings.pool_size, prepared=prepared)
    figures = Database(
        database_url, size=settings.figures_pool_size, profile=FIGURES, yields_to=database,
        replica_url=settings.figures_replica, prepared=prepared,
    )  # fmt: skip
    verifier = Verifier(
        issuer=settings.public_url, audience=settings.public_url,
        keys=service_keys.public_pems,
        outside=[KeySet(issuer) for issuer in settings.outside_issuers],
    )  # fmt: skip
    pin_keys = _pin_keys(settings)
    vault_file = settings.keys / "vault.json"
    if settings.embedded:
        Vault.create_file(vault_file)
    return ProcessContext(
        settings=settings,
        database=database,
        figures=figures,
        verifier=verifier,
        actor_resolver=ActorResolver(
            database, settings.public_url, settings.standing_cache, settings.role_homes
        ),
        vault=Vault.from_file(vault_file),
        instruments=Instruments(settings.screening_instruments_dir),
        sessions=SessionResolver(
            database, settings.standing_cache, settings.sign_in_limits, settings.role_homes
        ),
        pins=PinHasher(pin_keys) if pin_keys else None,
        passwords=PinHasher.of_passwords(pin_keys) if pin_keys else None,
        generation=KnownGeneration(),
        cursors=Cursors(secrets.derive(b"cursors")),
        known_secrets=known_secrets,
        service_keys=service_keys,
        anonymous_refusals=RefusalSample(settings.anonymous_events_per_minute),
        throttled_refusals=RefusalSample(1),
        call_limits=CallLimits(
            ArrivalTable(settings.limits_file),
            secrets.derive(b"limits").in_use,
            agent=settings.requests_per_minute,
            client=settings.client_requests_per_minute,
            tokens=settings.tokens_per_minute,
        ),
    )


def _pin_keys(settings: Settings) -> PinKeys | None:
    """Return the keys of PINs and passwords; None on a server that has not been given them."""
    file = settings.keys / PIN_FILE
    if settings.embedded:
        Secrets.read(file)  # makes one
    return PinKeys.read(settings.keys) if file.exists() else None


def _freeze_startup_objects() -> None:
    # Objects made at start live as long as the worker, so the garbage collector skips them.
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


def create_app(settings: Settings | None = None, database_url: str | None = None) -> FastAPI:
    """Build the service. Without arguments everything is read from the environment."""
    settings = settings or read_settings()
    configure_logs(settings.log_level)
    configure_tracing()
    url = database_url or (settings.database_url and settings.database_url.get_secret_value())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        # Without a URL the embedded server is started, or joined if it already runs.
        process = build_process_context(
            settings, url or embedded.start(settings.referral_data_dir).url("referral_app")
        )
        app.state.process = process
        app.state.typesetter = Typesetter()
        prepare_pages(app, settings)
        app.state.maintenance_watch = MaintenanceWatch(process.database, settings)
        _freeze_startup_objects()
        yield
        await app.state.maintenance_watch.close()
        await process.database.close()
        await process.figures.close()
        for hasher in (process.pins, process.passwords):
            if hasher is not None:
                hasher.close()
        await end_tracing()

    app = FastAPI(
        title=TITLE, lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url=None, generate_unique_id_function=operation_name,
        # FastAPI's own telemetry would export paths with ids in them; ours does not.
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )  # fmt: skip
    # A redirect would name the scheme and the host that the proxy speaks to.
    app.router.redirect_slashes = False
    # Routes are added flat and first: Starlette would match an included router twice, and the
    # documentation pages are rarely requested.
    app.router.routes[:0] = [route for router in all_routers for route in router.routes]
    install_documentation(app)
    install_problem_pages(app)
    install_pages(app)
    install_contract(app)
    describe_contract(app)
    # The only middleware. It replaces the whole stack that FastAPI would build.
    app.middleware_stack = RequestMiddleware(
        RoutePlaces(app.router), limit=settings.admission_limit, timeout=settings.request_timeout,
        arrival=settings.arrival_timeout,
    )  # fmt: skip
    for route in app.routes:
        if isinstance(route, APIRoute) and not isinstance(route, GuardedRoute):
            give_exit_stack(route)
    return app
