//! Two memberships made one: every term hangs on the survivor's membership, the older number stays, the other one remains with
//! the record that went and is never given again.

use chrono::{Days, NaiveDate};
use entity::{membership, membership_term};
use sea_orm::ConnectionTrait;

use super::move_rows::change;
use super::store;
use crate::kernel::Unexpected;
use crate::person_rows::{Change, Kept};

pub(super) async fn merge(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let Some(other) = store::membership_of(tx, from).await? else { return Ok(()) };
    let Some(own) = store::membership_of(tx, into).await? else {
        let moved = (Kept::Number(from), Kept::Number(into));
        return change(tx, changes, ("membership", other.id, "person_id"), moved).await;
    };
    if is_older(&other, &own) {
        swap_numbers(tx, &own, &other, changes).await?;
    }
    merge_terms(tx, &own, &other, changes).await
}

/// The membership that began first; of two from one day the lower number.
fn is_older(one: &membership::Model, other: &membership::Model) -> bool {
    (one.member_since, one.number) < (other.member_since, other.number)
}

/// The survivor takes the older number and its first day. No two rows may have one number at any moment, so the older one steps
/// aside first.
async fn swap_numbers(
    tx: &impl ConnectionTrait,
    own: &membership::Model,
    other: &membership::Model,
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let (mine, theirs, aside) = (own.number, other.number, -other.number);
    let number = |id| ("membership", id, "number");
    change(tx, changes, number(other.id), (Kept::Number(theirs), Kept::Number(aside))).await?;
    change(tx, changes, number(own.id), (Kept::Number(mine), Kept::Number(theirs))).await?;
    change(tx, changes, number(other.id), (Kept::Number(aside), Kept::Number(mine))).await?;
    let day = |day| Kept::Day(Some(day));
    let since = |id| ("membership", id, "member_since");
    change(tx, changes, since(own.id), (day(own.member_since), day(other.member_since))).await?;
    change(tx, changes, since(other.id), (day(other.member_since), day(own.member_since))).await
}

async fn merge_terms(
    tx: &impl ConnectionTrait,
    own: &membership::Model,
    other: &membership::Model,
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let held = store::terms_of(tx, own.id).await?;
    for term in store::terms_of(tx, other.id).await? {
        let same_start = |held: &&membership_term::Model| {
            held.ended_early_on.is_none() && held.starts_on == term.starts_on && term.ended_early_on.is_none()
        };
        if let Some(rival) = held.iter().find(same_start) {
            let covered = if weight(&term) > weight(rival) { rival } else { &term };
            set_aside(tx, covered, changes).await?;
        }
        let moved = (Kept::Number(other.id), Kept::Number(own.id));
        change(tx, changes, ("membership_term", term.id, "membership_id"), moved).await?;
    }
    Ok(())
}

/// Of two terms that begin on one day the one that gives more stays in force; the days of the other are among its own, or were
/// never paid for.
fn weight(term: &membership_term::Model) -> (bool, NaiveDate) {
    (term.basis != "paid" || term.money_cleared_at.is_some(), term.ends_on)
}

/// A term that ends before it begins is kept on record and counts for no day.
async fn set_aside(
    tx: &impl ConnectionTrait,
    term: &membership_term::Model,
    changes: &mut Vec<Change>,
) -> Result<(), Unexpected> {
    let before = term.starts_on.checked_sub_days(Days::new(1)).unwrap_or(term.starts_on);
    let ended = (Kept::Day(None), Kept::Day(Some(before)));
    change(tx, changes, ("membership_term", term.id, "ended_early_on"), ended).await?;
    let why = (Kept::Text(term.end_reason.clone()), Kept::Text(Some("merged".to_owned())));
    change(tx, changes, ("membership_term", term.id, "end_reason"), why).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn membership(number: i64, since: &str) -> membership::Model {
        let created_at = "2026-01-01T00:00:00Z".parse().unwrap();
        membership::Model { id: number, person_id: number, number, member_since: since.parse().unwrap(), created_at }
    }

    #[test]
    fn the_older_membership_is_the_one_that_began_first() {
        let table = [
            ((12, "2020-01-01"), (11, "2021-01-01"), true),
            ((11, "2021-01-01"), (12, "2020-01-01"), false),
            ((11, "2021-01-01"), (12, "2021-01-01"), true),
            ((12, "2021-01-01"), (11, "2021-01-01"), false),
        ];
        for ((number, since), (other, other_since), wanted) in table {
            assert_eq!(is_older(&membership(number, since), &membership(other, other_since)), wanted);
        }
    }
}
