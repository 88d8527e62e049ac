"""Codes for a part of a declaration, village helpers, keys that find duplicates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.String(32)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "part_code",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("declaration_id", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("taken_at", TIME, nullable=True),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'taken', 'done', 'withdrawn', 'left', 'locked')", name=op.f("ck_part_code_status")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_part_code_declaration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["given_by"], ["contact.id"], name=op.f("fk_part_code_given_by"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["taken_by"], ["contact.id"], name=op.f("fk_part_code_taken_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_part_code")),
    )
    op.create_index(op.f("ix_part_code_declaration_id"), "part_code", ["declaration_id"])
    op.create_index(op.f("ix_part_code_taken_by"), "part_code", ["taken_by"])

    op.create_table(
        "helper",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("commune_code", sa.String(), nullable=False),
        sa.Column("villages", JSON, nullable=False),
        sa.Column("first_day", sa.String(), nullable=False),
        sa.Column("last_day", sa.String(), nullable=False),
        sa.Column("pin_salt", sa.String(), nullable=False),
        sa.Column("pin_hash", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("wrong_pins", sa.Integer(), nullable=False),
        sa.Column("locked_until", TIME, nullable=True),
        sa.Column("enrolled_by", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("revoked_at", TIME, nullable=True),
        sa.CheckConstraint("status IN ('active', 'revoked')", name=op.f("ck_helper_status")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_helper_contact_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helper")),
    )
    op.create_index(op.f("ix_helper_contact_id"), "helper", ["contact_id"])

    op.create_table(
        "match_key",
        sa.Column("declaration_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_match_key_declaration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("declaration_id", "key", name=op.f("pk_match_key")),
    )
    op.create_index(op.f("ix_match_key_key"), "match_key", ["key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_match_key_key"), table_name="match_key")

    op.drop_table("match_key")
    op.drop_index(op.f("ix_helper_contact_id"), table_name="helper")

    op.drop_table("helper")
    op.drop_index(op.f("ix_part_code_taken_by"), table_name="part_code")
    op.drop_index(op.f("ix_part_code_declaration_id"), table_name="part_code")

    op.drop_table("part_code")
