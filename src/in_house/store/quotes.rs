//! Versions of quotes and their lines.

use chrono::NaiveDate;
use entity::{in_house_quote, in_house_quote_line};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::in_house::quote::{QuoteContent, QuoteLine, QuoteState};
use crate::kernel::{Instant, Pence, Unexpected};

/// Writes a draft under its version and gives its id.
pub(in crate::in_house) async fn insert_draft(
    tx: &impl ConnectionTrait,
    (enquiry_id, version): (i64, i32),
    content: &QuoteContent,
    officer: i64,
    now: Instant,
) -> Result<i64, Unexpected> {
    let row = in_house_quote::ActiveModel {
        enquiry_id: Set(enquiry_id),
        version: Set(version),
        state: Set(QuoteState::Draft.word().to_owned()),
        title: Set(content.title.clone()),
        mode: Set(content.mode.word().to_owned()),
        most_attendees: Set(content.most_attendees),
        extra_pence: Set(content.extra.map(Pence::get)),
        words: Set(content.words.clone()),
        valid_until: Set(content.valid_until),
        terms: Set(serde_json::to_value(&content.terms)?),
        link_generation: Set(1),
        created_by_id: Set(Some(officer)),
        created_at: Set(now),
        ..Default::default()
    };
    let id = in_house_quote::Entity::insert(row).exec(tx).await?.last_insert_id;
    let lines = (1_i32..).zip(&content.lines).map(|(position, line)| line_row(id, position, line));
    in_house_quote_line::Entity::insert_many(lines).exec_without_returning(tx).await?;
    Ok(id)
}

fn line_row(quote_id: i64, position: i32, line: &QuoteLine) -> in_house_quote_line::ActiveModel {
    in_house_quote_line::ActiveModel {
        quote_id: Set(quote_id),
        position: Set(position),
        kind: Set(line.kind.word().to_owned()),
        description: Set(line.description.clone()),
        quantity: Set(line.quantity),
        unit_pence: Set(line.unit.get()),
        vat_treatment: Set(line.vat.word().to_owned()),
        ..Default::default()
    }
}

/// Throws a draft away; nobody outside has seen it.
pub(in crate::in_house) async fn delete_draft(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    in_house_quote_line::Entity::delete_many().filter(in_house_quote_line::Column::QuoteId.eq(id)).exec(tx).await?;
    in_house_quote::Entity::delete_many()
        .filter(in_house_quote::Column::Id.eq(id))
        .filter(in_house_quote::Column::State.eq(QuoteState::Draft.word()))
        .exec(tx)
        .await?;
    Ok(())
}

/// What is on offer for this enquiry no longer is: replaced by a later version, or withdrawn.
pub(in crate::in_house) async fn end_offer(
    tx: &impl ConnectionTrait,
    enquiry_id: i64,
    to: QuoteState,
) -> Result<(), DbErr> {
    use in_house_quote::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::State, Expr::value(to.word()))
        .filter(Column::EnquiryId.eq(enquiry_id))
        .filter(Column::State.eq(QuoteState::Sent.word()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Draft to sent; says if it won.
pub(in crate::in_house) async fn mark_sent(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    use in_house_quote::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(QuoteState::Sent.word()))
        .col_expr(Column::SentAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(QuoteState::Draft.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Who accepted.
#[derive(Clone, Copy, Debug)]
pub(in crate::in_house) struct AcceptedBy<'a> {
    pub(in crate::in_house) name: &'a str,
    pub(in crate::in_house) role: &'a str,
    pub(in crate::in_house) po_number: &'a str,
}

/// Sent to accepted, while its last day is not over; says if it won.
pub(in crate::in_house) async fn mark_accepted(
    tx: &impl ConnectionTrait,
    id: i64,
    by: AcceptedBy<'_>,
    today: NaiveDate,
    now: Instant,
) -> Result<bool, DbErr> {
    use in_house_quote::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(QuoteState::Accepted.word()))
        .col_expr(Column::AcceptedAt, Expr::value(now))
        .col_expr(Column::AcceptedByName, Expr::value(by.name))
        .col_expr(Column::AcceptedByRole, Expr::value(by.role))
        .col_expr(Column::PoNumber, Expr::value(by.po_number))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(QuoteState::Sent.word()))
        .filter(Column::ValidUntil.gte(today))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Names what the acceptance made.
pub(in crate::in_house) async fn set_outcome(
    tx: &impl ConnectionTrait,
    id: i64,
    (charge_id, event_id): (i64, i64),
) -> Result<(), DbErr> {
    use in_house_quote::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::ChargeId, Expr::value(charge_id))
        .col_expr(Column::EventId, Expr::value(event_id))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Accepted to cancelled; says if it won.
pub(in crate::in_house) async fn mark_cancelled(tx: &impl ConnectionTrait, id: i64) -> Result<bool, DbErr> {
    use in_house_quote::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(QuoteState::Cancelled.word()))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(QuoteState::Accepted.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
