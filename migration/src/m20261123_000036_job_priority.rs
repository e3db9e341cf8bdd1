//! What goes before what in the queue, and indexes on columns that name a row of another table: the database looks through them
//! whenever such a row is deleted, and people are found by them. Taking an import of 100,000 people back read tables of as many
//! rows for each of them.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE job ADD COLUMN priority INTEGER NOT NULL DEFAULT 1
;
DROP INDEX job_due
;
CREATE INDEX job_due ON job (state, priority, run_at, id)
;
CREATE INDEX person_merged_into ON person (merged_into_id) WHERE merged_into_id IS NOT NULL
;
CREATE INDEX person_profile_checked_by ON person_profile (registration_checked_by_id)
 WHERE registration_checked_by_id IS NOT NULL
;
CREATE INDEX email_choice_recorded_by ON email_choice (recorded_by_id) WHERE recorded_by_id IS NOT NULL
;
CREATE INDEX audit_entry_actor ON audit_entry (actor_person_id) WHERE actor_person_id IS NOT NULL
;
CREATE INDEX outbox_message_person ON outbox_message (person_id)
;
CREATE INDEX charge_payer_person ON charge (payer_person_id) WHERE payer_person_id IS NOT NULL
;
CREATE INDEX ledger_transaction_poster ON ledger_transaction (posted_by_person_id) WHERE posted_by_person_id IS NOT NULL
;
CREATE INDEX sign_in_code_person ON sign_in_code (person_id)
;
CREATE INDEX refund_line_refund ON refund_line (refund_id)
;
CREATE INDEX payment_allocation_payment ON payment_allocation (payment_id)
;
CREATE INDEX delivery_attempt_message ON delivery_attempt (outbox_message_id)
";

const DOWN: &str = "
DROP INDEX delivery_attempt_message
;
DROP INDEX payment_allocation_payment
;
DROP INDEX refund_line_refund
;
DROP INDEX sign_in_code_person
;
DROP INDEX ledger_transaction_poster
;
DROP INDEX charge_payer_person
;
DROP INDEX outbox_message_person
;
DROP INDEX audit_entry_actor
;
DROP INDEX email_choice_recorded_by
;
DROP INDEX person_profile_checked_by
;
DROP INDEX person_merged_into
;
DROP INDEX job_due
;
CREATE INDEX job_due ON job (state, run_at)
;
ALTER TABLE job DROP COLUMN priority
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
