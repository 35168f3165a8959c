"""The letter of May: a request received two days ago is answered today, as DOCX and PDF."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from referral_api.demo.client import Partners
from referral_api.demo.committee_numbers import NUMBERS, SOURCE
from referral_api.demo.committee_texts import TEXTS
from referral_api.demo.data import id_of
from referral_api.demo.stage import Answer, Stage, Words
from referral_api.demo.story import told_to_its_end
from referral_api.domain.codelists.programme import CountUnit, Pillar
from referral_api.reports.contribution_sheet.filling import fill_form
from referral_api.reports.forms import Form

_PROLOGUE: Words = (
    (
        "La lettre de mai, jouée contre {address}\u00a0: les nombres sont ceux que le Comité "
        "a publiés en 2024, tout le reste est inventé."
    ),
    (
        "The letter of May, played against {address}: the numbers are those that the "
        "committee published in 2024, everything else is invented."
    ),
)
_CALLED = (
    "brtmteh", "parquet", "centre-bamako", "centre-segou", "enda", "bnce", "caritas", "wildaf",
    "dnpef", "oim",
)  # fmt: skip
# By their own systems; by the form; by telephone. The others that are called stay silent.
_BY_API = {"Coumba": "persons_prosecuted", "Issa": "persons_assisted"}
_BY_SHEET = "Gaoussou"
_BY_TELEPHONE = ("centre-segou", "bnce", "wildaf", "dnpef")
_PEOPLE = (
    ("female", "18_24", "BAMAKO", "SERVITUDE_DOMESTIQUE"),
    ("female", "15_17", "KAYES", "EXPLOITATION_SEXUELLE_PROSTITUTION"),
    ("male", "25_59", "SIKASSO", "TRAVAIL_FORCE_ORPAILLAGE"),
    ("male", "6_11", "SEGOU", "MENDICITE_FORCEE"),
)
_WRITTEN: Words = ("Écrit\u00a0: {path} ({size} Ko).", "Written: {path} ({size} kB).")


def play_letter(address: str, issuer: str, keys: Path, language: str, folder: Path) -> bool:
    """Play it, and write the documents into a folder; return whether all went as it must."""
    stage = Stage(Partners(address, issuer, keys, language), language)
    return told_to_its_end(stage, _PROLOGUE, address, lambda: _play(stage, folder, language))


def _play(stage: Stage, folder: Path, language: str) -> None:
    _remember(stage)
    _count(stage)
    request = _ask(stage)
    _answer(stage, request)
    path = f"/v1/contribution-requests/{request['id']}"
    stage.move("Rokia", ("arrête la saisine.", "freezes the request."), path, "freeze")
    _write(stage, request["id"], folder, language)
    sent = ("note que la réponse est partie.", "records that the answer was sent.")
    stage.move("Rokia", sent, path, "answer")


def _remember(stage: Stage) -> None:
    """The totals of past years and the committee's prose, once for each installation."""
    stage.title(("1. Les années passées", "1. The past years"))
    known = stage.act(
        "Rokia", ("cherche les totaux des années passées.", "looks for the totals of past years."),
        "GET", "/v1/aggregates?status=registered&limit=100",
    )  # fmt: skip
    if any(row["source"] == SOURCE for row in known["items"]):
        return
    for number in NUMBERS:
        words: Words = (f"inscrit «\u00a0{number.words}\u00a0».", f"enters “{number.words}”.")
        body = number.as_aggregate()
        stage.act("Rokia", words, "POST", "/v1/aggregates", body, expect=201)
    for text in TEXTS:
        words = (
            f"inscrit la prose de {text.year} ({text.pillar}, {text.block}).",
            f"enters the prose of {text.year} ({text.pillar}, {text.block}).",
        )
        stage.act("Rokia", words, "POST", "/v1/report-texts", text.as_report_text(), expect=201)


def _count(stage: Stage) -> None:
    """A few invented persons, so that the register has something to count this year."""
    stage.title(("2. Le registre de l'année", "2. The register of the year"))
    for sex, band, region, form in _PEOPLE:
        case = stage.act(
            "Awa", ("enregistre une personne inventée.", "registers an invented person."), "POST",
            "/v1/cases", {"sex": sex, "age_band": band, "region": region}, expect=201,
        )  # fmt: skip
        path = f"/v1/cases/{case['id']}/decisions"
        for name, event in (("Awa", "begin_screening"), ("Awa", "presume"), ("Bakary", "identify")):
            grounds = {
                "acts": ["RECRUITMENT"], "means": ["DECEPTION"], "forms": [form],
                "ground": "TRAITE_2012_023",
            }  # fmt: skip
            body = {"event": event} | (grounds if event == "identify" else {})
            decides: Words = ("décide.", "decides.")
            stage.act(name, decides, "POST", path, body, expect=201)


def _ask(stage: Stage) -> Answer:
    stage.title(("3. La saisine et l'appel", "3. The request and the call"))
    today = datetime.now(UTC).date()
    request = stage.act(
        "Rokia",
        ("enregistre la saisine, reçue il y a deux jours, pour aujourd'hui.",
         "records the request, received two days ago and due today."),
        "POST", "/v1/contribution-requests",
        {
            "reference": f"{int(time.time())}/DEMO", "received_from": "Ministère (démonstration)",
            "title": "État de mise en œuvre de la résolution sur la traite des femmes et filles",
            "resolution": "A/RES/77/193", "received_on": str(today - timedelta(days=2)),
            "due_on": str(today), "period_from": "2021-01-01", "period_to": str(today),
            "documents": [
                {"title": "Note verbale", "dated": str(today - timedelta(days=8))},
                {"title": "Lettre circulaire", "dated": str(today - timedelta(days=1))},
            ],
        },
        expect=201,
    )  # fmt: skip
    path = f"/v1/contribution-requests/{request['id']}"
    called = {"organisation_ids": [id_of(key) for key in _CALLED]}
    stage.move("Rokia", ("appelle dix structures.", "calls ten structures."), path, "open", called)
    return request


def _answer(stage: Stage, request: Answer) -> None:
    stage.title(("4. Les contributions", "4. The contributions"))
    path = "/v1/contributions"
    for name, unit in _BY_API.items():
        body = {"contribution_request_id": request["id"], "lines": [_line(unit)]}
        words: Words = ("répond par son système.", "answers by its own system.")
        stage.act(name, words, "POST", path, body, expect=201)
    numbers = {"women": 9, "girls": 4, "men": 3, "boys": 2, "not_determined": 0, "total": 18}
    sheet = fill_form(
        request["reference"], Pillar.PROTECTION, CountUnit.PERSONS_ASSISTED, numbers
    )  # fmt: skip
    filled: Words = ("envoie le formulaire XLSX rempli.", "sends the XLSX form, filled in.")
    stage.act(_BY_SHEET, filled, "POST", f"{path}/sheet", sheet, expect=201)
    for key in _BY_TELEPHONE:
        told = {"said_by": "head", "said_at": datetime.now(UTC).isoformat()}
        body = {
            "contribution_request_id": request["id"], "organisation_id": id_of(key),
            "lines": [_line("persons_reached")], **told,
        }  # fmt: skip
        typed: Words = (
            "saisit ce qu'une structure dicte au téléphone.",
            "types what a structure says on the telephone.",
        )
        stage.act("Rokia", typed, "POST", path, body, expect=201)


def _line(unit: str) -> dict[str, Any]:
    pillar = {"persons_prosecuted": "prosecution", "persons_assisted": "protection"}
    return {
        "pillar": pillar.get(unit, "prevention"), "unit": unit, "women": 12, "girls": 30,
        "men": 7, "boys": None, "not_determined": 4, "total": 53,
    }  # fmt: skip


def _write(stage: Stage, request_id: str, folder: Path, language: str) -> None:
    stage.title(("5. Le rapport", "5. The report"))
    folder.mkdir(parents=True, exist_ok=True)
    path = f"/v1/reports/contribution?request={request_id}&language={language}"
    for form in (Form.DOCX, Form.PDF):
        words: Words = (f"demande le rapport en {form}.", f"asks for the report as {form}.")
        response = stage.fetch("Rokia", words, path, form.media_type)
        # The other form of the same figures: at the same cut.
        path = response.headers["Content-Location"]
        target = folder / f"contribution.{form}"
        target.write_bytes(response.content)
        stage.tell(_WRITTEN, path=target, size=len(response.content) // 1024)
