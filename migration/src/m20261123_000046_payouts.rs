//! What the card processor pays out, line by line, beside what our own books say of each; and joining links that are held back
//! while an invoice is overdue (INV-6).

use crate::ddl;
use sea_orm_migration::prelude::*;

// `known_pence` is what our own books say a line comes to, above zero what came in; none while nothing here matches it.
const UP: &str = "
CREATE TABLE payout (
    id {id},
    stripe_payout_id TEXT NOT NULL UNIQUE,
    amount_pence BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('on_its_way', 'paid', 'failed')),
    is_automatic {bool} NOT NULL,
    made_at {instant} NOT NULL,
    arrives_on {date} NOT NULL,
    first_seen_at {instant} NOT NULL,
    read_at {instant},
    explained_at {instant},
    explained_by_id BIGINT REFERENCES person (id),
    explanation TEXT NOT NULL
)
;
CREATE INDEX payout_arrives ON payout (arrives_on)
;
CREATE TABLE payout_item (
    id {id},
    payout_id BIGINT NOT NULL REFERENCES payout (id),
    stripe_transaction_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund', 'dispute', 'fee', 'payout_returned', 'other')),
    stripe_type TEXT NOT NULL,
    source TEXT NOT NULL,
    payment_intent TEXT,
    refund_reference TEXT,
    amount_pence BIGINT NOT NULL,
    fee_pence BIGINT NOT NULL,
    happened_at {instant} NOT NULL,
    known_pence BIGINT,
    payment_id BIGINT REFERENCES payment (id)
)
;
CREATE INDEX payout_item_payout ON payout_item (payout_id)
;
CREATE INDEX payout_item_unknown ON payout_item (id) WHERE known_pence IS NULL
;
CREATE TABLE join_block (
    id {id},
    booking_id BIGINT NOT NULL REFERENCES booking (id),
    reason TEXT NOT NULL,
    blocked_at {instant} NOT NULL,
    blocked_by_id BIGINT NOT NULL REFERENCES person (id),
    lifted_at {instant},
    lifted_by_id BIGINT REFERENCES person (id)
)
;
CREATE UNIQUE INDEX join_block_live ON join_block (booking_id) WHERE lifted_at IS NULL
";

const DOWN: &str = "
DROP TABLE join_block
;
DROP TABLE payout_item
;
DROP TABLE payout
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
