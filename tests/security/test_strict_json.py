"""Only JSON that can be read in one way is read."""

import json

import pytest

from referral_api.security.strict_json import DEEPEST, parse_json

DEEP = DEEPEST + 1
MANY = 10 * DEEPEST


@pytest.mark.parametrize(
    "content",
    [
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b"[[]," * DEEP,
        b'["\\"",' * DEEP,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'"' + b'\\"' * 50_000 + b"[" * MANY,
        b"[" * MANY + b'"\\',
    ],
)
def test_nesting_beyond_the_limit_is_refused_before_the_parser_sees_it(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(content)


@pytest.mark.parametrize(
    "value",
    [
        "[" * MANY,
        ['"[{' * MANY, "\\" * MANY],
        [[] for _ in range(MANY)],
        [{"a": [{}]} for _ in range(MANY)],
        json.loads("[" * DEEPEST + "]" * DEEPEST),
    ],
)
def test_brackets_in_texts_and_side_by_side_are_no_nesting(value: object) -> None:
    assert parse_json(json.dumps(value).encode()) == value


@pytest.mark.parametrize("content", [b'{"a":1,"a":1}', b"NaN", b"-Infinity", b"", b"[1] [1]"])
def test_what_two_parsers_could_read_differently_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(content)
