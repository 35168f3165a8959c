"""Every command, and every failure of one, is said in French and in English."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import referral_api
from referral_api.cli import commands, failures
from referral_api.cli.commands import assemble
from referral_api.cli.language import choose_language, say, spoken
from referral_api.errors.sentences import SentenceError
from referral_api.http.i18n import translate
from tests.support.words import feminine_in_english, feminine_in_french

SOURCE = Path(referral_api.__file__).parent
# Named otherwise where they are raised; all are told by the command line.
FAILURES = {
    "CommandFailure",
    "EmbeddedError",
    "KeyFileError",
    "SentenceError",
    "TooEarly",
    "Unreachable",
    "VaultError",
}
# What a command prints; `doctor` marks its lines.
SAYING = {"say", "well", "amiss", "noted", "weigh"}
# What a caught failure of another kind says; see ``key_failures``.
OTHERS = ("security/signing_keys.py", "security/issue.py")
# Only facts, which have no language.
BARE = {"{why}", "{path}: {why}"}
# Said by the code to its own programmer, never by a command.
UNSAID = {"The time of issue needs its time zone."}


@pytest.fixture(autouse=True)
def french_afterwards() -> Iterator[None]:
    yield
    choose_language([], {})


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _find_constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what the names of a module stand for."""
    return {
        target.id: statement.value
        for statement in tree.body if isinstance(statement, ast.Assign)
        for target in statement.targets if isinstance(target, ast.Name)
    }  # fmt: skip


def _find_sentences() -> dict[str, str]:
    """Return every sentence that a command says, with its place."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        place = path.relative_to(SOURCE).as_posix()
        names = FAILURES | (SAYING if place.startswith("cli/") else set())
        names |= {"ValueError"} if place in OTHERS else set()
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = _find_constants(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _called(node) in names and node.args:
                first = node.args[0]
                if isinstance(first, ast.Name):
                    first = constants.get(first.id, first)
                if isinstance(first, ast.Constant):
                    found[str(first.value)] = f"{place}:{node.lineno}"
                else:  # no sentence is put together where it is said
                    assert not isinstance(first, ast.JoinedStr | ast.BinOp), (place, node.lineno)
    return {sentence: place for sentence, place in found.items() if sentence not in BARE | UNSAID}


def _find_help() -> dict[str, str]:
    """Return what the help says of every command and each of its options."""
    found = {}
    for path in (SOURCE / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in {"Option", "Argument"}:
                for word in node.keywords:
                    if word.arg == "help":
                        found[ast.literal_eval(word.value)] = path.name
    for name in commands._MODULES:
        module = __import__(f"referral_api.cli.{commands._MODULES[name]}", fromlist=["_"])
        said = inspect.getdoc(getattr(module, name.replace("-", "_")))
        assert said, name
        found[said] = name
    return found | {str(inspect.getdoc(commands.referral_api)): "all"}


def test_what_a_command_says_exists_in_french_with_the_same_facts() -> None:
    sentences, helped = _find_sentences(), _find_help()
    assert len(sentences) > 40
    assert len(helped) > 15
    wrong = {
        sentence: (place, faults)
        for sentence, place in {**sentences, **helped}.items()
        if (faults := list(_find_faults(sentence)))
    }
    assert wrong == {}


def _find_faults(sentence: str) -> Iterator[str]:
    french = translate(sentence, "fr")
    if french == sentence:
        yield "has no French"
    facts = [{name for _, name, _, _ in Formatter().parse(text) if name is not None}
             for text in (sentence, french)]  # fmt: skip
    if facts[0] != facts[1]:
        yield f"other facts: {facts}"
    yield from feminine_in_english(sentence)
    yield from feminine_in_french(french)


@pytest.mark.parametrize(
    ("arguments", "environment", "left", "language"),
    [
        (["keys"], {}, ["keys"], "fr"),
        (["keys", "--lang", "en"], {}, ["keys"], "en"),
        (["--lang=en", "keys", "-h"], {}, ["keys", "-h"], "en"),
        (["keys"], {"REFERRAL_LANG": "en"}, ["keys"], "en"),
        (["keys", "--lang", "fr"], {"REFERRAL_LANG": "en"}, ["keys"], "fr"),
        (["keys"], {"LANG": "en_US.UTF-8"}, ["keys"], "fr"),
    ],
)
def test_french_is_spoken_unless_english_is_asked_for(
    arguments: list[str], environment: dict[str, str], left: list[str], language: str
) -> None:
    assert choose_language(arguments, environment) == left
    assert spoken() == language


@pytest.mark.parametrize("arguments", [["keys", "--lang", "bm"], ["keys", "--lang"]])
def test_another_language_is_refused_in_one_sentence(arguments: list[str]) -> None:
    with pytest.raises(SentenceError, match="fr or en"):
        choose_language(arguments, {})


def test_a_failure_is_told_in_the_language_asked_for() -> None:
    failure = failures.CommandFailure("HOST is not an address: {host}.", host="x")
    assert failures.in_one_sentence(failure) == "HOST n'est pas une adresse : x."
    choose_language(["--lang", "en"], {})
    assert failures.in_one_sentence(failure) == str(failure) == "HOST is not an address: x."


def test_a_fact_that_is_a_sentence_is_told_in_that_language_too() -> None:
    told = say("The setting {name} is not valid: {why}", name="PORT", why="The value is too long.")
    assert told == "Le réglage PORT n'est pas valable : La valeur est trop longue."


def test_help_is_told_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    for language, said in (("fr", "identifiant d'un agent"), ("en", "An agent's name or id")):
        arguments = choose_language(["token", "--help", "--lang", language], {})
        assemble("token")(arguments, standalone_mode=False)
        assert said in " ".join(capsys.readouterr().out.split())
