"""A grant of custody reads the sections of its own chain, and no others.

By the database alone, who answers for the inquiry could have given itself those of the person.
"""

from alembic import context, op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BEFORE = "AND c.organisation_id = n.organisation_id"
AFTER = f"""{BEFORE}
    AND n.reads <@ CASE c.kind WHEN 'investigation' THEN '{{identity,exploitation,justice}}'::text[]
        ELSE '{{identity,exploitation,protection,health}}'::text[] END"""


def upgrade() -> None:
    body = _earlier_body()
    if body.count(BEFORE) != 3:
        raise LookupError("check_grants has changed")
    _replace(body.replace(BEFORE, AFTER))


def downgrade() -> None:
    _replace(_earlier_body())


def _earlier_body() -> str:
    return str(context.script.get_revision("0025").module.checks(after=True))


def _replace(body: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION check_grants() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
    )
