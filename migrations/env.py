"""Run migrations as the owner role, in one transaction, on the connection that is handed over."""

from alembic import context

import portal.models  # noqa: F401  # completes the metadata
from portal.db.base import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_schemas=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
