//! Which term somebody may buy today, and for which days. Read from the picture of their membership; nothing is decided here that
//! opening the order would not decide again.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::kernel::{Pence, Unexpected};
use crate::members::membership::{MembershipPicture, OrderKind, Standing, TermRule, type_for_renewal, type_with_code};

/// A term that may be bought today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) kind: OrderKind,
    pub(super) type_code: String,
    pub(super) type_name: String,
    /// What the last term cost.
    pub(super) price_before: Option<Pence>,
    /// What this one costs.
    pub(super) price: Pence,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) rule: TermRule,
}

/// The one thing that can be done about the next term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NextTerm {
    /// It may be bought.
    Open(Offer),
    /// Somebody decides on the renewal: it is applied for, as this type.
    Apply {
        /// Code of the type.
        type_code: String,
        /// First day of the next term.
        due_on: NaiveDate,
    },
    /// The type closes before the next term, and nobody offered it in time.
    Closed,
    /// Renewal opens on this day.
    NotYet(NaiveDate),
    /// Nothing to renew: for life, or given by the trustees' decision only.
    Nothing,
    /// Not a member, and never was, or only by way of an application.
    Join,
}

/// What can be done today.
pub(super) async fn next_term(db: &impl ConnectionTrait, picture: &MembershipPicture) -> Result<NextTerm, Unexpected> {
    match (&picture.renewal, picture.standing) {
        (Some(renewal), _) if renewal.can_renew => {
            if renewal.needs_application {
                return Ok(NextTerm::Apply { type_code: renewal.type_code.clone(), due_on: renewal.due_on });
            }
            let chain = picture.chain();
            let Some(last) = chain.last_term() else { return Ok(NextTerm::Nothing) };
            let term = (last.id, renewal.type_code.as_str());
            let Some(offered) = type_for_renewal(db, term, renewal.due_on).await? else {
                return Ok(NextTerm::Nothing);
            };
            Ok(NextTerm::Open(Offer {
                kind: OrderKind::Renewal,
                type_code: renewal.type_code.clone(),
                type_name: renewal.type_name.clone(),
                price_before: Some(renewal.price_now),
                price: renewal.price_then,
                starts_on: renewal.due_on,
                ends_on: offered.version.term_rule().last_day(renewal.due_on),
                rule: offered.version.term_rule(),
            }))
        }
        (Some(renewal), standing) if standing.is_member() && !renewal.is_offered => Ok(NextTerm::Closed),
        (Some(renewal), standing) if standing.is_member() => Ok(NextTerm::NotYet(renewal.opens_on)),
        (_, Standing::Lapsed { .. }) => come_back(db, picture).await,
        (_, standing) if standing.is_member() => Ok(NextTerm::Nothing),
        _ => Ok(NextTerm::Join),
    }
}

/// The type they had last, at what a first term of it costs today.
async fn come_back(db: &impl ConnectionTrait, picture: &MembershipPicture) -> Result<NextTerm, Unexpected> {
    let counted = picture.terms.iter().filter(|record| record.term.counts());
    let Some(last) = counted.max_by_key(|record| record.term.last_day()) else { return Ok(NextTerm::Join) };
    let Some(offered) = type_with_code(db, &last.type_code, picture.today).await? else { return Ok(NextTerm::Join) };
    if offered.version.renewal_needs_decision {
        return Ok(NextTerm::Join);
    }
    Ok(NextTerm::Open(Offer {
        kind: OrderKind::Rejoining,
        type_code: offered.code,
        type_name: offered.version.name.clone(),
        price_before: Some(last.price),
        price: offered.version.joining_price_on(picture.today),
        starts_on: picture.today,
        ends_on: offered.version.term_rule().last_day(picture.today),
        rule: offered.version.term_rule(),
    }))
}
