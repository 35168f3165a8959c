"""Run the migrations as the owner role, on the connection that ``referral-api migrate`` hands in."""

from alembic import context

from referral_api.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
