//! Words for what a paid booking can become: moved places, invoices, prices with other reasons, and charges for the
//! difference of a change or for training in an authority's own house.

use crate::ddl::{self, Words};
use sea_orm_migration::prelude::*;

const CHANGES: &[Words<'static>] = &[
    Words {
        table: "charge_line",
        column: "purpose_kind",
        before: &["place", "membership_term"],
        after: &["place", "membership_term", "place_change", "in_house"],
    },
    Words {
        table: "booking",
        column: "payment_method",
        before: &["card", "bank_transfer", "free"],
        after: &["card", "bank_transfer", "free", "invoice"],
    },
    Words {
        table: "booking",
        column: "state",
        before: &["held", "confirmed", "expired", "cancelled"],
        after: &["held", "confirmed", "expired", "cancelled", "moved"],
    },
    Words {
        table: "place",
        column: "state",
        before: &["held", "confirmed", "expired", "cancelled"],
        after: &["held", "confirmed", "expired", "cancelled", "moved"],
    },
    Words {
        table: "place",
        column: "price_reason",
        before: &["standard", "member", "free"],
        after: &["standard", "member", "free", "early_bird", "code", "bursary", "complimentary", "agreed"],
    },
];

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for words in CHANGES {
            ddl::change_words(manager, words).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for words in CHANGES {
            ddl::change_words(manager, &words.reversed()).await?;
        }
        Ok(())
    }
}
