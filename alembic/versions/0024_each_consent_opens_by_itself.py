"""Each consent opens by a grant of its own, a refusal keeps its day, and a first inquiry follows her.

A renewed consent beside a legal duty covers her identity and health alone; the duty opens the rest.
What was asked to be cancelled opens no longer than silence agrees.
"""

from alembic import context, op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

# By function: the text that is replaced in each as it is in force.
CHANGES = {
    "note_activation": (
        (
            "RETURN NEW;",
            """IF NEW.status = 'refused' AND (TG_OP = 'INSERT' OR OLD.status <> 'refused') THEN
                NEW.refused_at := now();
            END IF;
            RETURN NEW;""",
        ),
    ),
    "renew_consent": (
        (
            "AND NEW.shared_sections <@ k.sections",
            """AND ARRAY(
                    SELECT unnest(NEW.shared_sections) EXCEPT
                    SELECT unnest('{exploitation,protection,justice}'::text[])
                    WHERE to_jsonb(NEW) ->> 'legal_duty' IS NOT NULL
                ) <@ k.sections""",
        ),
    ),
    "follow_referral": (
        (
            "BEGIN\n",
            """BEGIN
            IF NEW.started_at IS NULL AND NEW.answer_cancellation_by IS NOT NULL
                AND NEW.status IN ('accepted', 'on_hold') THEN
                UPDATE access_grant
                SET valid_until = LEAST(valid_until, NEW.answer_cancellation_by)
                WHERE basis = 'referral' AND basis_id = NEW.id AND ended_at IS NULL;
                RETURN NULL;
            END IF;
""",
        ),
    ),
    "move_referrals": (
        (
            "RETURN NULL;",
            """-- Nobody answers for the inquiry yet: its offer is of who answers for the person.
            UPDATE handoff SET from_id = NEW.organisation_id
            WHERE case_id = NEW.case_id AND kind = 'investigation' AND custody_seq = 0
            AND status IN ('offered', 'accepted') AND to_id <> NEW.organisation_id;
            RETURN NULL;""",
        ),
    ),
    "move_custody": (
        (
            "AND h.from_id = COALESCE(previous.organisation_id, c.protection_custodian_id)",
            """AND (h.from_id = COALESCE(previous.organisation_id, c.protection_custodian_id)
                    -- The person was on her way to whom she has been entrusted meanwhile.
                    OR (NEW.seq = 1 AND h.to_id = c.protection_custodian_id))""",
        ),
        (
            "AND (h.physical OR NOT accuser_would_answer",
            # That a call was wrong is a fact too.
            "AND (h.physical OR h.corrected_call_id IS NOT NULL OR NOT accuser_would_answer",
        ),
    ),
}
ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
_GRANTED = (
    f"EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = {ME}"
    " AND g.case_id = custody.case_id AND g.ended_at IS NULL"
    " AND (g.valid_until IS NULL OR g.valid_until > now()) AND true OFFSET 0)"
)
# The service finds the link to which a consent opens more, whoever has caused it.
LINKS_BEFORE, LINKS = (
    f"ALTER POLICY app_select ON custody USING (organisation_id = {ME} OR {sight} OR {_GRANTED})"
    for sight in (f"{SIGHT} = 'flow'", f"{SIGHT} = ANY (ARRAY['flow', 'system'])")
)
FOLLOWS = {
    True: "UPDATE OF status, departed_at, answer_cancellation_by ON referral FOR EACH ROW"
    " WHEN (OLD.status <> NEW.status OR OLD.departed_at IS DISTINCT FROM NEW.departed_at"
    " OR OLD.answer_cancellation_by IS DISTINCT FROM NEW.answer_cancellation_by)",
    False: "UPDATE OF status, departed_at ON referral FOR EACH ROW WHEN (OLD.status <> NEW.status"
    " OR OLD.departed_at IS DISTINCT FROM NEW.departed_at)",
}


def upgrade() -> None:
    op.execute("ALTER TABLE consent ADD COLUMN IF NOT EXISTS refused_at timestamptz")
    _apart()
    op.execute("GRANT UPDATE (do_not_contact) ON handoff TO referral_app")
    _apart()
    op.execute(LINKS)
    _apart()
    _replace(after=True)
    _apart()
    _follow(after=True)


def downgrade() -> None:
    _follow(after=False)
    _apart()
    op.execute(LINKS_BEFORE)
    _apart()
    _replace(after=False)
    _apart()
    op.execute("REVOKE UPDATE (do_not_contact) ON handoff FROM referral_app")
    _apart()
    op.execute("ALTER TABLE consent DROP COLUMN IF EXISTS refused_at")


def _earlier_body(name: str) -> str:
    number = "0020" if name in {"note_activation", "renew_consent"} else "0021"
    return str(context.script.get_revision(number).module.changed_body(name))


def _replace(*, after: bool) -> None:
    for name, changes in CHANGES.items():
        body = _earlier_body(name)
        for before, new in changes if after else ():
            if body.count(before) != 1:
                raise LookupError(f"{name} has changed")
            body = body.replace(before, new)
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $body${body}$body$"
        )


def _follow(*, after: bool) -> None:
    op.execute(
        f"CREATE OR REPLACE TRIGGER follow_referral AFTER {FOLLOWS[after]}"
        " EXECUTE FUNCTION follow_referral()"
    )


def _apart() -> None:
    """End the transaction, and with it its lock."""
    with op.get_context().autocommit_block():
        pass
