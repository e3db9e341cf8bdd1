//! Double entry in pence from the first day (D12): charges, checkouts, payments, allocations, credits, refunds, postings.

use crate::ddl;
use sea_orm_migration::prelude::*;

const TABLES: &[&str] = &[
    "charge",
    "charge_line",
    "checkout",
    "payment",
    "payment_allocation",
    "charge_credit",
    "refund",
    "refund_line",
    "dispute",
    "ledger_transaction",
    "ledger_posting",
    "webhook_event",
];

const UP: &str = "
CREATE TABLE charge (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    payer_kind TEXT NOT NULL CHECK (payer_kind IN ('person', 'organisation')),
    payer_person_id BIGINT REFERENCES person (id),
    payer_organisation_id BIGINT REFERENCES organisation (id),
    payer_name TEXT NOT NULL,
    payer_email TEXT NOT NULL,
    description TEXT NOT NULL,
    raised_at {instant} NOT NULL
)
;
CREATE TABLE charge_line (
    id {id},
    charge_id BIGINT NOT NULL REFERENCES charge (id),
    position INTEGER NOT NULL,
    purpose_kind TEXT NOT NULL CHECK (purpose_kind IN ('place', 'membership_term')),
    purpose_id BIGINT NOT NULL,
    description TEXT NOT NULL,
    vat_treatment TEXT NOT NULL CHECK (vat_treatment IN ('outside_scope', 'exempt', 'zero', 'standard')),
    list_price_pence BIGINT NOT NULL CHECK (list_price_pence >= 0),
    discount_pence BIGINT NOT NULL CHECK (discount_pence >= 0),
    price_pence BIGINT NOT NULL CHECK (price_pence >= 0),
    fund TEXT NOT NULL,
    activity TEXT NOT NULL,
    CHECK (price_pence = list_price_pence - discount_pence),
    UNIQUE (charge_id, position)
)
;
CREATE INDEX charge_line_purpose ON charge_line (purpose_kind, purpose_id)
;
CREATE TABLE checkout (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    charge_id BIGINT NOT NULL REFERENCES charge (id),
    state TEXT NOT NULL CHECK (state IN ('created', 'open', 'expired', 'paid')),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    request {json} NOT NULL,
    stripe_session_id TEXT UNIQUE,
    url TEXT,
    expires_at {instant} NOT NULL,
    created_at {instant} NOT NULL,
    last_checked_at {instant},
    ended_at {instant}
)
;
CREATE INDEX checkout_charge ON checkout (charge_id)
;
CREATE INDEX checkout_state ON checkout (state, expires_at)
;
CREATE TABLE payment (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    method TEXT NOT NULL CHECK (method IN ('card', 'bank_transfer', 'cheque')),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    checkout_id BIGINT UNIQUE REFERENCES checkout (id),
    stripe_payment_intent TEXT UNIQUE,
    bank_reference TEXT,
    value_on {date} NOT NULL,
    received_at {instant} NOT NULL,
    recorded_by_id BIGINT REFERENCES person (id)
)
;
CREATE TABLE payment_allocation (
    id {id},
    payment_id BIGINT NOT NULL REFERENCES payment (id),
    charge_id BIGINT NOT NULL REFERENCES charge (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    allocated_at {instant} NOT NULL
)
;
CREATE INDEX payment_allocation_charge ON payment_allocation (charge_id)
;
CREATE TABLE charge_credit (
    id {id},
    charge_line_id BIGINT NOT NULL REFERENCES charge_line (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    reason TEXT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE,
    credited_at {instant} NOT NULL
)
;
CREATE INDEX charge_credit_line ON charge_credit (charge_line_id)
;
CREATE TABLE refund (
    id {id},
    reference TEXT NOT NULL UNIQUE,
    payment_id BIGINT NOT NULL REFERENCES payment (id),
    charge_id BIGINT REFERENCES charge (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    reason TEXT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('requested', 'approved', 'sent', 'succeeded', 'failed', 'manual', 'refused', 'given_up')),
    method TEXT NOT NULL CHECK (method IN ('stripe', 'manual')),
    stripe_refund_id TEXT UNIQUE,
    attempts INTEGER NOT NULL DEFAULT 0,
    last_error TEXT,
    manual_reference TEXT,
    requested_by_id BIGINT REFERENCES person (id),
    decided_by_id BIGINT REFERENCES person (id),
    requested_at {instant} NOT NULL,
    sent_at {instant},
    ended_at {instant}
)
;
CREATE INDEX refund_payment ON refund (payment_id)
;
CREATE INDEX refund_state ON refund (state)
;
CREATE TABLE refund_line (
    id {id},
    refund_id BIGINT NOT NULL REFERENCES refund (id),
    charge_line_id BIGINT NOT NULL REFERENCES charge_line (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0)
)
;
CREATE INDEX refund_line_charge_line ON refund_line (charge_line_id)
;
CREATE TABLE dispute (
    id {id},
    stripe_dispute_id TEXT NOT NULL UNIQUE,
    payment_id BIGINT NOT NULL REFERENCES payment (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'won', 'lost')),
    opened_at {instant} NOT NULL,
    ended_at {instant}
)
;
CREATE INDEX dispute_payment ON dispute (payment_id)
;
CREATE TABLE ledger_transaction (
    id {id},
    kind TEXT NOT NULL,
    occurred_on {date} NOT NULL,
    recorded_at {instant} NOT NULL,
    document_kind TEXT NOT NULL,
    document_id BIGINT NOT NULL,
    dedupe_key TEXT NOT NULL UNIQUE
)
;
CREATE TABLE ledger_posting (
    id {id},
    transaction_id BIGINT NOT NULL REFERENCES ledger_transaction (id),
    account TEXT NOT NULL,
    fund TEXT NOT NULL,
    activity TEXT NOT NULL,
    amount_pence BIGINT NOT NULL CHECK (amount_pence <> 0),
    charge_id BIGINT REFERENCES charge (id),
    payment_id BIGINT REFERENCES payment (id)
)
;
CREATE INDEX ledger_posting_transaction ON ledger_posting (transaction_id)
;
CREATE INDEX ledger_posting_charge ON ledger_posting (charge_id, account)
;
CREATE INDEX ledger_posting_payment ON ledger_posting (payment_id, account)
;
CREATE TABLE webhook_event (
    id {id},
    provider_event_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at {instant} NOT NULL,
    processed_at {instant},
    outcome TEXT
)
";

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        ddl::append_only(manager, "ledger_transaction").await?;
        ddl::append_only(manager, "ledger_posting").await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::drop_tables(manager, TABLES).await
    }
}
