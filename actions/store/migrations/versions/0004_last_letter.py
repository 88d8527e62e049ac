"""Where the answer to "erase everything" is sent, until it is sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contact", sa.Column("last_address", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("contact", "last_address")
