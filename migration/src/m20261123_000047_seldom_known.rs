//! Indexes on columns that most rows leave empty know the other rows alone: a booking writes five pages less. Whoever asks for
//! one payment, person or booker says by that that it is not empty, so both databases still use them.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
DROP INDEX ledger_posting_payment
;
CREATE INDEX ledger_posting_payment ON ledger_posting (payment_id, account) WHERE payment_id IS NOT NULL
;
DROP INDEX place_person
;
CREATE INDEX place_person ON place (person_id) WHERE person_id IS NOT NULL
;
DROP INDEX booking_booker
;
CREATE INDEX booking_booker ON booking (booker_person_id) WHERE booker_person_id IS NOT NULL
;
DROP INDEX outbox_message_person
;
CREATE INDEX outbox_message_person ON outbox_message (person_id) WHERE person_id IS NOT NULL
";

const DOWN: &str = "
DROP INDEX outbox_message_person
;
CREATE INDEX outbox_message_person ON outbox_message (person_id)
;
DROP INDEX booking_booker
;
CREATE INDEX booking_booker ON booking (booker_person_id)
;
DROP INDEX place_person
;
CREATE INDEX place_person ON place (person_id)
;
DROP INDEX ledger_posting_payment
;
CREATE INDEX ledger_posting_payment ON ledger_posting (payment_id, account)
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
