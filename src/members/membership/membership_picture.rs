//! One person's membership as the account, the officer's page and "explain this status" all show it.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::chain::{Chain, FactRecord, TermRecord};
use super::explain::next_events;
use super::orders::{OrderSummary, find_open_order};
use super::queries::{LiveApplication, find_live_application, find_membership, load_chain};
use super::renewal_offer::{RejoinOffer, RenewalOffer, rejoin_offer, renewal_offer};
use super::standing::Standing;
use super::status::{Status, status_on};
use crate::kernel::{Pence, Unexpected};
use crate::payments;

/// Everything about one person's membership on a day.
#[derive(Clone, Debug)]
pub struct MembershipPicture {
    /// Whose.
    pub person_id: i64,
    /// The London day it is about.
    pub today: NaiveDate,
    /// Where they stand.
    pub standing: Standing,
    /// The one word officers filter by.
    pub status: Status,
    /// Membership number; none for somebody who was never a member.
    pub number: Option<i64>,
    /// First day of the first term.
    pub member_since: Option<NaiveDate>,
    /// First day of the unbroken run of terms that is, or was, the last.
    pub continuous_since: Option<NaiveDate>,
    /// Every term, the oldest first, with those that never counted.
    pub terms: Vec<TermRecord>,
    /// The order that waits for money.
    pub open_order: Option<OrderSummary>,
    /// What is still owed for it: less than its price once a part was paid.
    pub order_owed: Option<Pence>,
    /// The application that is not closed: a draft, one that waits, or one that was asked for more.
    pub live_application: Option<LiveApplication>,
    /// Every dated fact, the oldest first, with those that were taken back.
    pub facts: Vec<FactRecord>,
    /// The bank questions a payment of a term.
    pub is_disputed: bool,
    /// What happens next, the soonest first.
    pub next: Vec<NextEvent>,
    /// The next term, if one can be had by renewing.
    pub renewal: Option<RenewalOffer>,
    /// What they may come back to with one click, when their membership is over.
    pub rejoin: Option<RejoinOffer>,
}

/// Something that will happen unless somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextEvent {
    /// The London day.
    pub on: NaiveDate,
    /// In words.
    pub what: String,
}

impl MembershipPicture {
    /// The chain the picture was made of.
    pub fn chain(&self) -> Chain {
        Chain { terms: self.terms.clone(), facts: self.facts.clone(), under_way: Vec::new() }
    }

    /// The term that covers today.
    pub fn current_term(&self) -> Option<&TermRecord> {
        self.terms.iter().filter(|record| record.term.covers(self.today)).max_by_key(|record| record.term.starts_on)
    }
}

/// Reads the picture for a London day, past or future.
pub async fn load_picture(
    db: &impl ConnectionTrait,
    person_id: i64,
    today: NaiveDate,
) -> Result<MembershipPicture, Unexpected> {
    let chain = load_chain(db, person_id).await?;
    let record = find_membership(db, person_id).await?;
    let standing = chain.standing_on(today);
    let renewal = renewal_offer(db, (person_id, &chain), today).await?;
    let open_order = find_open_order(db, person_id).await?;
    let order_owed = match open_order.as_ref().and_then(|order| order.charge_id) {
        Some(charge_id) => Some(payments::queries::charge_money(db, charge_id).await?.outstanding),
        None => None,
    };
    let rejoin = rejoin_offer(db, &chain, today).await?;
    let mut picture = MembershipPicture {
        person_id,
        today,
        standing,
        status: status_on(&chain, today),
        number: record.map(|record| record.number),
        member_since: record.map(|record| record.member_since),
        continuous_since: chain.continuous_since(today),
        open_order,
        order_owed,
        live_application: find_live_application(db, person_id).await?,
        is_disputed: is_disputed(db, &chain, today).await?,
        terms: chain.terms,
        facts: chain.facts,
        next: Vec::new(),
        renewal,
        rejoin,
    };
    picture.next = next_events(&picture);
    Ok(picture)
}

async fn is_disputed(db: &impl ConnectionTrait, chain: &Chain, today: NaiveDate) -> Result<bool, Unexpected> {
    for record in chain.counted().filter(|record| record.term.last_day() >= today) {
        if let Some(charge_id) = record.charge_id
            && payments::queries::is_disputed(db, charge_id).await?
        {
            return Ok(true);
        }
    }
    Ok(false)
}
