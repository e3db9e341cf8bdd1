//! Indexes on what rows are looked up by every time a booking is cancelled, a refund is settled or a letter is sent. SQLite does
//! not use an index with a condition for a value that is bound, so these have none.

use crate::ddl;
use sea_orm_migration::prelude::*;

const UP: &str = "
CREATE INDEX refund_charge ON refund (charge_id)
;
CREATE INDEX place_change_booking ON place_change (booking_id)
;
CREATE INDEX waiting_offer_event ON waiting_offer (event_id)
;
CREATE INDEX membership_term_charge ON membership_term (charge_id)
;
CREATE INDEX person_email_address ON person_email (folded_address)
";

const DOWN: &str = "
DROP INDEX person_email_address
;
DROP INDEX membership_term_charge
;
DROP INDEX waiting_offer_event
;
DROP INDEX place_change_booking
;
DROP INDEX refund_charge
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
