//! Dates to come with how they stand to VAT.

use chrono::NaiveDate;
use entity::{event, price_band};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::events::EventState;
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::VatTreatment;

/// The most dates that the page lists.
const MOST: u64 = 300;

/// A date and its treatment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DateTreatment {
    pub(super) event_id: i64,
    pub(super) title: String,
    pub(super) on: Option<NaiveDate>,
    pub(super) price: Pence,
    pub(super) treatment: VatTreatment,
}

/// Dates from `today` on, and those whose day is not known yet, the soonest first.
pub(super) async fn list_dates(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<DateTreatment>, Unexpected> {
    let to_event =
        price_band::Entity::belongs_to(event::Entity).from(price_band::Column::EventId).to(event::Column::Id);
    let coming = Condition::any().add(event::Column::FirstDay.is_null()).add(event::Column::FirstDay.gte(today));
    let rows: Vec<(i64, String, Option<NaiveDate>, i64, String)> = price_band::Entity::find()
        .select_only()
        .column_as(event::Column::Id, "event_id")
        .column(event::Column::Title)
        .column(event::Column::FirstDay)
        .column(price_band::Column::PricePence)
        .column(price_band::Column::VatTreatment)
        .join(JoinType::InnerJoin, to_event.into())
        .filter(price_band::Column::Audience.eq("standard"))
        .filter(event::Column::State.ne(EventState::Cancelled.word()))
        .filter(coming)
        .order_by_asc(event::Column::FirstDay)
        .order_by_asc(event::Column::Id)
        .limit(MOST)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(event_id, title, on, pence, word): (i64, String, Option<NaiveDate>, i64, String)| {
        let treatment = VatTreatment::parse(&word).with_context(|| format!("no VAT treatment is called {word}"))?;
        Ok(DateTreatment { event_id, title, on, price: Pence::new(pence), treatment })
    };
    rows.into_iter().map(read).collect()
}
