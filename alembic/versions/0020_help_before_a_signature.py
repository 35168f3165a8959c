"""Let help begin on a ground that one officer recorded, until a second person confirms it in time.

A ``provisional`` consent opens the sheet and, to whoever accepts, the section health. It ends by
``confirm_by``. Identity, custody and every other section wait for the second person.
"""

from alembic import context, op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATES = "proposed,active,withdrawn,expired,superseded,refused,entered_in_error"
NEW_STATES = "proposed,provisional,active,withdrawn,expired,superseded,refused,entered_in_error"
URGENT = (
    "status <> 'provisional' OR COALESCE(confirm_by <= recorded_at + interval '72 hours'"
    " AND legal_ground = ANY ('{vital_interest,child_best_interest}'::text[]), false)"
)
SYSTEM = "(SELECT current_setting('app.sight', true)) = 'system'"
LIVES = "k.status = 'active' AND (k.valid_until IS NULL OR k.valid_until > now())"
STILL = "(k.valid_until IS NULL OR k.valid_until > now())"
# By function: the migration that wrote it last, and what changes in its body.
CHANGES = {
    "check_grants": (
        "0018",
        f"k.case_id = r.case_id AND {LIVES}",
        f"""k.case_id = r.case_id AND {STILL}
    -- Until a second person confirms the ground, health alone opens, and only so long.
    AND (k.status = 'active' OR (
        k.status = 'provisional' AND k.confirm_by > now()
        AND n.reads <@ '{{health}}' AND n.valid_until <= k.confirm_by
    ))""",
    ),
    "follow_consent": (
        "0015",
        """IF NEW.status <> 'active' THEN
                UPDATE access_grant SET ended_at = now()
                WHERE consent_id = NEW.id AND ended_at IS NULL;
            END IF;""",
        """-- What a provisional ground opened ends too when it is confirmed: more opens instead.
            IF NEW.status <> 'active' OR OLD.status = 'provisional' THEN
                UPDATE access_grant SET ended_at = now()
                WHERE consent_id = NEW.id AND ended_at IS NULL;
            END IF;
            IF OLD.status = 'provisional' THEN
                UPDATE referral SET sheet_until =
                    CASE WHEN NEW.status <> 'active' THEN LEAST(sheet_until, now()) END
                WHERE consent_id = NEW.id AND sheet_until IS NOT NULL;
            END IF;""",
    ),
    "follow_referral": (
        "0004",
        "SELECT valid_until FROM consent",
        "SELECT LEAST(valid_until, CASE status WHEN 'provisional' THEN confirm_by END)"
        " FROM consent",
    ),
    # It opens at once: a recipient knows of it at once.
    "note_activation": (
        "0015",
        "CASE WHEN NEW.status = 'active' THEN now() END",
        "CASE WHEN NEW.status IN ('active', 'provisional') THEN now() END",
    ),
    "renew_consent": (
        "0015",
        f"AND {LIVES}",
        f"""AND {STILL} AND (k.status = 'active' OR (
                    TG_TABLE_NAME = 'referral'
                    AND k.status = 'provisional' AND k.confirm_by > now()
                ))""",
    ),
}
# With the event that the guard of the table requires.
WAIT = """
    WITH wanted AS (SELECT id, case_id, organisation_id FROM consent WHERE status = 'provisional'),
    event AS (
        INSERT INTO audit_event (id, action, outcome, organisation_id, roles, case_id, salt)
        SELECT gen_random_uuid(), 'consent:lapse', 'allowed', organisation_id, '{}', case_id, ''
        FROM wanted
    )
    UPDATE consent k SET status = 'proposed' FROM wanted w WHERE k.id = w.id
"""


def upgrade() -> None:
    # The word of the event that the timer writes.
    op.execute("INSERT INTO audit_vocabulary VALUES ('consent:lapse') ON CONFLICT DO NOTHING")
    _apart()
    op.execute("ALTER TABLE referral ADD COLUMN IF NOT EXISTS sheet_until timestamptz")
    op.execute("GRANT UPDATE (sheet_until) ON referral TO referral_app")
    _apart()
    op.execute("ALTER TABLE consent ADD COLUMN IF NOT EXISTS confirm_by timestamptz")
    _check("status_code", f"status = ANY ('{{{NEW_STATES}}}'::text[])")
    _check("provisional", URGENT)
    # The timer acts for who recorded the ground, which need not answer for the person any more.
    op.execute(
        f"ALTER POLICY app_update ON consent WITH CHECK ({_who_changes()}"
        f" OR ({SYSTEM} AND status = 'expired'))"
    )
    _apart()
    for name, (revision_id, old, new) in CHANGES.items():
        _replace(name, _body(name, revision_id).replace(old, new))
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE consent VALIDATE CONSTRAINT ck_consent_status_code")
        op.execute("ALTER TABLE consent VALIDATE CONSTRAINT ck_consent_provisional")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_consent_confirm_by")
        op.execute(
            "CREATE INDEX CONCURRENTLY ix_consent_confirm_by ON consent (confirm_by)"
            " WHERE status = 'provisional'"
        )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_consent_confirm_by")
    for name, (revision_id, *_) in CHANGES.items():
        _replace(name, _body(name, revision_id))
    _apart()
    # A ground that is not confirmed waits again, and opens nothing.
    op.execute(WAIT)
    _apart()
    _check("status_code", f"status = ANY ('{{{STATES}}}'::text[])")
    _apart()
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE consent VALIDATE CONSTRAINT ck_consent_status_code")
    op.execute(f"ALTER POLICY app_update ON consent WITH CHECK ({_who_changes()})")
    op.execute("ALTER TABLE consent DROP COLUMN IF EXISTS confirm_by")
    _apart()
    op.execute("ALTER TABLE referral DROP COLUMN IF EXISTS sheet_until")
    _apart()
    op.execute("DELETE FROM audit_vocabulary WHERE action = 'consent:lapse'")


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass


def _check(name: str, rule: str) -> None:
    op.execute(f"ALTER TABLE consent DROP CONSTRAINT IF EXISTS ck_consent_{name}")
    op.execute(f"ALTER TABLE consent ADD CONSTRAINT ck_consent_{name} CHECK ({rule}) NOT VALID")


def _who_changes() -> str:
    policies = context.script.get_revision("0015").module.POLICIES
    check: str = policies["consent", "UPDATE"][1]
    return check


def _body(name: str, revision_id: str) -> str:
    """Find the body of a function as an earlier migration wrote it."""
    module = context.script.get_revision(revision_id).module
    if revision_id == "0018":
        body: str = module.triggers(module.RECORDED)[name]
    else:
        written = [getattr(module, known, {}) for known in ("FUNCTIONS", "NEW_FUNCTIONS")]
        body = next(bodies[name] for bodies in written if name in bodies)
    return body


def _replace(name: str, body: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
        f" SET search_path = public, pg_temp AS $body${body}$body$"
    )
