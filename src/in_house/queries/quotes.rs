//! Quotes with their lines, the private link, and who came by it.

use std::collections::BTreeMap;

use entity::{booking, in_house_quote, in_house_quote_line, place, private_registration};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::bookings::pricing::PriceReason;
use crate::events::EventMode;
use crate::in_house::quote::{LineKind, QuoteContent, QuoteLine, QuoteState};
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::VatTreatment;

/// A version as stored, with what is offered in types.
#[derive(Clone, Debug)]
pub struct QuoteRecord {
    /// The row.
    pub row: in_house_quote::Model,
    /// Where it stands.
    pub state: QuoteState,
    /// What is offered.
    pub content: QuoteContent,
}

/// One version.
pub async fn find_quote(db: &impl ConnectionTrait, id: i64) -> Result<Option<QuoteRecord>, Unexpected> {
    let row = in_house_quote::Entity::find_by_id(id).one(db).await?;
    Ok(read(db, row.into_iter().collect()).await?.pop())
}

/// Every version of an enquiry, the newest first.
pub async fn quotes_of_enquiry(db: &impl ConnectionTrait, enquiry_id: i64) -> Result<Vec<QuoteRecord>, Unexpected> {
    let rows = in_house_quote::Entity::find()
        .filter(in_house_quote::Column::EnquiryId.eq(enquiry_id))
        .order_by_desc(in_house_quote::Column::Version)
        .all(db)
        .await?;
    read(db, rows).await
}

/// The version a charge was raised for.
pub async fn find_quote_of_charge(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Option<QuoteRecord>, Unexpected> {
    let row = in_house_quote::Entity::find().filter(in_house_quote::Column::ChargeId.eq(charge_id)).one(db).await?;
    Ok(read(db, row.into_iter().collect()).await?.pop())
}

async fn read(db: &impl ConnectionTrait, rows: Vec<in_house_quote::Model>) -> Result<Vec<QuoteRecord>, Unexpected> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let lines = in_house_quote_line::Entity::find()
        .filter(in_house_quote_line::Column::QuoteId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(in_house_quote_line::Column::Position)
        .all(db)
        .await?;
    let mut of_quote: BTreeMap<i64, Vec<QuoteLine>> = BTreeMap::new();
    for line in lines {
        of_quote.entry(line.quote_id).or_default().push(read_line(line)?);
    }
    rows.into_iter()
        .map(|row| {
            let lines = of_quote.remove(&row.id).unwrap_or_default();
            read_quote(row, lines)
        })
        .collect()
}

fn read_line(row: in_house_quote_line::Model) -> Result<QuoteLine, Unexpected> {
    Ok(QuoteLine {
        kind: LineKind::parse(&row.kind).context("a line of a quote has no readable kind")?,
        vat: VatTreatment::parse(&row.vat_treatment).context("a line of a quote has no readable VAT treatment")?,
        description: row.description,
        quantity: row.quantity,
        unit: Pence::new(row.unit_pence),
    })
}

fn read_quote(row: in_house_quote::Model, lines: Vec<QuoteLine>) -> Result<QuoteRecord, Unexpected> {
    let content = QuoteContent {
        title: row.title.clone(),
        mode: EventMode::parse(&row.mode).context("a quote has no readable mode")?,
        most_attendees: row.most_attendees,
        extra: row.extra_pence.map(Pence::new),
        words: row.words.clone(),
        valid_until: row.valid_until,
        terms: serde_json::from_value(row.terms.clone()).context("the terms of a quote cannot be read")?,
        lines,
    };
    let state = QuoteState::parse(&row.state).context("a quote has no readable state")?;
    Ok(QuoteRecord { row, state, content })
}

/// The private link of an event, if it has one.
pub async fn find_registration(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Option<private_registration::Model>, DbErr> {
    private_registration::Entity::find_by_id(event_id).one(db).await
}

/// Live bookings of an event: all of them, and those that were not made by the private link.
pub async fn live_bookings_by(db: &impl ConnectionTrait, event_id: i64) -> Result<(usize, usize), Unexpected> {
    let live = booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::State.is_in(["held", "confirmed"]));
    let agreed = place::Entity::find()
        .select_only()
        .column(place::Column::BookingId)
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::PriceReason.eq(PriceReason::Agreed.word()))
        .into_query();
    let all = live.clone().count(db).await?;
    let outside = live.filter(booking::Column::Id.in_subquery(agreed).not()).count(db).await?;
    Ok((usize::try_from(all)?, usize::try_from(outside)?))
}
