//! What is sold for one event, as use cases and pages read it: prices, seats, policy, rules.

use std::collections::BTreeMap;

use entity::{booking, booking_terms, capacity_pool, event_sale, price_band, refund_policy, waiting_entry};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};

use super::super::booking_state::BookingState;
use super::super::discounts::offers::{CodeOffer, EarlyBird, Offers};
use super::super::modes::queries::{ModesRow, with_mode_pools};
use super::super::modes::{ModePools, PlaceMode};
use super::super::pricing::Prices;
use super::super::refund_policy::{RefundPolicy, RefundTier};
use super::BookingRules;
use super::early_bird::queries::{EarlyRow, with_early_birds};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// The one pool every event has.
pub const MAIN_POOL: &str = "places";

/// The sale of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSale {
    /// Whose sale it is.
    pub event_id: i64,
    /// The policy new bookings are made under.
    pub policy: RefundPolicy,
    /// Most places in one booking (GRP-9).
    pub most_places: i32,
    /// An officer's own closing instant.
    pub closes_at: Option<Instant>,
    /// Only for people with member rights.
    pub members_only: bool,
    /// The pool seats are taken from.
    pub pool_id: i64,
    /// Seats that can be booked in all: the smallest of the room and every other limit (HLD-10).
    pub capacity: i32,
    /// Seats there is room for.
    pub room: i32,
    /// Seats taken by held and confirmed places.
    pub taken: i32,
    /// How many entries of the waiting list have not been offered a place yet.
    pub waiting: i32,
    /// People on the list see about where they stand (WTL-3).
    pub shows_waiting_position: bool,
    /// What a place costs.
    pub prices: Prices,
    /// VAT treatment word of the lines.
    pub vat: String,
    /// The early price, and how many live places have it; counted only where the number is limited (ELG-11).
    pub early_bird: Option<(EarlyBird, i32)>,
    /// Until when people can be exchanged, and whether it takes a code to book.
    pub rules: BookingRules,
    /// Places in the room and online, on a date that has both (SES-8).
    pub modes: Option<ModePools>,
}

impl EventSale {
    /// Seats the public may still book: never negative (HLD-8), and none while anybody waits (D5). Of a date with a room and a
    /// screen, what is left of the two together.
    pub fn places_left(&self) -> i32 {
        let left = if self.waiting > 0 { 0 } else { self.free_seats() };
        let of_both = |pools: ModePools| PlaceMode::ALL.into_iter().map(|mode| pools.left(mode, left)).sum();
        self.modes.map_or(left, |pools| std::cmp::min(left, of_both(pools)))
    }

    /// Seats of one kind that the public may still book (SES-8).
    pub fn left_in(&self, pools: ModePools, mode: PlaceMode) -> i32 {
        pools.left(mode, if self.waiting > 0 { 0 } else { self.free_seats() })
    }

    /// Seats that nobody has and that are offered to nobody, whoever may take them; never negative.
    pub fn free_seats(&self) -> i32 {
        std::cmp::max(self.capacity - self.taken, 0)
    }

    /// Everything that bears on the price of a place here.
    pub fn offers<'a>(&self, code: Option<&'a CodeOffer>) -> Offers<'a> {
        Offers { prices: self.prices, early_bird: self.early_bird, code }
    }
}

/// The sale of one event, or none when it takes no bookings.
pub async fn find_sale(db: &impl ConnectionTrait, event_id: i64) -> Result<Option<EventSale>, Unexpected> {
    Ok(find_sales(db, &[event_id]).await?.remove(&event_id))
}

/// A sale with its pool and policy.
#[derive(FromQueryResult)]
struct SaleRow {
    event_id: i64,
    most_places_a_booking: i32,
    closes_at: Option<Instant>,
    members_only: bool,
    pool_id: i64,
    capacity: i32,
    room: i32,
    places_taken: i32,
    people_waiting: i32,
    shows_waiting_position: bool,
    names_lock_days: Option<i32>,
    code_only: bool,
    policy_id: i64,
    policy_name: String,
    policy_tiers: serde_json::Value,
    #[sea_orm(nested)]
    early: EarlyRow,
    #[sea_orm(nested)]
    modes: ModesRow,
}

/// What booking places reads before it claims them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaleToBook {
    /// Prices, seats, policy, rules.
    pub sale: EventSale,
    /// The newest terms (CO-04); none before set-up.
    pub terms_id: Option<i64>,
    /// Somebody's hold on this event is over and not yet released.
    pub has_expired_holds: bool,
    /// Somebody is on its waiting list, with or without an offer.
    pub has_waiting_list: bool,
}

#[derive(FromQueryResult)]
struct ToBookRow {
    #[sea_orm(nested)]
    sale: SaleRow,
    terms_id: Option<i64>,
    has_expired_holds: bool,
    has_waiting_list: bool,
    audience: String,
    price_pence: i64,
    vat_treatment: String,
}

/// The sale of one event with all that a booking needs to know of it, in one statement: a row for each price.
pub async fn find_sale_to_book(
    db: &impl ConnectionTrait,
    event_id: i64,
    now: Instant,
) -> Result<Option<SaleToBook>, Unexpected> {
    use event_sale::{Column, Entity};
    let bands = Entity::belongs_to(price_band::Entity).from(Column::EventId).to(price_band::Column::EventId);
    let newest_terms = booking_terms::Entity::find()
        .select_only()
        .column(booking_terms::Column::Id)
        .order_by_desc(booking_terms::Column::Version)
        .limit(1);
    let expired = booking::Entity::find()
        .select_only()
        .column(booking::Column::Id)
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::State.eq(BookingState::Held.word()))
        .filter(booking::Column::HeldUntil.lte(now));
    let on_list = waiting_entry::Entity::find()
        .select_only()
        .column(waiting_entry::Column::Id)
        .filter(waiting_entry::Column::EventId.eq(event_id))
        .filter(waiting_entry::Column::EndedAt.is_null());
    let rows = select_sales(&[event_id])
        .column_as(Expr::from(newest_terms.into_query()), "terms_id")
        .column_as(Expr::exists(expired.into_query()), "has_expired_holds")
        .column_as(Expr::exists(on_list.into_query()), "has_waiting_list")
        .columns([price_band::Column::Audience, price_band::Column::PricePence, price_band::Column::VatTreatment])
        .join(JoinType::InnerJoin, bands.into())
        .into_model::<ToBookRow>()
        .all(db)
        .await?;
    let band = |row: &ToBookRow| (row.audience.clone(), row.price_pence, row.vat_treatment.clone());
    let bands: Vec<Band> = rows.iter().map(band).collect();
    let Some(row) = rows.into_iter().next() else { return Ok(None) };
    let (terms_id, has_expired_holds, has_waiting_list) = (row.terms_id, row.has_expired_holds, row.has_waiting_list);
    Ok(Some(SaleToBook { sale: to_sale(row.sale, &bands)?, terms_id, has_expired_holds, has_waiting_list }))
}

/// Audience, price in pence, VAT treatment.
type Band = (String, i64, String);

fn to_sale(row: SaleRow, bands: &[Band]) -> Result<EventSale, Unexpected> {
    let band = |audience: &str| bands.iter().find(|(known, _, _)| known == audience);
    let (_, standard, vat) = band("standard").context("an event on sale has no standard price")?;
    Ok(EventSale {
        event_id: row.event_id,
        policy: to_policy(row.policy_id, row.policy_name, row.policy_tiers)?,
        most_places: row.most_places_a_booking,
        closes_at: row.closes_at,
        members_only: row.members_only,
        pool_id: row.pool_id,
        capacity: row.capacity,
        room: row.room,
        taken: row.places_taken,
        waiting: row.people_waiting,
        shows_waiting_position: row.shows_waiting_position,
        prices: Prices {
            standard: Pence::new(*standard),
            member: band("member").map(|(_, price, _)| Pence::new(*price)),
        },
        vat: vat.clone(),
        early_bird: row.early.read(),
        rules: BookingRules { names_lock_days: row.names_lock_days, code_only: row.code_only },
        modes: row.modes.read(),
    })
}

/// The sales of several events, in two statements however many there are.
pub async fn find_sales(db: &impl ConnectionTrait, event_ids: &[i64]) -> Result<BTreeMap<i64, EventSale>, Unexpected> {
    let sales = select_sales(event_ids).into_model::<SaleRow>();
    let bands = price_band::Entity::find().filter(price_band::Column::EventId.is_in(event_ids.iter().copied()));
    let (sales, bands) = tokio::try_join!(sales.all(db), bands.all(db))?;
    let mut found = BTreeMap::new();
    for sale in sales {
        let own = bands.iter().filter(|band| band.event_id == sale.event_id);
        let own: Vec<Band> =
            own.map(|band| (band.audience.clone(), band.price_pence, band.vat_treatment.clone())).collect();
        found.insert(sale.event_id, to_sale(sale, &own)?);
    }
    Ok(found)
}

fn select_sales(event_ids: &[i64]) -> Select<event_sale::Entity> {
    use event_sale::{Column, Entity};
    let pool = Entity::belongs_to(capacity_pool::Entity).from(Column::EventId).to(capacity_pool::Column::EventId);
    let policy = Entity::belongs_to(refund_policy::Entity).from(Column::RefundPolicyId).to(refund_policy::Column::Id);
    let sales = Entity::find()
        .select_only()
        .columns([Column::EventId, Column::MostPlacesABooking, Column::ClosesAt, Column::MembersOnly])
        .columns([Column::ShowsWaitingPosition, Column::NamesLockDays, Column::CodeOnly]);
    with_mode_pools(with_early_birds(sales))
        .column_as(capacity_pool::Column::Id, "pool_id")
        .columns([capacity_pool::Column::Capacity, capacity_pool::Column::Room])
        .columns([capacity_pool::Column::PlacesTaken, capacity_pool::Column::PeopleWaiting])
        .column_as(refund_policy::Column::Id, "policy_id")
        .column_as(refund_policy::Column::Name, "policy_name")
        .column_as(refund_policy::Column::Tiers, "policy_tiers")
        .join(JoinType::InnerJoin, pool.into())
        .join(JoinType::InnerJoin, policy.into())
        .filter(Column::EventId.is_in(event_ids.iter().copied()))
        .filter(capacity_pool::Column::Name.eq(MAIN_POOL))
}

/// A policy version by id; it must exist.
pub async fn load_policy(db: &impl ConnectionTrait, id: i64) -> Result<RefundPolicy, Unexpected> {
    let row = refund_policy::Entity::find_by_id(id).one(db).await?.context("a booking's refund policy is missing")?;
    to_policy(row.id, row.name, row.tiers)
}

/// The policy as it holds for a booking made under version `id`: with whatever later versions of it are kinder (REF-1).
pub async fn load_policy_for_booking(db: &impl ConnectionTrait, id: i64) -> Result<RefundPolicy, Unexpected> {
    use refund_policy::{Column, Entity};
    let own_code = Entity::find().select_only().column(Column::Code).filter(Column::Id.eq(id)).into_query();
    let own_version = Entity::find().select_only().column(Column::Version).filter(Column::Id.eq(id)).into_query();
    let versions = Entity::find()
        .filter(Column::Code.in_subquery(own_code))
        .filter(Expr::col((Entity, Column::Version)).gte(Expr::from(own_version)))
        .order_by_asc(Column::Version)
        .all(db)
        .await?;
    let versions: Vec<RefundPolicy> =
        versions.into_iter().map(|row| to_policy(row.id, row.name, row.tiers)).collect::<Result<_, _>>()?;
    let (own, later) = versions.split_first().context("a booking's refund policy is missing")?;
    Ok(own.clone().with_later_versions(later))
}

/// The newest version of each policy, for the officer's choice.
pub async fn list_policies(db: &impl ConnectionTrait) -> Result<Vec<RefundPolicy>, Unexpected> {
    let rows = refund_policy::Entity::find()
        .order_by_asc(refund_policy::Column::Code)
        .order_by_desc(refund_policy::Column::Version)
        .all(db)
        .await?;
    let mut newest: Vec<refund_policy::Model> = Vec::new();
    for row in rows {
        if newest.last().is_none_or(|last| last.code != row.code) {
            newest.push(row);
        }
    }
    newest.into_iter().map(|row| to_policy(row.id, row.name, row.tiers)).collect()
}

fn to_policy(id: i64, name: String, tiers: serde_json::Value) -> Result<RefundPolicy, Unexpected> {
    let tiers: Vec<RefundTier> = serde_json::from_value(tiers).context("a refund policy's tiers cannot be read")?;
    Ok(RefundPolicy { id, name, tiers })
}
