"""Alembic's environment: the connection is given, the metadata is ours."""

from alembic import context

from incubator_desk.store.record import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
