"""The sample proxy has each line that the service needs in front of it, and the service's words."""

import re
from pathlib import Path

import pytest

from referral_api.errors import ServiceError
from referral_api.errors.access import NotFound
from referral_api.errors.requests import BodyTooLarge, TooManyRequests, Unavailable
from referral_api.http.i18n import translate

TEXT = (Path(__file__).parents[2] / "deploy/nginx/referral-api.conf").read_text(encoding="utf-8")
LINES = {line.strip() for line in TEXT.splitlines()}
CLEARED = ("Host", "Port", "Prefix", "Server")


def _location(name: str) -> str:
    return TEXT.partition(f"location {name} {{")[2].partition("    }\n")[0]


@pytest.mark.parametrize(
    "line",
    [
        "gzip off;", "keepalive_timeout 4s;", "client_max_body_size 1m;",
        "client_body_buffer_size 1m;", "proxy_max_temp_file_size 0;",
        "large_client_header_buffers 4 16k;", "proxy_connect_timeout 1s;",
        "proxy_read_timeout 6s;", "proxy_next_upstream_tries 2;", "limit_req_status 429;",
        "proxy_set_header X-Forwarded-For $remote_addr;", 'proxy_set_header Forwarded "";',
        "proxy_set_header X-Request-ID $referral_request_id;",
        "error_page 502 504 =503 @unavailable;",
        *(f'proxy_set_header X-Forwarded-{name} "";' for name in CLEARED),
    ],
)  # fmt: skip
def test_the_sample_has_the_line(line: str) -> None:
    assert line in LINES


def test_each_node_rests_two_seconds_after_three_refusals() -> None:
    nodes = [line for line in LINES if line.startswith("server 127.0.0.1:")]
    assert len(nodes) == 2
    assert all(line.endswith("max_fails=3 fail_timeout=2s;") for line in nodes)


def test_a_change_is_tried_on_the_other_node_and_an_assertion_is_not_sent_twice() -> None:
    assert "proxy_next_upstream error timeout non_idempotent;" in _location("/v1/")
    assert "proxy_next_upstream error;" in _location("= /oauth2/token")


def test_metrics_are_closed() -> None:
    assert _location("^~ /metrics").strip() == "return 404;"


@pytest.mark.parametrize(
    ("variable", "error"),
    [
        ("unavailable", Unavailable), ("too_many", TooManyRequests),
        ("too_large", BodyTooLarge), ("not_found", NotFound),
    ],
)  # fmt: skip
def test_what_the_proxy_says_itself_is_what_the_service_says(
    variable: str, error: type[ServiceError]
) -> None:
    words = TEXT.partition(f"$referral_{variable} {{")[2].partition("}")[0]
    assert re.findall(r'"(.*)";', words) == [translate(error.title, "fr"), error.title]
    answer = _location(f"@{variable}")
    assert f'"type":"/problems/{error.code}"' in answer
    assert f'"status":{error.status},"code":"{error.code}"' in answer


def test_who_must_wait_is_told_how_long() -> None:
    assert "add_header Retry-After 2 always;" in _location("@unavailable")
    assert "add_header Retry-After 2 always;" in _location("@too_many")
