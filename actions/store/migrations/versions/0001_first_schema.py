"""The first schema: talking, filing, and the house itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TIME = sa.String(32)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_type", sa.String(), nullable=False),
        sa.Column("object_id", sa.String(), nullable=False),
        sa.Column("detail", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_object_type_object_id"), "audit", ["object_type", "object_id"])

    op.create_table(
        "contact",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("locality_code", sa.String(), nullable=True),
        sa.Column("do_not_notify", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("channel", "address", name=op.f("uq_contact_channel_address")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("run_at", TIME, nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", TIME, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'running', 'done', 'dead')", name=op.f("ck_job_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index(op.f("ix_job_status_run_at"), "job", ["status", "run_at"])

    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("data", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_table(
        "contact_person",
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_contact_person_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contact_person_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact_id", "person_id", name=op.f("pk_contact_person")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("owner_version", sa.Integer(), nullable=False),
        sa.Column("owner_reason", sa.String(), nullable=True),
        sa.Column("queue", sa.String(), nullable=True),
        sa.Column("lang", sa.String(), nullable=False),
        sa.Column("locality_code", sa.String(), nullable=True),
        sa.Column("dialogue", JSON, nullable=False),
        sa.Column("awaiting", JSON, nullable=True),
        sa.Column("asked_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("rasa_sender", sa.String(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.CheckConstraint("owner IN ('bot', 'queued', 'officer')", name=op.f("ck_conversation_owner")),
        sa.CheckConstraint(
            "state IN ('idle', 'interview', 'review', 'submitted', 'queued', 'officer', 'paused', 'cancelled')",
            name=op.f("ck_conversation_state"),
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_conversation_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(op.f("ix_conversation_contact_id_created_at"), "conversation", ["contact_id", "created_at"])

    op.create_table(
        "declaration",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("procedure_id", sa.String(), nullable=False),
        sa.Column("procedure_version", sa.String(), nullable=False),
        sa.Column("subject_label", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("filing_basis", sa.String(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'paused', 'submitted', 'cancelled')", name=op.f("ck_declaration_status")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_declaration_contact_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_declaration_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declaration")),
    )
    op.create_index(op.f("ix_declaration_contact_id_status"), "declaration", ["contact_id", "status"])
    op.create_index(op.f("ix_declaration_conversation_id_created_at"), "declaration", ["conversation_id", "created_at"])

    op.create_table(
        "inbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("provider_message_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("asked_id", sa.String(), nullable=True),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", TIME, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("notice_sent", sa.Boolean(), nullable=False),
        sa.Column("done_at", TIME, nullable=True),
        sa.Column("result", JSON, nullable=True),
        sa.CheckConstraint("kind IN ('text', 'choice', 'keys', 'media', 'command')", name=op.f("ck_inbox_kind")),
        sa.CheckConstraint("status IN ('new', 'done', 'held', 'dead')", name=op.f("ck_inbox_status")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_inbox_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("channel", "provider_message_id", name=op.f("uq_inbox_channel_provider_message_id")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_inbox_conversation_id_seq")),
    )
    op.create_index(op.f("ix_inbox_conversation_id_status_seq"), "inbox", ["conversation_id", "status", "seq"])
    op.create_index(op.f("ix_inbox_status_next_try_at"), "inbox", ["status", "next_try_at"])

    op.create_table(
        "media",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_media_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
    )
    op.create_index(op.f("ix_media_conversation_id"), "media", ["conversation_id"])

    op.create_table(
        "answer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("declaration_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("value", JSON, nullable=True),
        sa.Column("raw_text", sa.String(), nullable=True),
        sa.Column("media_id", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("warnings", JSON, nullable=False),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("inbox_id", sa.String(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("source IN ('said', 'keyed', 'photo', 'derived', 'officer')", name=op.f("ck_answer_source")),
        sa.CheckConstraint(
            "status IN ('known', 'candidates', 'unknown', 'unread', 'disputed')",
            name=op.f("ck_answer_status"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_answer_declaration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["media_id"], ["media.id"], name=op.f("fk_answer_media_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("declaration_id", "field", "version", name=op.f("uq_answer_declaration_id_field_version")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("declaration_id", sa.String(), nullable=True),
        sa.Column("wording_version", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("inbox_id", sa.String(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.CheckConstraint("how IN ('text', 'choice', 'keys', 'voice')", name=op.f("ck_consent_how")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_consent_contact_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_consent_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_consent_declaration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_contact_id_purpose_at"), "consent", ["contact_id", "purpose", "at"])

    op.create_table(
        "declaration_access",
        sa.Column("declaration_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("verified_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_declaration_access_contact_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_declaration_access_declaration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("declaration_id", "contact_id", name=op.f("pk_declaration_access")),
    )
    op.create_table(
        "dossier",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("declaration_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=True),
        sa.Column("commune_code", sa.String(), nullable=True),
        sa.Column("procedure_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("filing_basis", sa.String(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_dossier_contact_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name=op.f("fk_dossier_declaration_id")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_dossier")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_dossier_declaration_id")),
    )
    op.create_index(op.f("ix_dossier_commune_code_status"), "dossier", ["commune_code", "status"])

    op.create_table(
        "journal",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("declaration_id", sa.String(), nullable=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("detail", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_journal_conversation_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_journal_declaration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
    )
    op.create_index(op.f("ix_journal_conversation_id_at"), "journal", ["conversation_id", "at"])
    op.create_index(op.f("ix_journal_event_at"), "journal", ["event", "at"])

    op.create_table(
        "outbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("inbox_id", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("utterance", JSON, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", TIME, nullable=True),
        sa.Column("provider_id", sa.String(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("sent_at", TIME, nullable=True),
        sa.CheckConstraint("status IN ('pending', 'sent', 'dead')", name=op.f("ck_outbox_status")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_outbox_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["inbox_id"], ["inbox.id"], name=op.f("fk_outbox_inbox_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_outbox_conversation_id_seq")),
    )
    op.create_index(op.f("ix_outbox_inbox_id_position"), "outbox", ["inbox_id", "position"])
    op.create_index(op.f("ix_outbox_status_next_try_at"), "outbox", ["status", "next_try_at"])

    op.create_table(
        "question",
        sa.Column("asked_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("declaration_id", sa.String(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("awaiting", JSON, nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("answered_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_question_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.id"],
            name=op.f("fk_question_declaration_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("asked_id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_conversation_id_asked_at"), "question", ["conversation_id", "asked_at"])

    op.create_table(
        "accepted_version",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("declaration_id", sa.String(), nullable=False),
        sa.Column("dossier_code", sa.String(), nullable=True),
        sa.Column("content", JSON, nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("typed_by", sa.String(), nullable=False),
        sa.Column("present", JSON, nullable=False),
        sa.Column("accepted_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_accepted_version_declaration_id")
        ),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossier.code"], name=op.f("fk_accepted_version_dossier_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accepted_version")),
    )
    op.create_index(
        op.f("ix_accepted_version_declaration_id_accepted_at"),
        "accepted_version",
        ["declaration_id", "accepted_at"],
    )

    op.create_table(
        "leg",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("dossier_code", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.CheckConstraint("status IN ('held', 'ready', 'sent', 'done', 'failed')", name=op.f("ck_leg_status")),
        sa.ForeignKeyConstraint(["dossier_code"], ["dossier.code"], name=op.f("fk_leg_dossier_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leg")),
        sa.UniqueConstraint("dossier_code", "system", name=op.f("uq_leg_dossier_code_system")),
    )
    op.create_table(
        "spool",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("leg_id", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", TIME, nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("payload", JSON, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("status IN ('held', 'queued', 'sent', 'dead')", name=op.f("ck_spool_status")),
        sa.ForeignKeyConstraint(["leg_id"], ["leg.id"], name=op.f("fk_spool_leg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spool")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_spool_idempotency_key")),
    )
    op.create_index(op.f("ix_spool_status_next_try_at"), "spool", ["status", "next_try_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_spool_status_next_try_at"), table_name="spool")

    op.drop_table("spool")
    op.drop_table("leg")
    op.drop_index(op.f("ix_accepted_version_declaration_id_accepted_at"), table_name="accepted_version")

    op.drop_table("accepted_version")
    op.drop_index(op.f("ix_question_conversation_id_asked_at"), table_name="question")

    op.drop_table("question")
    op.drop_index(op.f("ix_outbox_status_next_try_at"), table_name="outbox")
    op.drop_index(op.f("ix_outbox_inbox_id_position"), table_name="outbox")

    op.drop_table("outbox")
    op.drop_index(op.f("ix_journal_event_at"), table_name="journal")
    op.drop_index(op.f("ix_journal_conversation_id_at"), table_name="journal")

    op.drop_table("journal")
    op.drop_index(op.f("ix_dossier_commune_code_status"), table_name="dossier")

    op.drop_table("dossier")
    op.drop_table("declaration_access")
    op.drop_index(op.f("ix_consent_contact_id_purpose_at"), table_name="consent")

    op.drop_table("consent")
    op.drop_table("answer")
    op.drop_index(op.f("ix_media_conversation_id"), table_name="media")

    op.drop_table("media")
    op.drop_index(op.f("ix_inbox_status_next_try_at"), table_name="inbox")
    op.drop_index(op.f("ix_inbox_conversation_id_status_seq"), table_name="inbox")

    op.drop_table("inbox")
    op.drop_index(op.f("ix_declaration_conversation_id_created_at"), table_name="declaration")
    op.drop_index(op.f("ix_declaration_contact_id_status"), table_name="declaration")

    op.drop_table("declaration")
    op.drop_index(op.f("ix_conversation_contact_id_created_at"), table_name="conversation")

    op.drop_table("conversation")
    op.drop_table("contact_person")
    op.drop_table("person")
    op.drop_index(op.f("ix_job_status_run_at"), table_name="job")

    op.drop_table("job")
    op.drop_table("contact")
    op.drop_index(op.f("ix_audit_object_type_object_id"), table_name="audit")
    op.drop_index(op.f("ix_audit_at"), table_name="audit")

    op.drop_table("audit")
