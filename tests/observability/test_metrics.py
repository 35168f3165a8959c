"""Metrics and spans contain no personal data and no unbounded labels."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from referral_api.observability import traces as tracing
from referral_api.permissions import Role
from tests.support.world import World


async def test_metrics_count_requests_refusals_waits_and_transactions(world: World) -> None:
    case = await world.a_case()
    stranger = world.stranger.agent(Role.CASE_WORKER)
    assert (await world.call(stranger, "GET", f"/v1/cases/{case['id']}")).status_code == 404
    figures = (await world.call(None, "GET", "/metrics")).text
    assert 'referral_requests_total{method="POST",route="/v1/cases",status="201"}' in figures
    assert 'referral_refusals_total{code="not-found"}' in figures
    assert "referral_pool_wait_seconds_count" in figures
    assert 'referral_transaction_seconds_count{outcome="committed"}' in figures
    assert case["id"] not in figures


async def test_made_up_methods_and_paths_make_no_new_labels(world: World) -> None:
    await world.call(None, "BREW", "/v1/made-up-path")
    figures = (await world.call(None, "GET", "/metrics")).text
    assert 'method="other",route="unknown"' in figures
    assert "BREW" not in figures
    assert "made-up-path" not in figures


async def test_a_span_names_the_route_and_the_act_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "enabled", True)
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    case = await world.a_case()
    await world.call(world.police.agent(Role.SUPERVISOR), "GET", f"/v1/cases/{case['id']}")
    span = exporter.get_finished_spans()[-1]
    assert dict(span.attributes or {}) == {
        "http.route": "/v1/cases/{case_id}",
        "http.response.status_code": 200,
        "referral.act": "case:read",
    }
    assert not span.events
