"""What the coordinator's board counts: the limits that referrals wait for, when places were stated and
how many people are beyond them; and one place for who is there before the acceptance.
"""

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

LIMITS = "acknowledge_by, start_by, feedback_by, answer_cancellation_by, expected_arrival"
# Of each history: the key of its row, its columns, those that come now, what these are made of if that
# has another name, and the rows of which they are filled in.
COUNTED = {
    "referral": (
        "id",
        "case_id, status, sender_id, receiver_id, service_type, priority, sex, age_band, region,"
        " treated_as_child, end_reason, outcome, decide_by, sent_at, received_at, accepted_at,"
        " started_at, closed_at",
        dict.fromkeys(LIMITS.split(", "), "timestamptz"),
        {},
        " WHERE t.status IN ('requested', 'received', 'accepted', 'in_progress', 'on_hold')",
    ),
    "stay": (
        "id",
        "case_id, status, host_organisation_id, unit, sex, age_band, region, treated_as_child,"
        " arrived_at, departed_at, departure_reason, destination_kind",
        {"expected_at": "timestamptz"},
        {},
        " WHERE t.status = 'expected'",
    ),
    "capacity": (
        "organisation_id",
        "places, held, occupied",
        {"overflow": "integer", "stated_at": "timestamptz"},
        {"stated_at": "updated_at"},
        " WHERE true",
    ),
}  # fmt: skip
OF_PLACES = "organisation_id,service_id,unit,places,held,occupied,overflow"
COUNT = """
BEGIN
    IF TG_OP = 'UPDATE' THEN
        UPDATE counted_{table} h
        SET ended = pg_current_xact_id(), ended_generation = (SELECT g.number FROM generation g)
        WHERE h.row_id = OLD.{key} AND h.ended IS NULL
        AND (h.began, h.generation) <> (pg_current_xact_id(), (SELECT g.number FROM generation g));
    END IF;
    INSERT INTO counted_{table} (row_id, generation, {columns})
    VALUES (NEW.{key}, (SELECT g.number FROM generation g), {values})
    ON CONFLICT (row_id, began, generation) DO UPDATE SET ({columns}) = ROW({excluded});
    RETURN NULL;
END
"""
# Of whoever is there already by this referral, the place that the arrival took; else a new one.
HOLD = """
DECLARE
    here stay;
BEGIN
    UPDATE stay s SET has_place = false
    WHERE s.referral_id = wanted_by AND s.host_organisation_id = owner AND s.has_place
    AND s.status IN ('present', 'absent')
    RETURNING s.* INTO here;
    IF FOUND THEN
        RETURN QUERY SELECT here.place_id, here.unit, false, true;
    ELSE
        RETURN QUERY SELECT h.place_id, h.unit, h.is_beyond, false
        FROM hold_place(owner, units, wanted, beyond) h;
    END IF;
END
"""
HOLD_NAME = (
    "hold_place_of_referral(wanted_by uuid, owner uuid, units text[], wanted uuid, beyond boolean)"
)


def upgrade() -> None:
    op.execute("INSERT INTO audit_vocabulary VALUES ('board:read') ON CONFLICT DO NOTHING")
    for table, (_, _, more, _, _) in COUNTED.items():
        for name, kind in more.items():
            op.execute(f"ALTER TABLE counted_{table} ADD COLUMN IF NOT EXISTS {name} {kind}")
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION {HOLD_NAME}"
            " RETURNS TABLE (place_id uuid, unit text, is_beyond boolean, is_here boolean)"
            " LANGUAGE plpgsql SET search_path = public, pg_temp"
            f" AS $body${HOLD}$body$"
        )
    )
    op.execute("REVOKE ALL ON FUNCTION hold_place_of_referral FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION hold_place_of_referral TO referral_app")
    # The host, or who answers for the person and repeats what the host said.
    op.execute("GRANT UPDATE (has_place) ON stay TO referral_app")
    for table, (key, columns, more, made, _) in COUNTED.items():
        _apart()
        _count(table, key, [*columns.split(", "), *more], made)
    _apart()
    _image_places(f"{OF_PLACES},updated_at")
    _fill()


def _fill() -> None:
    """Say of what stands now what its image did not say yet. What has ended waits for nothing."""
    for table, (key, _, more, made, where) in COUNTED.items():
        _apart()
        listed = ", ".join(f"{name} = t.{made.get(name, name)}" for name in more)
        op.execute(
            f"UPDATE counted_{table} h SET {listed} FROM {table} t{where}"
            f" AND h.row_id = t.{key} AND h.ended IS NULL"
        )
    _apart()
    op.execute(
        "UPDATE entry_image h SET image = h.image || jsonb_build_object('updated_at', t.updated_at)"
        " FROM place t WHERE h.kind = 'place' AND h.row_id = t.id AND h.ended IS NULL"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION IF EXISTS hold_place_of_referral")
    op.execute("REVOKE UPDATE (has_place) ON stay FROM referral_app")
    for table, (key, columns, _, _, _) in COUNTED.items():
        _apart()
        _count(table, key, columns.split(", "), {})
    _apart()
    _image_places(OF_PLACES)
    op.execute(
        "UPDATE entry_image h SET image = h.image - 'updated_at'"
        " WHERE h.kind = 'place' AND h.ended IS NULL"
    )
    for table, (_, _, more, _, _) in COUNTED.items():
        _apart()
        for name in more:
            op.execute(f"ALTER TABLE counted_{table} DROP COLUMN IF EXISTS {name}")
    op.execute("DELETE FROM audit_vocabulary WHERE action = 'board:read'")


def _image_places(columns: str) -> None:
    arguments = ", ".join(f"'{name}'" for name in columns.split(","))
    op.execute(
        "CREATE OR REPLACE TRIGGER imaged AFTER INSERT OR UPDATE ON place"
        f" FOR EACH ROW EXECUTE FUNCTION keep_entry_image({arguments})"
    )
    op.execute("ALTER TABLE place ENABLE ALWAYS TRIGGER imaged")


def _count(table: str, key: str, names: list[str], made: dict[str, str]) -> None:
    body = COUNT.format(
        table=table, key=key, columns=", ".join(names),
        values=_values("NEW", names, made),
        excluded=", ".join(f"EXCLUDED.{name}" for name in names),
    )  # fmt: skip
    op.execute(
        _plain(
            f"CREATE OR REPLACE FUNCTION count_{table}() RETURNS trigger LANGUAGE plpgsql"
            f" SECURITY DEFINER SET search_path = public, pg_temp AS $body${body}$body$"
        )
    )
    before, after = (_values(row, names, made) for row in ("OLD", "NEW"))
    op.execute(
        f"CREATE OR REPLACE TRIGGER counted_again AFTER UPDATE ON {table} FOR EACH ROW"
        f" WHEN (ROW({before}) IS DISTINCT FROM ROW({after})) EXECUTE FUNCTION count_{table}()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER counted_again")


def _values(row: str, names: list[str], made: dict[str, str]) -> str:
    return ", ".join(f"{row}.{made.get(name, name)}" for name in names)


def _plain(sql: str) -> str:
    """Keep SQLAlchemy from reading a colon as a parameter."""
    return sql.replace(":", "\\:")


def _apart() -> None:
    """End the transaction: each contended table is locked for itself, and briefly."""
    with op.get_context().autocommit_block():
        pass
