"""The District and the nineteen regions of Mali, under the mechanism's own keys.

The laws of March 2023 created regions that ISO 3166-2 does not list. ``iso_parent`` is the ISO
region from which each was formed, so that figures from before the reform stay comparable.
"""

from referral_api.domain.codelists.code import Code


class Region(Code):
    """A region, the District of Bamako, or neither."""

    iso_code: str | None
    iso_parent: str | None

    def __init__(
        self, _stored: str, _fr: str, _en: str, iso_code: str | None, iso_parent: str | None
    ) -> None:
        self.iso_code = iso_code
        self.iso_parent = iso_parent

    BAMAKO = "BAMAKO", "District de Bamako", "Bamako District", "ML-BKO", "ML-BKO"
    KAYES = "KAYES", "Kayes", "Kayes", "ML-1", "ML-1"
    KOULIKORO = "KOULIKORO", "Koulikoro", "Koulikoro", "ML-2", "ML-2"
    SIKASSO = "SIKASSO", "Sikasso", "Sikasso", "ML-3", "ML-3"
    SEGOU = "SEGOU", "Ségou", "Ségou", "ML-4", "ML-4"
    MOPTI = "MOPTI", "Mopti", "Mopti", "ML-5", "ML-5"
    TOMBOUCTOU = "TOMBOUCTOU", "Tombouctou", "Timbuktu", "ML-6", "ML-6"
    GAO = "GAO", "Gao", "Gao", "ML-7", "ML-7"
    KIDAL = "KIDAL", "Kidal", "Kidal", "ML-8", "ML-8"
    MENAKA = "MENAKA", "Ménaka", "Ménaka", "ML-9", "ML-9"
    TAOUDENIT = "TAOUDENIT", "Taoudénit", "Taoudénit", "ML-10", "ML-10"
    BOUGOUNI = "BOUGOUNI", "Bougouni", "Bougouni", None, "ML-3"
    DIOILA = "DIOILA", "Dioïla", "Dioïla", None, "ML-2"
    NIORO = "NIORO", "Nioro", "Nioro", None, "ML-1"
    KOUTIALA = "KOUTIALA", "Koutiala", "Koutiala", None, "ML-3"
    KITA = "KITA", "Kita", "Kita", None, "ML-1"
    NARA = "NARA", "Nara", "Nara", None, "ML-2"
    BANDIAGARA = "BANDIAGARA", "Bandiagara", "Bandiagara", None, "ML-5"
    SAN = "SAN", "San", "San", None, "ML-4"
    DOUENTZA = "DOUENTZA", "Douentza", "Douentza", None, "ML-5"
    OUTSIDE_MALI = "OUTSIDE_MALI", "Hors du Mali", "Outside Mali", None, None
    UNKNOWN = "UNKNOWN", "Inconnu", "Unknown", None, None

    @property
    def in_mali(self) -> bool:
        """Say whether it names a part of Mali."""
        return self.iso_parent is not None
