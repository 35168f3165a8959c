"""What a reader is told of what stands beside a case: calls, orders, requests."""

from typing import Any

import httpx

from tests.support.rules_oracle.mechanism import Mechanism
from tests.support.rules_oracle.records import Agent
from tests.support.rules_oracle.sight import sees_call, sees_case, sees_order, sees_request
from tests.support.rules_walk.service import Service


def items_of(response: httpx.Response) -> list[Any]:
    """Return the items of a page; AssertionError where it was refused."""
    assert response.status_code == 200, f"{response.status_code} {response.text}"
    return list(response.json()["items"])


def _calls(
    service: Service, mechanism: Mechanism, agent: Agent, case: str, response: httpx.Response
) -> tuple[Any, Any]:
    names = service.names
    told = {
        names.get(item["id"], item["id"]): (item["status"], item["act"], names[item["subject_id"]])
        for item in items_of(response)
    }
    right = {
        call.name: (call.status, call.act, call.about)
        for call in mechanism.of_case(mechanism.calls, case)
        if mechanism.coordinates(agent) or sees_call(mechanism, agent.organisation, call)
    }
    return told, right


def _states(service: Service, response: httpx.Response) -> dict[str, str]:
    names = service.names
    return {names.get(item["id"], item["id"]): item["status"] for item in items_of(response)}


def _requests(
    service: Service, mechanism: Mechanism, agent: Agent, case: str, response: httpx.Response
) -> tuple[Any, Any]:
    right = {
        request.name: request.status for request in mechanism.of_case(mechanism.requests, case)
        if sees_request(mechanism, agent.organisation, request)
    }  # fmt: skip
    return _states(service, response), right


def _orders(
    service: Service, mechanism: Mechanism, agent: Agent, case: str, response: httpx.Response
) -> tuple[Any, Any]:
    if not sees_case(mechanism, agent.organisation, case):
        return response.status_code, 404
    right = {
        order.name: order.status for order in mechanism.of_case(mechanism.orders, case)
        if sees_order(mechanism, agent.organisation, order)
    }  # fmt: skip
    return _states(service, response), right


BESIDE = {"calls": _calls, "orders": _orders, "requests": _requests}
