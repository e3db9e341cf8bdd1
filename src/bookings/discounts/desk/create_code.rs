//! Makes a discount code. What it takes off is never changed afterwards, so that nobody who was given it is told something else.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::bookings::discounts::code_terms::CodePowers;
use crate::bookings::discounts::code_text::CodeText;
use crate::bookings::discounts::offers::Reduction;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::unexpected_from;

/// The command; see [`CodeTerms`](crate::bookings::discounts::code_terms::CodeTerms) for what each term means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCode {
    /// What buyers type.
    pub code: CodeText,
    /// What it is for, for officers.
    pub name: String,
    /// What it takes off.
    pub reduction: Reduction,
    /// From when on.
    pub starts_at: Option<Instant>,
    /// Until when, exclusive.
    pub ends_at: Option<Instant>,
    /// Bookings in all.
    pub most_uses: Option<i32>,
    /// Bookings of one person.
    pub most_uses_a_person: Option<i32>,
    /// Fewest places in a booking.
    pub least_places: i32,
    /// Most places in a booking.
    pub most_places: Option<i32>,
    /// What it may give away in all.
    pub budget: Option<Pence>,
    /// Only for bookers who are members.
    pub members_only: bool,
    /// Courses.
    pub courses: Vec<i64>,
    /// Dates.
    pub events: Vec<i64>,
    /// What it may do that most may not.
    pub powers: CodePowers,
}

/// Why no code was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateCodeError {
    /// There is one.
    #[error("There is a code of this name, perhaps one that has ended. Choose another.")]
    Taken,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(CreateCodeError);

/// Writes the code and gives its id.
pub async fn create_code(
    tx: &impl ConnectionTrait,
    new: &NewCode,
    by: Actor,
    now: Instant,
) -> Result<i64, CreateCodeError> {
    let id = store::insert_code(tx, new, by.person_id(), now).await?.ok_or(CreateCodeError::Taken)?;
    let entry = Entry {
        actor: by,
        action: "discount_code.created",
        subject_kind: "discount_code",
        subject_id: id,
        reason: None,
        values: Some((Value::Null, described(new))),
    };
    audit::record(tx, entry, now).await?;
    Ok(id)
}

/// A code as the audit keeps it.
fn described(new: &NewCode) -> Value {
    json!({
        "code": new.code.as_str(),
        "name": new.name,
        "takes_off": format!("{:?}", new.reduction),
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
        "most_uses": new.most_uses,
        "most_uses_a_person": new.most_uses_a_person,
        "least_places": new.least_places,
        "most_places": new.most_places,
        "budget_pence": new.budget.map(Pence::get),
        "members_only": new.members_only,
        "courses": new.courses,
        "events": new.events,
        "may_be_combined": new.powers.may_be_combined,
        "passes_capacity": new.powers.passes_capacity,
        "opens_hidden": new.powers.opens_hidden,
    })
}
