"""Where the tiles of Mali's twenty territories stand: about as they lie, and touching no border.

The keys are those of the mechanism's list of regions.
"""

TILES = {
    "TAOUDENIT": (4, 0),
    "TOMBOUCTOU": (4, 1),
    "KIDAL": (5, 1),
    "NIORO": (1, 2),
    "NARA": (2, 2),
    "MOPTI": (3, 2),
    "DOUENTZA": (4, 2),
    "GAO": (5, 2),
    "MENAKA": (6, 2),
    "KAYES": (0, 3),
    "KITA": (1, 3),
    "KOULIKORO": (2, 3),
    "SEGOU": (3, 3),
    "BANDIAGARA": (4, 3),
    "BAMAKO": (2, 4),
    "DIOILA": (3, 4),
    "SAN": (4, 4),
    "BOUGOUNI": (2, 5),
    "SIKASSO": (3, 5),
    "KOUTIALA": (4, 5),
}
