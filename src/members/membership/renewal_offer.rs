//! What a member may do about their next term, with the old and the new price side by side (CO-12).

use chrono::{Days, NaiveDate};
use sea_orm::ConnectionTrait;

use super::chain::{Chain, TermRecord};
use super::orders::order::OrderKind;
use super::orders::order_rules::{MayNotOrder, check_type, plan_order};
use super::queries::{
    OfferedType, honoured_price, planned_type, type_for_renewal, type_version_on, type_with_code, version_with_id,
};
use super::renewal::{GRACE_DAYS, RENEWAL_OPENS_DAYS};
use super::term::Basis;
use super::term_source::TermSource;
use crate::kernel::{Pence, Unexpected};

/// The next term, as it is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewalOffer {
    /// First day on which it may be taken.
    pub opens_on: NaiveDate,
    /// First day of the next term.
    pub due_on: NaiveDate,
    /// Last day on which it leaves no gap.
    pub grace_ends_on: NaiveDate,
    /// Code of the type it will be.
    pub type_code: String,
    /// What that type is called on the due day.
    pub type_name: String,
    /// What a term costs now: what was paid for the last one.
    pub price_now: Pence,
    /// What the next one costs: the price in force on the due day, or a lower one a notice promised.
    pub price_then: Pence,
    /// It may be taken today.
    pub can_renew: bool,
    /// The type can still be had on the due day, or a notice for this term offered it before it closed.
    pub is_offered: bool,
    /// Somebody decides first, so it is applied for.
    pub needs_application: bool,
}

/// The renewal of the person's last term; none for somebody without one, with one for life, or who may only join again.
pub async fn renewal_offer(
    db: &impl ConnectionTrait,
    (person_id, chain): (i64, &Chain),
    today: NaiveDate,
) -> Result<Option<RenewalOffer>, Unexpected> {
    let Some(last) = chain.last_term().filter(|last| last.term.basis != Basis::Life) else { return Ok(None) };
    let can_renew = match plan_order(OrderKind::Renewal, chain, today) {
        Ok(_) => true,
        Err(MayNotOrder::TooEarly { .. }) => false,
        Err(_) => return Ok(None),
    };
    let type_id = planned_type(db, person_id).await?.unwrap_or(last.type_id);
    let Some(offered) = type_version_on(db, type_id, day_after(last)).await? else { return Ok(None) };
    let in_force = offered.version.renewal_price_on(day_after(last));
    let promised = honoured_price(db, last.id, offered.id).await?;
    let is_offered = type_for_renewal(db, (last.id, &offered.code), day_after(last)).await?.is_some();
    let end = last.term.last_day();
    Ok(Some(RenewalOffer {
        opens_on: end.checked_sub_days(Days::new(RENEWAL_OPENS_DAYS)).unwrap_or(NaiveDate::MIN),
        due_on: day_after(last),
        grace_ends_on: end.checked_add_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MAX),
        type_code: offered.code,
        type_name: offered.version.name,
        price_now: price_of_year(db, last).await?,
        price_then: promised.map_or(in_force, |promised| std::cmp::min(promised, in_force)),
        can_renew: can_renew && is_offered,
        is_offered,
        needs_application: offered.id == last.type_id && offered.version.renewal_needs_decision,
    }))
}

/// What a whole term like the last one costs: the price paid, or, for days that were changed, paused or added, and for part of a
/// fixed year, the price of the version they were taken under.
async fn price_of_year(db: &impl ConnectionTrait, last: &TermRecord) -> Result<Pence, Unexpected> {
    let version = version_with_id(db, last.version_id).await?;
    match last.source {
        TermSource::TypeChange | TermSource::Pause | TermSource::Extension => Ok(version.renewal_price),
        TermSource::Joining
        | TermSource::Renewal
        | TermSource::Rejoining
        | TermSource::Import
        | TermSource::Officer => {
            let prices = (version.renewal_price, last.price);
            Ok(version.term_rule().price_to_compare(prices, last.term.starts_on))
        }
    }
}

/// Coming back to the type they had, with one click (rules 2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejoinOffer {
    /// Code of the type.
    pub type_code: String,
    /// What it is called today.
    pub type_name: String,
    /// What it costs today.
    pub price: Pence,
}

/// What somebody whose membership is over may come back to at once; none for members, for whoever needs an application or the
/// trustees, and when the type is closed.
pub async fn rejoin_offer(
    db: &impl ConnectionTrait,
    chain: &Chain,
    today: NaiveDate,
) -> Result<Option<RejoinOffer>, Unexpected> {
    let Some(last) = chain.last_term() else { return Ok(None) };
    let Ok(plan) = plan_order(OrderKind::Rejoining, chain, today) else { return Ok(None) };
    let Some(offered) = type_with_code(db, &last.type_code, today).await? else { return Ok(None) };
    if check_type(plan, (&offered, false), chain, today).is_err() {
        return Ok(None);
    }
    let OfferedType { code: type_code, version, .. } = offered;
    let price = version.joining_price_on(today);
    Ok(Some(RejoinOffer { type_code, type_name: version.name, price }))
}

fn day_after(last: &TermRecord) -> NaiveDate {
    last.term.last_day().succ_opt().unwrap_or(NaiveDate::MAX)
}
