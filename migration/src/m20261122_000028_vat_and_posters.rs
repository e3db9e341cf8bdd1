//! Whether the charity is registered for VAT, who caused each entry of the ledger, links to statements, money that a
//! customer paid without naming an invoice, and which kinds of member are in the profession.

use crate::ddl::{self, Words};
use sea_orm_migration::prelude::*;

const UP: &str = "
ALTER TABLE charity_identity ADD COLUMN vat_number TEXT
;
ALTER TABLE charity_identity ADD COLUMN vat_registered_from {date}
;
ALTER TABLE ledger_transaction ADD COLUMN posted_by TEXT NOT NULL DEFAULT 'unknown'
;
ALTER TABLE ledger_transaction ADD COLUMN posted_by_person_id BIGINT REFERENCES person (id)
;
ALTER TABLE customer ADD COLUMN link_generation INTEGER NOT NULL DEFAULT 1
;
ALTER TABLE payment ADD COLUMN customer_id BIGINT REFERENCES customer (id)
;
ALTER TABLE membership_type ADD COLUMN is_in_profession {bool} NOT NULL DEFAULT TRUE
";

const DOWN: &str = "
ALTER TABLE membership_type DROP COLUMN is_in_profession
;
ALTER TABLE payment DROP COLUMN customer_id
;
ALTER TABLE customer DROP COLUMN link_generation
;
ALTER TABLE ledger_transaction DROP COLUMN posted_by_person_id
;
ALTER TABLE ledger_transaction DROP COLUMN posted_by
;
ALTER TABLE charity_identity DROP COLUMN vat_registered_from
;
ALTER TABLE charity_identity DROP COLUMN vat_number
";

const BEFORE: &[&str] = &["outside_scope", "exempt", "zero", "standard"];
const AFTER: &[&str] = &["outside_scope", "exempt", "zero", "standard", "exempt_membership"];

/// Every column that says how something stands to VAT.
const TREATMENTS: [Words<'static>; 3] = [
    Words { table: "charge_line", column: "vat_treatment", before: BEFORE, after: AFTER },
    Words { table: "price_band", column: "vat_treatment", before: BEFORE, after: AFTER },
    Words { table: "in_house_quote_line", column: "vat_treatment", before: BEFORE, after: AFTER },
];

/// Subscriptions were exempt before the ground of an exemption was kept.
const SUBSCRIPTIONS: &str = "UPDATE charge_line SET vat_treatment = 'exempt_membership' \
     WHERE vat_treatment = 'exempt' AND purpose_kind = 'membership_term'";
const SUBSCRIPTIONS_BACK: &str =
    "UPDATE charge_line SET vat_treatment = 'exempt' WHERE vat_treatment = 'exempt_membership'";

/// See the module's first line.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, UP).await?;
        for words in &TREATMENTS {
            ddl::change_words(manager, words).await?;
        }
        ddl::run(manager, SUBSCRIPTIONS).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        ddl::run(manager, SUBSCRIPTIONS_BACK).await?;
        for words in TREATMENTS.iter().rev() {
            ddl::change_words(manager, &words.reversed()).await?;
        }
        ddl::run(manager, DOWN).await
    }
}
