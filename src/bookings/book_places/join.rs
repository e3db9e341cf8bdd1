//! The membership that somebody joins while they book (ELG-7), met behind the seats.

use super::{BookPlaces, BookPlacesError};
use crate::app::App;
use crate::bookings::joining::{JoinChoice, Together, TogetherError, open_together};
use crate::bookings::sale::EventSale;
use crate::db::Tx;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::{find_live_application, find_open_order};

/// What the booking does about a membership.
#[derive(Clone, Debug, Default)]
pub(in crate::bookings) struct JoinPlan {
    /// Paid with the booking; the own place has the member price at once.
    pub(in crate::bookings) together: Option<Together>,
    /// One is under way, or is meant to be: the difference comes back when it begins in time.
    pub(in crate::bookings) later: bool,
}

impl JoinPlan {
    /// What is to be paid for the membership with the booking.
    pub(in crate::bookings) fn price(&self) -> Pence {
        self.together.as_ref().map_or(Pence::ZERO, |together| together.price)
    }
}

/// Nothing for members, for whoever is not signed in or does not come, and where members pay no less.
pub(super) async fn plan(
    app: &App,
    tx: &Tx,
    command: &BookPlaces,
    (sale, is_member): (&EventSale, bool),
    now: Instant,
) -> Result<JoinPlan, BookPlacesError> {
    let comes = command.attendees.iter().any(|attendee| attendee.is_booker);
    let is_worth_it = sale.prices.member_difference(sale.prices.standard) > Pence::ZERO;
    let Some(person_id) = command.booker_person_id.filter(|_| comes && is_worth_it && !is_member) else {
        return Ok(JoinPlan::default());
    };
    if command.extras.join == JoinChoice::Together {
        let seen_terms = command.extras.shown_membership_terms;
        let together = open_together(app, tx, (person_id, seen_terms), now).await.map_err(refusal)?;
        return Ok(JoinPlan { together: Some(together), later: false });
    }
    let later = command.extras.join == JoinChoice::Later || is_under_way(tx, person_id).await?;
    Ok(JoinPlan { together: None, later })
}

fn refusal(error: TogetherError) -> BookPlacesError {
    match error {
        TogetherError::NotPossible => BookPlacesError::JoinNotPossible,
        TogetherError::OtherTerms => BookPlacesError::MembershipTermsChanged,
        TogetherError::Unexpected(error) => error.into(),
    }
}

async fn is_under_way(tx: &Tx, person_id: i64) -> Result<bool, Unexpected> {
    if find_live_application(tx, person_id).await?.is_some_and(|found| found.state != "draft") {
        return Ok(true);
    }
    Ok(find_open_order(tx, person_id).await?.is_some())
}
