"""Pads of case codes; when a person was met, and who spoke with the person."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

EVENTS = ("cancel", "draw", "list", "read")
PAD = """
CREATE TABLE IF NOT EXISTS case_code_pad (
    id uuid NOT NULL,
    recorded_key uuid DEFAULT (encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)
        || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid),
    organisation_id uuid NOT NULL,
    drawn_by_agent_id uuid NOT NULL,
    status text NOT NULL CONSTRAINT ck_case_code_pad_status_code
        CHECK (status = ANY ('{ready,cancelled}'::text[])),
    size integer NOT NULL,
    recorded_at timestamptz DEFAULT now() NOT NULL,
    closed_at timestamptz,
    version integer NOT NULL,
    CONSTRAINT pk_case_code_pad PRIMARY KEY (id)
)
"""
CODE = """
CREATE TABLE IF NOT EXISTS pad_code (
    code text NOT NULL,
    pad_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    case_id uuid,
    used_at timestamptz,
    CONSTRAINT pk_pad_code PRIMARY KEY (code)
)
"""
INDEXES = (
    "ix_case_code_pad_organisation_id_recorded_key ON case_code_pad (organisation_id, recorded_key)",
    "ix_pad_code_pad_id ON pad_code (pad_id)",
)
REFERRED = (
    ("case_code_pad", "organisation_id", "organisation"),
    ("case_code_pad", "drawn_by_agent_id", "agent"),
    ("pad_code", "pad_id", "case_code_pad"),
)
GRANTS = {
    "case_code_pad": ("SELECT, INSERT", "UPDATE (status, closed_at, version)"),
    "pad_code": ("SELECT, INSERT", "UPDATE (case_id, used_at)"),
}
# Of each table: the ids whose event vouches for a change, and what is written once.
GUARDED = {
    "case_code_pad": ("'id'", "id, organisation_id, drawn_by_agent_id, size, recorded_at"),
    "pad_code": ("'pad_id', 'case_id'", "code, pad_id, organisation_id"),
}
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
SIGHT = f"organisation_id = {ME} OR {SYSTEM}"
# All lists of a case, held by its function; the last was added here.
RULES = (
    "(checked.age_band = ANY ('{under_6,6_11,12_14,15_17,18_24,25_59,60_plus,unknown}'::text[]))",
    "(checked.closure_reason = ANY ('{support_completed,reintegrated,returned_abroad,expulsion,detention,transferred_outside,person_declined,lost_contact,not_a_victim,duplicate,registered_in_error,deceased,other}'::text[]))",
    "(checked.interviewer_sex = ANY ('{woman,man,both}'::text[]))",
    "(checked.languages <@ '{fra,bam,bmq,bze,boz,bzx,dts,ffm,mey,myk,mwk,mlq,snk,ses,khq,shz,taq,kao,ara,eng,dyu,bin,ewe,fon,hau,ibo,mos,sus,yor,fuf,wol,pcm,bog,other}'::text[])",
    "(checked.region = ANY ('{BAMAKO,KAYES,KOULIKORO,SIKASSO,SEGOU,MOPTI,TOMBOUCTOU,GAO,KIDAL,MENAKA,TAOUDENIT,BOUGOUNI,DIOILA,NIORO,KOUTIALA,KITA,NARA,BANDIAGARA,SAN,DOUENTZA,OUTSIDE_MALI,UNKNOWN}'::text[]))",
    "(checked.risk_flags <@ '{trafficker_searching,trafficker_in_family,trafficker_nearby,threats_to_family,community_reprisal,armed_group,re_trafficking,self_harm,violence_at_home,unsafe_phone,urgent_health,unaccompanied_child}'::text[])",
    "(checked.sex = ANY ('{female,male,unknown}'::text[]))",
    "(checked.state = ANY ('{open,closed}'::text[]))",
    "(checked.status = ANY ('{reported,screening,presumed,identified,not_identified,under_review,not_presumed,no_follow_up}'::text[]))",
)
ADDED = "interviewer_sex"


def upgrade() -> None:
    words = ", ".join(f"('case_code_pad:{event}')" for event in EVENTS)
    op.execute(_plain(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING"))
    _apart()
    op.execute('ALTER TABLE "case" ADD COLUMN IF NOT EXISTS happened_at timestamptz')
    op.execute(f'ALTER TABLE "case" ADD COLUMN IF NOT EXISTS {ADDED} text')
    op.execute(f'GRANT INSERT (happened_at, {ADDED}) ON "case" TO referral_app')
    _apart()
    _replace_codes(RULES)
    _apart()
    for table in (PAD, CODE):
        op.execute(_plain(table))
    for index in INDEXES:
        op.execute(f"CREATE INDEX IF NOT EXISTS {index}")
    for table, column, referred in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_{column}"
            f" FOREIGN KEY ({column}) REFERENCES {referred} (id)"
        )
    _apart()
    for table in GRANTS:
        _secure(table)
        _guard(table)


def _replace_codes(rules: tuple[str, ...]) -> None:
    body = "\n    AND ".join(rules)
    op.execute(
        _plain(
            'CREATE OR REPLACE FUNCTION codes_of_case(checked "case") RETURNS boolean'
            " LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE"
            f" AS $function$\nBEGIN\n    RETURN {body};\nEND\n$function$"
        )
    )


def _secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, role, sight in (("owner", "owner", "true"), ("app", "app", _plain(SIGHT))):
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(
            f"CREATE POLICY {name} ON {table} TO referral_{role} USING ({sight})"
            f" WITH CHECK ({sight})"
        )
    for grant in GRANTS[table]:
        op.execute(f"GRANT {grant} ON {table} TO referral_app")


def _guard(table: str) -> None:
    about, once = GUARDED[table]
    op.execute(f"DROP TRIGGER IF EXISTS unaudited ON {table}")
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        f" EXECUTE FUNCTION refuse_unaudited_network({about})"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
    for name, what in (("written_once", f"UPDATE OF {once}"), ("no_truncate", "TRUNCATE")):
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH STATEMENT"
            " EXECUTE FUNCTION refuse_rewriting()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    for table, column, _ in reversed(REFERRED):
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
    _apart()
    for table in reversed(GRANTS):
        op.execute(f"DROP TABLE IF EXISTS {table}")
    _apart()
    _replace_codes(tuple(rule for rule in RULES if ADDED not in rule))
    _apart()
    op.execute(f'ALTER TABLE "case" DROP COLUMN IF EXISTS {ADDED}')
    op.execute('ALTER TABLE "case" DROP COLUMN IF EXISTS happened_at')
    _apart()
    op.execute("DELETE FROM audit_vocabulary WHERE action LIKE 'case_code_pad\\:%'")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
