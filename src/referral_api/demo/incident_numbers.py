"""The numbers that hold: figures asked before the night and after it."""

from datetime import UTC, datetime, timedelta

from referral_api.demo.stage import Answer, Stage, Words

# Each figure, what it counts, and by how much the story adds to it.
_FIGURES: tuple[tuple[str, Words, int], ...] = (
    ("incidents", ("événements", "incidents"), 1),
    ("cases_registered", ("dossiers ouverts", "files opened"), 41),
    ("registered", ("personnes enregistrées", "persons registered"), 40),
    ("linked_files", ("rapprochements de dossiers", "links of files"), 1),
    ("screened", ("personnes évaluées par un dépistage", "persons screened"), 1),
    ("contacts", ("contacts sans dossier", "contacts without a file"), 1),
    ("smuggled_helped", ("personnes aidées, objet de trafic", "smuggled persons helped"), 1),
)


def ask_figure(stage: Stage, words: Words, code: str) -> Answer:
    """Ask one for the coordination, which counts the country, of these days."""
    today = datetime.now(UTC).date()
    period = f"from={today - timedelta(days=1)}&to={today + timedelta(days=1)}"
    return stage.act("Rokia", words, "GET", f"/v1/figures/identification.{code}?{period}")


def ask_numbers(stage: Stage) -> list[int]:
    """Ask them all."""
    return [
        ask_figure(stage, (f"(coordination) demande combien de {words[0]}.",
                           f"(coordination) asks how many {words[1]}."), code)["answer"]["total"][
            "value"
        ]
        for code, words, _ in _FIGURES
    ]  # fmt: skip


def tell_numbers(stage: Stage, before: list[int]) -> None:
    """Ask them again, and tell what the story added."""
    stage.title(("8. Les chiffres qui tiennent", "8. The numbers that hold"))
    after = ask_numbers(stage)
    for (_, words, added), earlier, later in zip(_FIGURES, before, after, strict=True):
        stage.expect(
            (f"{words[0].capitalize()} : {later}, soit {added} de plus.",
             f"{words[1].capitalize()}: {later}, {added} more."),
            later - earlier == added,
        )  # fmt: skip
