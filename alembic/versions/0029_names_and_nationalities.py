"""No two organisations look the same by name, and a person is of several countries or of none.

A name is folded by the database, for every version of the service: without case, accents, spaces and
signs, and with one character for all that look like it (a choice from the confusables of Unicode's
TR 39: other scripts, the letters of the national languages, I, l and 1). Of organisations that look
the same already the first keeps its place; the others have no folded name until they are renamed.
"""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

# Each with the small letters that it looks like; accents are gone by then.
LOOKS = {
    # Small capitals, and letters apart
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ": "abcdefghijklmnoprstuvwyz",
    "ɡƒǀ∣ԁԍӏӀѵѡՕօՍսՏոհцԀ": "gflldgllvwoouusnhцd",
    # Cherokee, Lisu, Coptic
    "ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ": "abcdeghjklmprstvwz",
    "ꓐꓑꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ": "bpdtgkjczfmnlsrvhwxyaeiou",
    "ⲀⲂⲈⲎⲒⲔⲘⲚⲞⲢⲤⲦⲨⲬⲁⲟⲣⲥⲭ": "abehikmnopctyxaopcx",
    # Capitals that are no look-alikes: those of Adlam, in which Fulfulde is written
    "".join(map(chr, range(0x1E900, 0x1E922))): "".join(map(chr, range(0x1E922, 0x1E944))),
    # Cyrillic
    "АВЕЅІЈКМНОРСТУХԚԜҺ": "abesijkmhopctyxqwh",
    "авеѕіјкмнорстухԛԝһ": "abesijkmhopctyxqwh",
    "БГДЖЗИЛПФЦЧШЩЪЫЬЭЮЯ": "бгджзилпфцчшщъыьэюя",
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ": "abezhikmnoptyx",
    "αβεικνορτυχ": "abeikvoptux",
    "ΓΔΘΛΞΠΣΦΨΩ": "γδθλξπσφψω",
    # Letters of the national languages, and others without a decomposition
    "ƐɛƆɔƝɲŊŋƁɓƊɗƘƙƳƴØøŁłĐđĦħŦŧƖɩıɑƗɨ": "eeoonnnnbbddkkyyoollddhhttiiiaii",
    "ŒÆẞ": "œæß",
    "01": "ol",
    "‐‒–—―−⁃’‘ʼʻʹ′«»“”·•": "-" * 19,
}
FOLD = """
    SELECT NULLIF(replace(replace(translate(regexp_replace(replace(replace(replace(lower(translate(
        regexp_replace(normalize(name, NFKD), '[{hidden}]', '', 'g'), '{signs}', '{shapes}'
    ) COLLATE "C"), 'ß', 'ss'), 'œ', 'oe'), 'æ', 'ae'),
    '[[:space:][:punct:]]', '', 'g'), 'i', 'l'), 'rn', 'm'), 'vv', 'w'), '')
"""
# Accents by themselves, the vowel signs of Arabic, and characters without a shape.
HIDDEN = (
    r"\u0300-\u036f\u0483-\u0487\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
WRITE = """
BEGIN
    -- One that looks like an older one already keeps its name until it is renamed.
    IF TG_OP = 'INSERT' OR NEW.name IS DISTINCT FROM OLD.name THEN
        NEW.name_folded := fold_name(NEW.name);
    END IF;
    RETURN NEW;
END
"""
INDEX = "uq_organisation_name_folded"


def upgrade() -> None:
    op.execute('ALTER TABLE "case" ADD COLUMN IF NOT EXISTS nationalities text[]')
    op.execute('GRANT INSERT (nationalities), UPDATE (nationalities) ON "case" TO referral_app')
    _apart()
    op.execute("ALTER TABLE organisation ADD COLUMN IF NOT EXISTS name_folded text")
    with op.get_context().autocommit_block():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")
        op.execute(f"CREATE UNIQUE INDEX CONCURRENTLY {INDEX} ON organisation (name_folded)")
    signs = "".join(LOOKS).replace("'", "''")
    shapes = "".join(LOOKS.values()).replace("'", "''")
    body = FOLD.format(hidden=HIDDEN, signs=signs, shapes=shapes)
    op.execute(
        "CREATE OR REPLACE FUNCTION fold_name(name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT"
        f" SET search_path = public, pg_temp AS $body${body}$body$"
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION write_folded_name() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${WRITE}$body$"
    )
    op.execute("REVOKE ALL ON FUNCTION fold_name(text), write_folded_name() FROM PUBLIC")
    _apart()
    op.execute(
        "CREATE OR REPLACE TRIGGER name_folded BEFORE INSERT OR UPDATE OF name ON organisation"
        " FOR EACH ROW EXECUTE FUNCTION write_folded_name()"
    )
    op.execute("ALTER TABLE organisation ENABLE ALWAYS TRIGGER name_folded")
    _apart()
    # No caller did so, and none is told: the guard of the network asks for no event.
    op.execute("ALTER TABLE organisation DISABLE TRIGGER unaudited")
    op.execute(
        "UPDATE organisation o SET name_folded = fold_name(name) WHERE id IN (SELECT DISTINCT ON"
        " (fold_name(name)) id FROM organisation ORDER BY fold_name(name), created_at, id)"
        " AND NOT EXISTS (SELECT 1 FROM organisation n WHERE n.name_folded = fold_name(o.name))"
    )
    op.execute("ALTER TABLE organisation ENABLE ALWAYS TRIGGER unaudited")


def downgrade() -> None:
    op.execute("DROP TRIGGER IF EXISTS name_folded ON organisation")
    op.execute("DROP FUNCTION IF EXISTS write_folded_name()")
    op.execute("DROP FUNCTION IF EXISTS fold_name(text)")
    with op.get_context().autocommit_block():
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}")
    op.execute("ALTER TABLE organisation DROP COLUMN IF EXISTS name_folded")
    _apart()
    op.execute('ALTER TABLE "case" DROP COLUMN IF EXISTS nationalities')


def _apart() -> None:
    """End the transaction, and with it its lock."""
    with op.get_context().autocommit_block():
        pass
