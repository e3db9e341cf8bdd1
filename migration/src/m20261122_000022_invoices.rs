//! Customers, how a charge is to be invoiced, invoices and credit notes with gap-free numbers, notices and write-offs (INV-1 to
//! INV-10, AC-01 to AC-07).

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] =
    &["customer", "charge_billing", "invoice", "credit_note", "credit_note_line", "invoice_notice", "write_off"];

const UP: &str = "
CREATE TABLE customer (
    id {id},
    organisation_id BIGINT NOT NULL UNIQUE REFERENCES organisation (id),
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    email TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    requires_po {bool} NOT NULL,
    terms_days INTEGER NOT NULL CHECK (terms_days BETWEEN 0 AND 120),
    approved_at {instant},
    approved_by_id BIGINT REFERENCES person (id),
    refused_at {instant},
    refused_reason TEXT,
    reminders_paused {bool} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL
)
;
CREATE TABLE charge_billing (
    id {id},
    charge_id BIGINT NOT NULL UNIQUE REFERENCES charge (id),
    customer_id BIGINT NOT NULL REFERENCES customer (id),
    billing_name TEXT NOT NULL,
    billing_address TEXT NOT NULL,
    billing_email TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    buyer_reference TEXT NOT NULL,
    po_number TEXT,
    po_given_at {instant},
    po_promised_by {date},
    supply_on {date},
    supply_words TEXT NOT NULL,
    is_checked {bool} NOT NULL,
    is_disputed {bool} NOT NULL,
    dispute_reason TEXT NOT NULL,
    link_generation INTEGER NOT NULL,
    created_at {instant} NOT NULL
)
;
CREATE INDEX charge_billing_customer ON charge_billing (customer_id)
;
CREATE TABLE invoice (
    id {id},
    number TEXT NOT NULL UNIQUE,
    billing_id BIGINT NOT NULL REFERENCES charge_billing (id),
    issued_at {instant} NOT NULL,
    issued_on {date} NOT NULL,
    due_on {date} NOT NULL,
    total_pence BIGINT NOT NULL CHECK (total_pence > 0),
    shows_po {bool} NOT NULL,
    last_credit_id BIGINT NOT NULL,
    content {json} NOT NULL,
    replaced_at {instant}
)
;
CREATE UNIQUE INDEX invoice_one_current ON invoice (billing_id) WHERE replaced_at IS NULL
;
CREATE INDEX invoice_issued ON invoice (issued_on)
;
CREATE TABLE credit_note (
    id {id},
    number TEXT NOT NULL UNIQUE,
    invoice_id BIGINT NOT NULL REFERENCES invoice (id),
    reason TEXT NOT NULL,
    issued_at {instant} NOT NULL,
    issued_on {date} NOT NULL,
    total_pence BIGINT NOT NULL CHECK (total_pence > 0),
    content {json} NOT NULL
)
;
CREATE INDEX credit_note_invoice ON credit_note (invoice_id)
;
CREATE TABLE credit_note_line (
    id {id},
    credit_note_id BIGINT NOT NULL REFERENCES credit_note (id),
    charge_line_id BIGINT NOT NULL REFERENCES charge_line (id),
    charge_credit_id BIGINT UNIQUE REFERENCES charge_credit (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0)
)
;
CREATE INDEX credit_note_line_note ON credit_note_line (credit_note_id)
;
CREATE TABLE invoice_notice (
    id {id},
    billing_id BIGINT NOT NULL REFERENCES charge_billing (id),
    kind TEXT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE,
    sent_at {instant} NOT NULL
)
;
CREATE INDEX invoice_notice_billing ON invoice_notice (billing_id)
;
CREATE TABLE write_off (
    id {id},
    charge_id BIGINT NOT NULL REFERENCES charge (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('requested', 'done', 'refused')),
    requested_by_id BIGINT NOT NULL REFERENCES person (id),
    requested_at {instant} NOT NULL,
    decided_by_id BIGINT REFERENCES person (id),
    decided_at {instant}
)
;
CREATE UNIQUE INDEX write_off_one_waiting ON write_off (charge_id) WHERE state = 'requested'
";

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, TABLES).await
    }
}
