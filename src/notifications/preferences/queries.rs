//! Reads of answers and refusals.

use std::collections::BTreeMap;

use entity::{email_choice, marketing_refusal};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::choice::{Answer, Basis, Choice, MailPurpose};
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;

/// The newest answer of each kind that the person was asked about.
pub async fn current_choices(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<BTreeMap<MailPurpose, Choice>, Unexpected> {
    use email_choice::{Column, Entity};
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    let mut newest = BTreeMap::new();
    for row in rows {
        let choice = read_choice(row)?;
        newest.insert(choice.purpose, choice);
    }
    Ok(newest)
}

fn read_choice(row: email_choice::Model) -> Result<Choice, Unexpected> {
    Ok(Choice {
        purpose: MailPurpose::parse(&row.purpose).with_context(|| format!("mail of the kind {:?}", row.purpose))?,
        basis: Basis::parse(&row.basis).with_context(|| format!("a basis of {:?}", row.basis))?,
        answer: Answer::parse(&row.answer).with_context(|| format!("an answer of {:?}", row.answer))?,
        source: row.source,
        at: row.at,
    })
}

/// Whether this address refused this kind of mail.
pub(super) async fn is_refused(
    db: &impl ConnectionTrait,
    address_hash: &str,
    purpose: MailPurpose,
) -> Result<bool, DbErr> {
    use marketing_refusal::{Column, Entity};
    let found = Entity::find()
        .filter(Column::AddressHash.eq(address_hash))
        .filter(Column::Purpose.eq(purpose.word()))
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Every answer the person ever gave, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, DbErr> {
    use email_choice::{Column, Entity, Model};
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    let shown = |row: &Model| {
        json!({
            "purpose": row.purpose, "basis": row.basis, "answer": row.answer, "source": row.source,
            "wording_version": row.wording_version, "at": row.at,
        })
    };
    Ok(rows.iter().map(shown).collect())
}
