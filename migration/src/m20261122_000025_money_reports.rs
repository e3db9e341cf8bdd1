//! Income by the day it was earned, what a dispute cost, requests that were refused, and who opened the page to join.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE TABLE income_recognition (
    id {id},
    charge_line_id BIGINT NOT NULL REFERENCES charge_line (id),
    amount_pence BIGINT NOT NULL CHECK (amount_pence <> 0),
    earned_on {date} NOT NULL,
    recognised_at {instant} NOT NULL
)
;
CREATE INDEX income_recognition_line ON income_recognition (charge_line_id)
;
CREATE TABLE refused_request (
    id {id},
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    wanted TEXT NOT NULL CHECK (wanted IN ('cancel', 'substitute', 'move', 'refund', 'other')),
    why TEXT NOT NULL,
    times INTEGER NOT NULL CHECK (times > 0),
    first_asked_at {instant} NOT NULL,
    last_asked_at {instant} NOT NULL,
    UNIQUE (booking_id, wanted, why)
)
;
CREATE TABLE join_opening (
    place_id BIGINT PRIMARY KEY REFERENCES place (id),
    times INTEGER NOT NULL CHECK (times > 0),
    first_opened_at {instant} NOT NULL,
    last_opened_at {instant} NOT NULL
)
;
ALTER TABLE dispute ADD COLUMN fee_pence BIGINT NOT NULL DEFAULT 0
;
ALTER TABLE dispute ADD COLUMN reason TEXT
;
ALTER TABLE dispute ADD COLUMN answer_by {instant}
;
CREATE INDEX ledger_transaction_day ON ledger_transaction (occurred_on)
;
CREATE INDEX ledger_posting_account ON ledger_posting (account, charge_id)
";

const DOWN: &str = "
DROP INDEX ledger_posting_account
;
DROP INDEX ledger_transaction_day
;
ALTER TABLE dispute DROP COLUMN answer_by
;
ALTER TABLE dispute DROP COLUMN reason
;
ALTER TABLE dispute DROP COLUMN fee_pence
;
DROP TABLE join_opening
;
DROP TABLE refused_request
;
DROP TABLE income_recognition
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
        ddl::run(manager, DOWN).await
    }
}
