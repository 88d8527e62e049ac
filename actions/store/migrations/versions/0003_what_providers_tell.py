"""Tokens of a provider's account; when a letter was delivered and seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "provider_token",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("access_token", sa.String(), nullable=False),
        sa.Column("refresh_token", sa.String(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("refreshed_at", TIME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("claimed_at", TIME, nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_provider_token")),
    )
    op.add_column("outbox", sa.Column("delivered_at", TIME, nullable=True))
    op.add_column("outbox", sa.Column("seen_at", TIME, nullable=True))
    op.create_index(op.f("ix_outbox_provider_id"), "outbox", ["provider_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_outbox_provider_id"), table_name="outbox")
    op.drop_column("outbox", "seen_at")
    op.drop_column("outbox", "delivered_at")
    op.drop_table("provider_token")
