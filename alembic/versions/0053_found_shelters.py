"""A consent may leave the choice of a shelter to the coordination, for the sheet alone.

The coordination names the shelter that it has found in the referral. Groups are listed by index. A
service given refers to the directory. The key of a person is found only by an organisation that has
had to do with the person. A search finds the services of a kind by index.
"""

from alembic import context, op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
GROUP_SIDES = ("custodian_id", "receiver_id")
VOCABULARY = ["referral:name_shelter", "referral_group:list"]
ANSWERS = (
    f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
    " AND g.case_id = consent.case_id AND g.ended_at IS NULL"
    " AND (g.valid_until IS NULL OR g.valid_until > now())"
    " AND g.basis = 'custody' AND 'protection' = ANY (g.reads) OFFSET 0)"
)
NAMED = f"({ME} = ANY (recipients) AND active_since IS NOT NULL)"
# Asked last, and only of a consent that leaves the choice open.
FOUND = (
    " OR (coordination_finds AND active_since IS NOT NULL AND EXISTS (SELECT 1 FROM referral r"
    f" WHERE r.consent_id = consent.id AND r.receiver_id = {ME} AND r.sent_at IS NOT NULL"
    " AND r.shelter_named_at IS NOT NULL))"
)
SELECTED = f"organisation_id = {ME} OR {NAMED} OR {SIGHT} = 'system' OR {ANSWERS}"
CHANGED = f"{NAMED} OR {SIGHT} = 'system' OR {ANSWERS}"
# The service's own sight finds a key for a host, a provider or a receiver, whatever has ended: they
# seal what they witnessed. For nobody else, and for no timer.
HAD_TO_DO = (
    f" OR ({SIGHT} = 'system' AND (EXISTS (SELECT 1 FROM referral r"
    f" WHERE r.case_id = person_key.case_id AND r.receiver_id = {ME} AND r.sent_at IS NOT NULL)"
    " OR EXISTS (SELECT 1 FROM stay s WHERE s.case_id = person_key.case_id"
    f" AND s.host_organisation_id = {ME})"
    " OR EXISTS (SELECT 1 FROM service_given g WHERE g.case_id = person_key.case_id"
    f" AND g.provider_organisation_id = {ME})))"
)
# What a grant of a referral rests on, before and from here on.
RECEIVES = "r.receiver_id = ANY (k.recipients)"
RECEIVES_SHEET = (
    f"({RECEIVES} OR (n.reads = '{{}}' AND k.coordination_finds"
    " AND r.shelter_named_at IS NOT NULL))"
)
SHEET_MOVES = """ OR (
                TG_TABLE_NAME = 'referral' AND k.coordination_finds
                AND NEW.shared_sections = '{}' AND to_jsonb(NEW) ->> 'shelter_named_at' IS NOT NULL
            )"""
RENEWAL = """
DECLARE
receiver uuid := COALESCE(
    to_jsonb(NEW) ->> 'receiver_id', to_jsonb(NEW) ->> 'to_id'
)::uuid;
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM consent k WHERE k.id = NEW.consent_id AND k.case_id = NEW.case_id
        AND (k.valid_until IS NULL OR k.valid_until > now()) AND (k.status = 'active' OR (
                TG_TABLE_NAME = 'referral'
                AND k.status = 'provisional' AND k.confirm_by > now()
            )) AND (receiver = ANY (k.recipients)MORE)
        AND ARRAY(
            SELECT unnest(NEW.shared_sections) EXCEPT
            SELECT unnest('{exploitation,protection,justice}'::text[])
            WHERE to_jsonb(NEW) ->> 'legal_duty' IS NOT NULL
        ) <@ k.sections
    ) THEN
        RAISE EXCEPTION 'a consent that does not cover what rests on it'
        USING ERRCODE = 'NR004';
    END IF;
    IF TG_TABLE_NAME = 'referral' THEN
        UPDATE access_grant SET ended_at = now()
        WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
    END IF;
    RETURN NULL;
END
"""
NAMING = """
BEGIN
    IF current_setting('app.sight', true) IS DISTINCT FROM 'flow' OR NEW.sent_at IS NOT NULL THEN
        RAISE EXCEPTION 'only the coordination names the shelter that it has found'
            USING ERRCODE = 'NR003';
    END IF;
    RETURN NEW;
END
"""
NAMED_BY = {
    "name_shelter": "UPDATE ON referral FOR EACH ROW"
    " WHEN (OLD.shelter_named_at IS DISTINCT FROM NEW.shelter_named_at)",
    "begin_unnamed": "INSERT ON referral FOR EACH ROW WHEN (NEW.shelter_named_at IS NOT NULL)",
}


def upgrade() -> None:
    words = ", ".join(f"('{word}')" for word in VOCABULARY)
    op.execute(f"INSERT INTO audit_vocabulary VALUES {words} ON CONFLICT DO NOTHING")
    _apart()
    op.execute(
        "ALTER TABLE consent ADD COLUMN IF NOT EXISTS"
        " coordination_finds boolean DEFAULT false NOT NULL"
    )
    _apart()
    op.execute("ALTER TABLE referral ADD COLUMN IF NOT EXISTS shelter_named_at timestamptz")
    op.execute("GRANT UPDATE (shelter_named_at) ON referral TO referral_app")
    _function("name_shelter", NAMING)
    for name, when in NAMED_BY.items():
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} BEFORE {when} EXECUTE FUNCTION name_shelter()"
        )
    with op.get_context().autocommit_block():
        for side in GROUP_SIDES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {_index(side)}")
            op.execute(
                f"CREATE INDEX CONCURRENTLY {_index(side)} ON referral ({side}, recorded_key)"
                " WHERE group_id IS NOT NULL"
            )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_service_setting")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_service_setting ON service (setting)"
            " WHERE status = 'registered' AND setting <> 'centre'"
        )
    _apart()
    _show_consents(FOUND)
    _function("renew_consent", RENEWAL.replace("MORE", SHEET_MOVES))
    _replace_checks(RECEIVES_SHEET)
    _apart()
    _open_keys(HAD_TO_DO)
    _apart()
    op.execute("ALTER TABLE service_given DROP CONSTRAINT IF EXISTS fk_service_given_service_id")
    op.execute(
        "ALTER TABLE service_given ADD CONSTRAINT fk_service_given_service_id"
        " FOREIGN KEY (service_id) REFERENCES service (id) NOT VALID"
    )
    _apart()
    op.execute("ALTER TABLE service_given VALIDATE CONSTRAINT fk_service_given_service_id")


def downgrade() -> None:
    _open_keys(f" OR {SIGHT} = 'system'")
    _apart()
    _replace_checks(RECEIVES)
    _function("renew_consent", RENEWAL.replace("MORE", ""))
    _show_consents("")
    with op.get_context().autocommit_block():
        for side in GROUP_SIDES:
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {_index(side)}")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_service_setting")
    _apart()
    op.execute("ALTER TABLE service_given DROP CONSTRAINT IF EXISTS fk_service_given_service_id")
    _apart()
    for name in NAMED_BY:
        op.execute(f"DROP TRIGGER IF EXISTS {name} ON referral")
    op.execute("DROP FUNCTION IF EXISTS name_shelter()")
    op.execute("ALTER TABLE referral DROP COLUMN IF EXISTS shelter_named_at")
    _apart()
    op.execute("ALTER TABLE consent DROP COLUMN IF EXISTS coordination_finds")


def _index(side: str) -> str:
    return f"ix_referral_group_{side}_recorded_key"


def _show_consents(more: str) -> None:
    op.execute(_plain(f"ALTER POLICY app_select ON consent USING ({SELECTED}{more})"))
    op.execute(_plain(f"ALTER POLICY app_update ON consent USING ({CHANGED}{more})"))


def _open_keys(more: str) -> None:
    vars(context.script.get_revision("0047").module)["_open_keys"](more)


def _replace_checks(receives: str) -> None:
    body = str(vars(context.script.get_revision("0048").module)["_checks"](after=True))
    if body.count(RECEIVES) != 2:
        raise LookupError("check_grants has changed")
    _function("check_grants", body.replace(RECEIVES, receives))


def _function(name: str, body: str) -> None:
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
