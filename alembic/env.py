"""Run the migrations as the owner role, on the connection that ``referral-api migrate`` hands in.

Without a connection they are written as SQL, for whoever wants to read them first.
"""

from alembic import context
from sqlalchemy import Connection, event

from referral_api.tables import metadata


def bound_waiting(connection: Connection) -> None:
    """Bound how long a statement of a transaction waits for a lock: who comes after it waits too.

    An autocommit block has no such bound: nobody waits behind what may stand in one.
    """
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        limit = context.config.attributes["lock_timeout"]
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{limit}'")


if context.is_offline_mode():
    context.configure(
        dialect_name="postgresql",
        target_metadata=metadata,
        literal_binds=True,
        transaction_per_migration=True,
    )
else:
    event.listen(context.config.attributes["connection"], "begin", bound_waiting)
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        compare_type=True,
        transaction_per_migration=True,
    )
with context.begin_transaction():
    context.run_migrations()
