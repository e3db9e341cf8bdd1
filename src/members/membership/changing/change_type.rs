//! Changes the type of a membership: an order for the difference, at once when nothing is to be paid, or a note for the next
//! renewal.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::store::put_planned_type;
use super::type_change::{Side, TypeChange, plan_change};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::uk_time::{end_of_days_after, london_date};
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::chain::{Chain, TermRecord};
use crate::members::membership::membership_type::AppliedForBy;
use crate::members::membership::orders::order_rules::{CHANGE_OFFER_DAYS, OrderPlan};
use crate::members::membership::orders::{
    OpenOrderError, OpenedOrder, OrderKind, ReadyOrder, meet_open_order, place_order,
};
use crate::members::membership::queries::{OfferedType, load_chain, type_version_on, type_with_code};
use crate::members::membership::term::Basis;
use crate::unexpected_from;

/// Who changes, and to what.
#[derive(Clone, Debug)]
pub struct ChangeType {
    /// The member.
    pub person_id: i64,
    /// Code of the type they want.
    pub type_code: String,
    /// They no longer practise: from a type for practitioners to a cheaper one, at once and free.
    pub leaves_practice: bool,
    /// The approved application, if the type needs one.
    pub application_id: Option<i64>,
    /// Who wrote it down.
    pub actor: Actor,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeChanged {
    /// An order for the difference is open; the type changes with its money.
    ToPay(OpenedOrder),
    /// The type changed today.
    Today,
    /// It changes with the next renewal.
    WithRenewal {
        /// The first day of the other type.
        from: NaiveDate,
    },
}

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeTypeError {
    /// No running term.
    #[error("You can change your type of membership while your membership runs.")]
    NotAMember,
    /// It is the type they have.
    #[error("This is the type of membership you have.")]
    SameType,
    /// Somebody has to decide first.
    #[error("This type needs an application.")]
    NeedsApplication,
    /// Closed, or given by the trustees only.
    #[error("This type of membership is not offered.")]
    NotOffered,
    /// Something is to be paid or given up first.
    #[error("There is something to be paid first.")]
    OrderOpen(OpenedOrder),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ChangeTypeError);

/// What a change would mean, to be shown first.
pub async fn preview_type_change(
    db: &impl ConnectionTrait,
    (person_id, type_code): (i64, &str),
    leaves_practice: bool,
    today: NaiveDate,
) -> Result<TypeChange, ChangeTypeError> {
    let chain = load_chain(db, person_id).await?;
    Ok(plan(db, &chain, (type_code, leaves_practice), today).await?.change)
}

struct Planned {
    change: TypeChange,
    offered: OfferedType,
    last_day: NaiveDate,
}

async fn plan(
    db: &impl ConnectionTrait,
    chain: &Chain,
    (type_code, leaves_practice): (&str, bool),
    today: NaiveDate,
) -> Result<Planned, ChangeTypeError> {
    let current = chain.term_on(today).filter(|_| chain.standing_on(today).is_member());
    let current = current.ok_or(ChangeTypeError::NotAMember)?;
    if current.term.basis == Basis::Life {
        return Err(ChangeTypeError::NotAMember);
    }
    let old = type_version_on(db, current.type_id, today).await?.ok_or(ChangeTypeError::NotOffered)?;
    let offered = type_with_code(db, type_code, today).await?.ok_or(ChangeTypeError::NotOffered)?;
    let live: Vec<&TermRecord> = chain.counted().filter(|record| record.term.last_day() >= today).collect();
    let sides =
        (Side { type_id: old.id, version: &old.version }, Side { type_id: offered.id, version: &offered.version });
    // Leaving practice frees of a type that is decided on; between open types a cheaper one waits for the renewal.
    let is_freed = leaves_practice && old.version.needs_decision && !offered.version.needs_decision;
    let change = plan_change(&live, sides, is_freed, today);
    let last_day = live.iter().map(|record| record.term.last_day()).max().unwrap_or(today);
    Ok(Planned { change, offered, last_day })
}

/// Changes the type in the caller's transaction.
pub async fn change_type(
    app: &App,
    tx: &Tx,
    command: &ChangeType,
    now: Instant,
) -> Result<TypeChanged, ChangeTypeError> {
    let today = london_date(now);
    let chain = load_chain(tx, command.person_id).await?;
    let planned = plan(tx, &chain, (&command.type_code, command.leaves_practice), today).await?;
    if planned.change == TypeChange::NoChange {
        return Err(ChangeTypeError::SameType);
    }
    if command.application_id.is_none() {
        match planned.offered.version.applied_for_by {
            AppliedForBy::Trustees => return Err(ChangeTypeError::NotOffered),
            AppliedForBy::Invitation => return Err(ChangeTypeError::NeedsApplication),
            AppliedForBy::Anyone if planned.offered.version.needs_decision => {
                return Err(ChangeTypeError::NeedsApplication);
            }
            AppliedForBy::Anyone => {}
        }
    }
    match meet_open_order(app, tx, command.person_id, now).await {
        Ok(()) => {}
        Err(OpenOrderError::AlreadyOpen(order)) => return Err(ChangeTypeError::OrderOpen(order)),
        Err(OpenOrderError::Unexpected(error)) => return Err(error.into()),
        Err(other) => return Err(Unexpected::because(other.to_string()).into()),
    }
    match planned.change {
        TypeChange::AtOnce { price } => {
            let offer_ends = end_of_days_after(today, CHANGE_OFFER_DAYS);
            let ready = ReadyOrder {
                person_id: command.person_id,
                plan: OrderPlan {
                    kind: OrderKind::TypeChange,
                    priced_on: today,
                    follows_end: Some(planned.last_day),
                    open_until: std::cmp::min(offer_ends, end_of_days_after(planned.last_day, 0)),
                },
                offered: planned.offered,
                price,
                application_id: command.application_id,
            };
            match place_order(app, tx, ready, now).await {
                Ok(order) if order.price.is_zero() => Ok(TypeChanged::Today),
                Ok(order) => Ok(TypeChanged::ToPay(order)),
                Err(OpenOrderError::AlreadyOpen(order)) => Err(ChangeTypeError::OrderOpen(order)),
                Err(OpenOrderError::Unexpected(error)) => Err(error.into()),
                Err(other) => Err(Unexpected::because(other.to_string()).into()),
            }
        }
        TypeChange::WithRenewal { from } => {
            note_for_renewal(tx, command, planned.offered.id, from, now).await?;
            Ok(TypeChanged::WithRenewal { from })
        }
        TypeChange::NoChange => Err(ChangeTypeError::SameType),
    }
}

async fn note_for_renewal(
    tx: &Tx,
    command: &ChangeType,
    type_id: i64,
    from: NaiveDate,
    now: Instant,
) -> Result<(), Unexpected> {
    put_planned_type(tx, command.person_id, type_id, now).await?;
    let entry = Entry {
        actor: command.actor,
        action: "membership.type_change_planned",
        subject_kind: "person",
        subject_id: command.person_id,
        reason: None,
        values: Some((json!({}), json!({ "type": command.type_code, "from": from }))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
