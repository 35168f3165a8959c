"""The languages of the people and the organisations, by their ISO 639-3 codes, and any other."""

from referral_api.domain.codelists.code import Code


class Language(Code):
    """French, the thirteen national languages and their near varieties, and languages of
    foreigners.
    """

    FRENCH = "fra", "Français", "French"
    BAMBARA = "bam", "Bamanankan (bambara)", "Bambara"
    BOMU = "bmq", "Bomu", "Bomu"
    BOZO_JENAAMA = "bze", "Bozo (jenaama)", "Bozo (Jenaama)"
    BOZO_TIEYAXO = "boz", "Bozo (tiéyaxo)", "Bozo (Tiéyaxo)"
    BOZO_KELENGAXO = "bzx", "Bozo (kɛlɛngaxo)", "Bozo (Kɛlɛngaxo)"
    DOGON_TORO_SO = "dts", "Dogoso (tɔrɔ-sɔ)", "Dogon (Toro So)"
    FULFULDE = "ffm", "Fulfulde (peul)", "Fulfulde (Maasina)"
    HASSANIYA = "mey", "Hasaniya (maure)", "Hassaniyya Arabic"
    MAMARA = "myk", "Mamara (minyanka)", "Mamara Senoufo (Minyanka)"
    MANINKA_KITA = "mwk", "Maninkakan de Kita (malinké)", "Maninkakan (Kita)"
    MANINKA_WESTERN = "mlq", "Maninkakan de l'Ouest (malinké)", "Maninkakan (Western)"
    SONINKE = "snk", "Soninké", "Soninke"
    SONGHAY_KOYRABORO = "ses", "Songhoy (koyraboro senni)", "Songhay (Koyraboro Senni)"
    SONGHAY_KOYRA_CHIINI = "khq", "Songhoy (koyra chiini)", "Songhay (Koyra Chiini)"
    SYENARA = "shz", "Syenara (sénoufo)", "Syenara Senoufo"
    TAMASHEQ = "taq", "Tamasheq", "Tamasheq"
    XAASONGAXANGO = "kao", "Xaasongaxango (khassonké)", "Xaasongaxango (Khassonké)"
    ARABIC = "ara", "Arabe", "Arabic"
    ENGLISH = "eng", "Anglais", "English"
    DYULA = "dyu", "Dioula", "Dyula"
    EDO = "bin", "Edo (bini)", "Edo (Bini)"
    EWE = "ewe", "Éwé", "Ewe"
    FON = "fon", "Fon", "Fon"
    HAUSA = "hau", "Haoussa", "Hausa"
    IGBO = "ibo", "Igbo", "Igbo"
    MOORE = "mos", "Mooré", "Mossi (Mooré)"
    SUSU = "sus", "Soussou", "Susu"
    YORUBA = "yor", "Yoruba", "Yoruba"
    PULAR = "fuf", "Pular (Fouta-Djalon)", "Pular (Fuuta Jalon)"
    WOLOF = "wol", "Wolof", "Wolof"
    NIGERIAN_PIDGIN = "pcm", "Pidgin nigérian", "Nigerian Pidgin"
    MALIAN_SIGN = "bog", "Langue des signes malienne (LaSiMa)", "Malian sign language (LaSiMa)"
    OTHER = "other", "Autre langue", "Other language"
