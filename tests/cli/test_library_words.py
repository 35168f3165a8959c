"""The help of every command, and its refusal of a wrong use, are wholly in one language."""

import sys
from collections.abc import Iterator

import pytest

from referral_api.cli import main
from referral_api.cli.commands import _MODULES
from referral_api.cli.language import choose_language

# Of each wrong use: what is said of it in French, and in English.
WRONG_USES = {
    ("token",): ("il manque l'option '--as'.", "Missing option '--as'."),
    ("token", "--as"): ("l'option '--as' demande une valeur.", "Option '--as' requires"),
    ("token", "--as", "A", "--lifetime", "long"): (
        "valeur incorrecte pour '--lifetime' : ce n'est pas un nombre entier.",
        "Invalid value for '--lifetime': Input should be a valid integer",
    ),
    ("token", "--nope"): ("option inconnue : --nope", "No such option: --nope"),
    ("openapi", "--chek"): ("(options possibles : --check", "(Possible options: --check"),
    ("openapi", "--check=3"): ("l'option '--check' ne prend pas", "Option '--check' does not take"),
    ("serve", "now"): ("argument en trop : now", "Got unexpected extra argument(s) (now)"),
    ("tokn",): ("commande inconnue : 'tokn'. Vouliez-vous dire 'token' ?", "Did you mean 'token'?"),
}  # fmt: skip
ENGLISH = (
    "Usage:", "Options:", "Commands:", "ARGS", "Show this", "required", "default:", "Try '",
    "Error:", "Input", "Missing", "No such", "Invalid", "Option '", "Did you",
)  # fmt: skip


@pytest.fixture(autouse=True)
def french_afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("REFERRAL_LANG", raising=False)
    yield
    choose_language([], {})


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["referral-api", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize("arguments", WRONG_USES, ids=" ".join)
def test_a_wrong_use_is_refused_in_the_language_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    french, english = WRONG_USES[arguments]
    assert _run(monkeypatch, *arguments) == 2
    said = capsys.readouterr()
    assert french in said.err
    assert not [word for word in ENGLISH if word in said.err]
    assert not said.out
    assert _run(monkeypatch, "--lang", "en", *arguments) == 2
    assert english in capsys.readouterr().err


@pytest.mark.parametrize("command", [None, *_MODULES])
def test_the_help_is_wholly_in_the_language_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str | None
) -> None:
    asked = [command, "--help"] if command else ["--help"]
    assert _run(monkeypatch, *asked) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Utilisation : referral-api {command or ''}".rstrip())
    assert not [word for word in ENGLISH if word in said]
    assert _run(monkeypatch, "--lang", "en", *asked) == 0
    assert capsys.readouterr().out.startswith("Usage: referral-api")
