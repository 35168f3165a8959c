"""Requests for contributions with their calls, and contributions with their versions.

The database writes each version of a contribution, and the answer to a call, itself: no version is
lost, and once a request is frozen its answers stay as they stand.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

ME = "(SELECT NULLIF(current_setting('app.organisation_id', true), '')::uuid)"
SIGHT = "(SELECT current_setting('app.sight', true))"
COORDINATION = f"{SIGHT} IN ('flow', 'system')"
VOCABULARY = {
    "contribution": "correct create list list_versions read read_template withdraw",
    "contribution_request": "answer call create freeze list list_answers open read update withdraw",
}
REQUEST_STATUSES = "draft,open,frozen,answered,withdrawn"
REQUEST_WITHDRAWALS = "withdrawn_by_sender,replaced,recorded_in_error,other"
STATUSES = "current,withdrawn"
WITHDRAWALS = "wrong_period,counted_twice,recorded_in_error,other"
CHANNELS = "api,sheet,telephone"
INFORMANTS = "head,deputy,statistics_officer,focal_point,secretariat,field_worker,other"
TELEPHONE = "(channel = 'telephone') = (said_by IS NOT NULL AND said_at IS NOT NULL)"

# By table: the policies of the application role.
_OWN = f"organisation_id = {ME} OR {COORDINATION}"
_CALLED = (
    "EXISTS (SELECT 1 FROM contribution_call c WHERE c.contribution_request_id = contribution_request.id"
    f" AND c.organisation_id = {ME})"
)
POLICIES = {
    "contribution_request": {
        "app_select": f"FOR SELECT TO referral_app USING ({COORDINATION} OR {_CALLED})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK (organisation_id = {ME}"
        f" AND {SIGHT} = 'flow')",
        "app_update": f"FOR UPDATE TO referral_app USING ({SIGHT} = 'flow')",
    },
    "contribution": {
        "app_select": f"FOR SELECT TO referral_app USING ({_OWN})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ((organisation_id = {ME}"
        f" OR {SIGHT} = 'flow') AND recorded_by_organisation_id = {ME})",
        "app_update": f"FOR UPDATE TO referral_app USING ({_OWN})",
    },
    "contribution_call": {
        "app_select": f"FOR SELECT TO referral_app USING ({_OWN})",
        "app_insert": f"FOR INSERT TO referral_app WITH CHECK ({SIGHT} = 'flow')",
    },
    "contribution_version": {
        "app_select": f"FOR SELECT TO referral_app USING ({_OWN})",
    },
}
# Beside SELECT.
GRANTS = {
    "contribution_request": (
        "INSERT (id, organisation_id, status, reference, received_from, title, resolution,"
        " documents, received_on, due_on, period_from, period_to, recorded_by_agent_id, version)",
        "UPDATE (status, received_from, title, resolution, documents, due_on, opened_at,"
        " frozen_at, cut_id, withdraw_reason, closed_at, version)",
    ),
    "contribution": (
        "INSERT (id, organisation_id, contribution_request_id, year, quarter, status, lines, channel, said_by,"
        " said_at, recorded_by_organisation_id, recorded_by_agent_id, recorded_by_client_id,"
        " version)",
        "UPDATE (status, lines, channel, said_by, said_at, recorded_by_organisation_id,"
        " recorded_by_agent_id, recorded_by_client_id, revised_at, withdraw_reason, closed_at,"
        " version)",
    ),
    "contribution_call": ("INSERT (contribution_request_id, organisation_id)",),
    "contribution_version": (),
}
# The columns of which one names the subject of the event that vouches for a change.
ABOUT = {
    "contribution_request": "'id'",
    "contribution": "'id'",
    "contribution_call": "'contribution_request_id', 'contribution_id'",
    "contribution_version": "'contribution_id'",
}
ONCE = {
    "contribution_request": "id, organisation_id, reference, received_on, period_from, period_to,"
    " recorded_at, recorded_by_agent_id",
    "contribution": "id, organisation_id, contribution_request_id, year, quarter, recorded_at",
    "contribution_call": "contribution_request_id, organisation_id, called_at",
}
REFERRED = (
    ("contribution_request", "organisation_id", "organisation"),
    ("contribution_request", "recorded_by_agent_id", "agent"),
    ("contribution", "organisation_id", "organisation"),
    ("contribution", "contribution_request_id", "contribution_request"),
    ("contribution", "recorded_by_organisation_id", "organisation"),
    ("contribution", "recorded_by_agent_id", "agent"),
    ("contribution", "recorded_by_client_id", "client"),
    ("contribution_call", "contribution_request_id", "contribution_request"),
    ("contribution_call", "organisation_id", "organisation"),
    ("contribution_call", "contribution_id", "contribution"),
    ("contribution_version", "contribution_id", "contribution"),
    ("contribution_version", "organisation_id", "organisation"),
    ("contribution_version", "recorded_by_organisation_id", "organisation"),
    ("contribution_version", "recorded_by_agent_id", "agent"),
    ("contribution_version", "recorded_by_client_id", "client"),
)
FUNCTIONS = {
    # The request is held: it is not frozen before the contribution is there.
    "begin_contribution": """
        DECLARE found text;
        BEGIN
            IF NEW.contribution_request_id IS NULL THEN
                RETURN NEW;
            END IF;
            SELECT r.status INTO found FROM contribution_request r
            WHERE r.id = NEW.contribution_request_id FOR SHARE;
            IF found IS DISTINCT FROM 'open' OR NOT EXISTS (
                SELECT 1 FROM contribution_call c WHERE c.contribution_request_id = NEW.contribution_request_id
                AND c.organisation_id = NEW.organisation_id
            ) THEN
                RAISE EXCEPTION 'an open call asks this organisation' USING ERRCODE = 'NR003';
            END IF;
            RETURN NEW;
        END
    """,
    "keep_contribution": """
        BEGIN
            INSERT INTO contribution_version (
                contribution_id, version, organisation_id, lines, channel, said_by, said_at,
                recorded_by_organisation_id, recorded_by_agent_id, recorded_by_client_id,
                recorded_at
            ) VALUES (
                NEW.id, NEW.version, NEW.organisation_id, NEW.lines, NEW.channel, NEW.said_by,
                NEW.said_at, NEW.recorded_by_organisation_id, NEW.recorded_by_agent_id,
                NEW.recorded_by_client_id, NEW.revised_at
            );
            RETURN NULL;
        END
    """,
    "answer_call": """
        DECLARE found text;
        BEGIN
            SELECT r.status INTO found FROM contribution_request r
            WHERE r.id = NEW.contribution_request_id FOR SHARE;
            -- What a freezing took stays as it was taken.
            IF found = 'open' THEN
                UPDATE contribution_call SET
                    contribution_id = NEW.id,
                    contribution_version = CASE NEW.status WHEN 'current' THEN NEW.version END,
                    answered_at = CASE NEW.status WHEN 'current' THEN NEW.recorded_at END
                WHERE contribution_request_id = NEW.contribution_request_id AND organisation_id = NEW.organisation_id;
            END IF;
            RETURN NULL;
        END
    """,
}
TRIGGERS = {
    "begin_contribution": ("begin_contribution", "BEFORE INSERT", ""),
    "keep_first": ("keep_contribution", "AFTER INSERT", ""),
    "keep_later": (
        "keep_contribution", "AFTER UPDATE", "WHEN (NEW.lines <> OLD.lines OR NEW.revised_at <> OLD.revised_at)"
    ),
    "answer_call": ("answer_call", "AFTER INSERT OR UPDATE", "WHEN (NEW.contribution_request_id IS NOT NULL)"),
}  # fmt: skip
_AT = sa.DateTime(timezone=True)
_KEY = sa.text(
    "(encode(int8send((date_part('epoch', clock_timestamp()) * 1000000)::bigint)"
    " || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid)"
)


def upgrade() -> None:
    words = [
        f"('{kind}:{event}')" for kind, events in VOCABULARY.items() for event in events.split()
    ]
    op.execute(f"INSERT INTO audit_vocabulary VALUES {', '.join(words)} ON CONFLICT DO NOTHING")
    _apart()
    _create_requests()
    _create_contributions()
    _create_versions()
    _create_calls()
    for table, column, referred in REFERRED:
        _apart()
        name = f"fk_{table}_{column}"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name}")
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name}"
            f" FOREIGN KEY ({column}) REFERENCES {referred} (id)"
        )
    _apart()
    for table in POLICIES:
        _secure(table)
    for name, body in FUNCTIONS.items():
        op.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name}() FROM PUBLIC")
    for name, (function, moment, condition) in TRIGGERS.items():
        op.execute(
            f"CREATE OR REPLACE TRIGGER {name} {moment} ON contribution FOR EACH ROW"
            f" {condition} EXECUTE FUNCTION {function}()"
        )


def _create_requests() -> None:
    op.create_table(
        "contribution_request",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("recorded_key", sa.Uuid, server_default=_KEY),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("received_from", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("resolution", sa.Text),
        sa.Column("documents", postgresql.JSONB, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("period_from", sa.Date, nullable=False),
        sa.Column("period_to", sa.Date, nullable=False),
        sa.Column("opened_at", _AT),
        sa.Column("frozen_at", _AT),
        sa.Column("cut_id", sa.Uuid),
        sa.Column("withdraw_reason", sa.Text),
        sa.Column("recorded_at", _AT, server_default=sa.text("now()"), nullable=False),
        sa.Column("recorded_by_agent_id", sa.Uuid, nullable=False),
        sa.Column("closed_at", _AT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_request")),
        _one_of("contribution_request", "status", REQUEST_STATUSES),
        _one_of("contribution_request", "withdraw_reason", REQUEST_WITHDRAWALS),
        _check(
            "contribution_request", "short_reference", "char_length(reference) BETWEEN 1 AND 60"
        ),
        _check("contribution_request", "due_later", "due_on >= received_on"),
        _check("contribution_request", "period", "period_to >= period_from"),
        _check(
            "contribution_request", "frozen",
            "(frozen_at IS NOT NULL) = (status IN ('frozen', 'answered'))"
            " OR status = 'withdrawn'",
        ),
        if_not_exists=True,
    )  # fmt: skip
    op.create_index(
        "uq_contribution_request_reference", "contribution_request", ["reference"], unique=True,
        postgresql_where=sa.text("status <> 'withdrawn'"), if_not_exists=True,
    )  # fmt: skip
    _index("ix_contribution_request_recorded_key", "contribution_request", "recorded_key")


def _create_contributions() -> None:
    op.create_table(
        "contribution",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("recorded_key", sa.Uuid, server_default=_KEY),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("contribution_request_id", sa.Uuid),
        sa.Column("year", sa.Integer),
        sa.Column("quarter", sa.Integer),
        sa.Column("status", sa.Text, nullable=False),
        *_told(),
        sa.Column("recorded_at", _AT, server_default=sa.text("now()"), nullable=False),
        sa.Column("revised_at", _AT, server_default=sa.text("now()"), nullable=False),
        sa.Column("withdraw_reason", sa.Text),
        sa.Column("closed_at", _AT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        _one_of("contribution", "status", STATUSES),
        _one_of("contribution", "channel", CHANNELS),
        _one_of("contribution", "said_by", INFORMANTS),
        _one_of("contribution", "withdraw_reason", WITHDRAWALS),
        _check("contribution", "telephone", TELEPHONE),
        _check(
            "contribution", "one_period",
            "num_nonnulls(year, quarter) = CASE WHEN contribution_request_id IS NULL THEN 2 ELSE 0 END",
        ),
        _check("contribution", "quarter", "quarter BETWEEN 1 AND 4"),
        _check(
            "contribution", "withdrawn",
            "(status = 'withdrawn') = (withdraw_reason IS NOT NULL)",
        ),
        if_not_exists=True,
    )  # fmt: skip
    op.create_index(
        "uq_contribution_current", "contribution",
        ["organisation_id", "contribution_request_id", "year", "quarter"], unique=True,
        postgresql_nulls_not_distinct=True, postgresql_where=sa.text("status = 'current'"),
        if_not_exists=True,
    )  # fmt: skip
    _index(
        "ix_contribution_organisation_id_recorded_key", "contribution", "organisation_id",
        "recorded_key",
    )  # fmt: skip
    _index("ix_contribution_recorded_key", "contribution", "recorded_key")
    _index(
        "ix_contribution_contribution_request_id", "contribution", "contribution_request_id", "organisation_id",
        where="contribution_request_id IS NOT NULL",
    )  # fmt: skip


def _create_versions() -> None:
    op.create_table(
        "contribution_version",
        sa.Column("contribution_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("recorded_key", sa.Uuid, server_default=_KEY),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        *_told(),
        sa.Column("recorded_at", _AT, nullable=False),
        sa.PrimaryKeyConstraint("contribution_id", "version", name=op.f("pk_contribution_version")),
        _one_of("contribution_version", "channel", CHANNELS),
        _one_of("contribution_version", "said_by", INFORMANTS),
        _check("contribution_version", "telephone", TELEPHONE),
        if_not_exists=True,
    )
    _index(
        "ix_contribution_version_recorded_key", "contribution_version", "contribution_id",
        "recorded_key",
    )  # fmt: skip


def _create_calls() -> None:
    op.create_table(
        "contribution_call",
        sa.Column("contribution_request_id", sa.Uuid, nullable=False),
        sa.Column("organisation_id", sa.Uuid, nullable=False),
        sa.Column("recorded_key", sa.Uuid, server_default=_KEY),
        sa.Column("called_at", _AT, server_default=sa.text("now()"), nullable=False),
        sa.Column("contribution_id", sa.Uuid),
        sa.Column("contribution_version", sa.Integer),
        sa.Column("answered_at", _AT),
        sa.PrimaryKeyConstraint(
            "contribution_request_id", "organisation_id", name=op.f("pk_contribution_call")
        ),
        _check(
            "contribution_call", "answered",
            "answered_at IS NULL OR contribution_id IS NOT NULL"
            " AND contribution_version IS NOT NULL",
        ),
        if_not_exists=True,
    )  # fmt: skip
    _index(
        "ix_contribution_call_organisation_id", "contribution_call", "organisation_id",
        "contribution_request_id",
    )  # fmt: skip
    _index(
        "ix_contribution_call_contribution_request_id_recorded_key", "contribution_call", "contribution_request_id",
        "recorded_key",
    )  # fmt: skip
    _index(
        "ix_contribution_call_due", "contribution_call", "contribution_request_id",
        where="answered_at IS NULL",
    )  # fmt: skip


def _told() -> list["sa.Column[object]"]:
    return [
        sa.Column("lines", postgresql.JSONB, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("said_by", sa.Text),
        sa.Column("said_at", _AT),
        sa.Column("recorded_by_organisation_id", sa.Uuid, nullable=False),
        sa.Column("recorded_by_agent_id", sa.Uuid),
        sa.Column("recorded_by_client_id", sa.Uuid),
    ]


def _one_of(table: str, column: str, codes: str) -> sa.CheckConstraint:
    rule = f"{column} = ANY ('{{{codes}}}'::text[])"
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{column}_code"))


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _index(name: str, table: str, *columns: str, where: str | None = None) -> None:
    op.create_index(
        name, table, list(columns), postgresql_where=None if where is None else sa.text(where),
        if_not_exists=True,
    )  # fmt: skip


def _secure(table: str) -> None:
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    owner = {"owner": "TO referral_owner USING (true) WITH CHECK (true)"}
    for name, rule in (owner | POLICIES[table]).items():
        op.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        op.execute(f"CREATE POLICY {name} ON {table} {rule}")
    for grant in ("SELECT", *GRANTS[table]):
        op.execute(f"GRANT {grant} ON {table} TO referral_app")
    op.execute(f"DROP TRIGGER IF EXISTS unaudited ON {table}")
    op.execute(
        f"CREATE CONSTRAINT TRIGGER unaudited AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        f" EXECUTE FUNCTION refuse_unaudited_network({ABOUT[table]})"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER unaudited")
    if table in ONCE:
        _refuse(table, "written_once", f"UPDATE OF {ONCE[table]}")
        _refuse(table, "no_truncate", "TRUNCATE")
    else:
        _refuse(table, "append_only", "DELETE OR UPDATE OR TRUNCATE")


def _refuse(table: str, name: str, what: str) -> None:
    op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {what} ON {table} FOR EACH STATEMENT"
        " EXECUTE FUNCTION refuse_rewriting()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def downgrade() -> None:
    # Without their references, no table waits for one that the service uses.
    for table, column, _ in REFERRED:
        _apart()
        op.execute(f"ALTER TABLE IF EXISTS {table} DROP CONSTRAINT IF EXISTS fk_{table}_{column}")
    _apart()
    for table in POLICIES:
        op.execute(f"DROP TABLE IF EXISTS {table} CASCADE")
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION IF EXISTS {name}()")


def _apart() -> None:
    """End the transaction, and with it its lock. None waits for one table while it holds another.

    What was done stays if the migration stops here. The same call then does it again.
    """
    with op.get_context().autocommit_block():
        pass
