//! Reads an act's form and has it done.

use chrono::NaiveDate;

use super::act::Act;
use super::read::{MINUTE, REASON, chosen, optional_day, required_day};
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::{Instant, Unexpected};
use crate::members::desk::day_field::day_words;
use crate::members::membership::{
    Basis, ByOfficer, ExtendMembership, Leave, LeaveError, MembershipPicture, NoteContact, OfficerActError,
    OfficerTerm, OpenOrder, OpenOrderError, OrderKind, ProposeRemoval, RecordDeath, Suspend, WaivePrice,
    extend_membership, give_officer_term, leave, note_contact, open_order, propose_removal, record_death, suspend,
    waive_price, withdraw_order,
};
use crate::unexpected_from;
use crate::web::{FieldErrors, Posted};

/// Why an act was not done.
#[derive(Debug)]
pub(super) enum ActRefused {
    /// Something typed is wrong.
    Typed(FieldErrors),
    /// The rules say no, in a sentence.
    Rules(String),
    /// We failed.
    Unexpected(Unexpected),
}
unexpected_from!(ActRefused);

impl From<OfficerActError> for ActRefused {
    fn from(error: OfficerActError) -> Self {
        match error {
            OfficerActError::NoReason => Self::Typed(FieldErrors::one("reason", "Enter the reason")),
            OfficerActError::NoMinute => {
                Self::Typed(FieldErrors::one("minute", "Enter where the resolution is minuted"))
            }
            OfficerActError::Unexpected(error) => Self::Unexpected(error),
            refusal => Self::Rules(refusal.to_string()),
        }
    }
}

impl From<OpenOrderError> for ActRefused {
    fn from(error: OpenOrderError) -> Self {
        let words = match error {
            OpenOrderError::Unexpected(error) => return Self::Unexpected(error),
            OpenOrderError::AlreadyOpen(order) => format!("Order {} waits for its money already.", order.reference),
            OpenOrderError::AlreadyMember => "They are a member already.".to_owned(),
            OpenOrderError::TooEarly { opens_on } => format!("Renewal opens on {}.", day_words(opens_on)),
            OpenOrderError::NothingToRenew => "There is nothing to renew.".to_owned(),
            OpenOrderError::NeedsApplication => {
                "This type is decided first: ask them to apply, or put the application in for them.".to_owned()
            }
            OpenOrderError::NotOffered => "This type cannot be had now.".to_owned(),
        };
        Self::Rules(words)
    }
}

/// Whom an act is about, and who does it.
pub(super) struct Context<'a> {
    pub(super) app: &'a App,
    pub(super) person_id: i64,
    pub(super) officer_id: i64,
    pub(super) picture: &'a MembershipPicture,
    pub(super) now: Instant,
}

impl Context<'_> {
    fn by(&self, reason: String) -> ByOfficer {
        ByOfficer { officer_id: self.officer_id, reason }
    }
}

/// Does it, and gives a sentence that says what happened.
pub(super) async fn perform(act: Act, context: Context<'_>, form: &Posted) -> Result<String, ActRefused> {
    match act {
        Act::Offer => offer(context, form).await,
        Act::WithdrawOffer => withdraw(context, form).await,
        Act::Resign => resign(context, form).await,
        Act::FreeTerm => give_free(context, form).await,
        Act::Waive => waive(context, form).await,
        Act::Extend | Act::Contact | Act::Suspend | Act::Remove | Act::Death => put_on_record(act, context, form).await,
    }
}

async fn offer(context: Context<'_>, form: &Posted) -> Result<String, ActRefused> {
    let mut errors = FieldErrors::new();
    REASON.read(form, &mut errors);
    errors.into_result().map_err(ActRefused::Typed)?;
    let kind = match (context.picture.standing.is_member(), context.picture.number) {
        (true, _) => OrderKind::Renewal,
        (false, Some(_)) => OrderKind::Rejoining,
        (false, None) => OrderKind::Joining,
    };
    let new =
        OpenOrder { person_id: context.person_id, kind, type_code: form.get("type").to_owned(), application_id: None };
    let (app, now) = (context.app, context.now);
    let opened = app.db.write_tx(async |tx| open_order(app, tx, new, now).await.map_err(ActRefused::from)).await?;
    Ok(format!(
        "Order {} over {} is open. The treasurer records the money when it comes.",
        opened.reference, opened.price
    ))
}

async fn withdraw(context: Context<'_>, form: &Posted) -> Result<String, ActRefused> {
    let mut errors = FieldErrors::new();
    let reason = REASON.read(form, &mut errors);
    errors.into_result().map_err(ActRefused::Typed)?;
    let gone = || ActRefused::Rules("Nothing waits to be paid any more.".to_owned());
    let order = context.picture.open_order.as_ref().ok_or_else(gone)?;
    let (app, now) = (context.app, context.now);
    let (whose, by) =
        ((context.person_id, order.reference.as_str()), (Actor::Person(context.officer_id), reason.as_str()));
    let done = app.db.write_tx(async |tx| withdraw_order(app, tx, whose, by, now).await).await?;
    if done { Ok(format!("Order {} is given up. Nothing is owed.", order.reference)) } else { Err(gone()) }
}

async fn resign(context: Context<'_>, form: &Posted) -> Result<String, ActRefused> {
    let mut errors = FieldErrors::new();
    let reason = REASON.optional().read(form, &mut errors);
    errors.into_result().map_err(ActRefused::Typed)?;
    let command = Leave {
        person_id: context.person_id,
        reason: (!reason.is_empty()).then_some(reason),
        actor: Actor::Person(context.officer_id),
    };
    match leave(context.app, command).await {
        Ok(leaving) => Ok(format!("Notice is on record. The membership ends on {}.", day_words(leaving.effective_on))),
        Err(LeaveError::NotAMember) => {
            Err(ActRefused::Rules("They are not a member, so there is nothing to leave.".to_owned()))
        }
        Err(LeaveError::LeftBefore) => Err(ActRefused::Rules("Notice is on record already.".to_owned())),
        Err(LeaveError::Unexpected(error)) => Err(error.into()),
    }
}

async fn give_free(context: Context<'_>, form: &Posted) -> Result<String, ActRefused> {
    let mut errors = FieldErrors::new();
    let free = |word: &str| Basis::parse(word).filter(|basis| *basis != Basis::Paid);
    let basis = chosen(form, ("basis", free), &mut errors);
    let starts_on = required_day(form, "starts_on", &mut errors);
    let ends_on = optional_day(form, "ends_on", &mut errors);
    let reason = REASON.read(form, &mut errors);
    errors.into_result().map_err(ActRefused::Typed)?;
    let command = OfficerTerm {
        person_id: context.person_id,
        type_code: form.get("type").to_owned(),
        basis: basis.unwrap_or(Basis::Complimentary),
        starts_on,
        ends_on,
        by: context.by(reason),
    };
    let given = give_officer_term(context.app, command).await?;
    Ok(format!("The term is given. Their number is {}.", given.number))
}

async fn waive(context: Context<'_>, form: &Posted) -> Result<String, ActRefused> {
    let mut errors = FieldErrors::new();
    let reason = REASON.read(form, &mut errors);
    errors.into_result().map_err(ActRefused::Typed)?;
    let type_code = form.get("type").to_owned();
    waive_price(context.app, WaivePrice { person_id: context.person_id, type_code, by: context.by(reason) }).await?;
    Ok("The price is waived, and the term is theirs.".to_owned())
}

/// The acts that put a dated fact on record.
async fn put_on_record(act: Act, context: Context<'_>, form: &Posted) -> Result<String, ActRefused> {
    let mut errors = FieldErrors::new();
    let first_field = match act {
        Act::Extend => "ends_on",
        Act::Contact => "until",
        Act::Death => "died_on",
        _ => "from",
    };
    let day = required_day(form, first_field, &mut errors);
    let until = if act == Act::Suspend { optional_day(form, "until", &mut errors) } else { None };
    let minute = if act == Act::Remove { MINUTE.read(form, &mut errors) } else { String::new() };
    let reason = REASON.read(form, &mut errors);
    errors.into_result().map_err(ActRefused::Typed)?;
    let (app, person_id, by) = (context.app, context.person_id, context.by(reason));
    match act {
        Act::Extend => {
            let given = extend_membership(app, ExtendMembership { person_id, ends_on: day, by }).await?;
            return Ok(format!("The membership now runs until {}.", day_words(given.ends_on)));
        }
        Act::Contact => note_contact(app, NoteContact { person_id, until: day, by }).await?,
        Act::Death => record_death(app, RecordDeath { person_id, died_on: day, by }).await?,
        Act::Remove => {
            propose_removal(app, ProposeRemoval { person_id, from: day, minute_reference: minute, by }).await?
        }
        _ => suspend(app, Suspend { person_id, from: day, until, by }).await?,
    };
    Ok(done_words(act, day))
}

fn done_words(act: Act, day: NaiveDate) -> String {
    let day = day_words(day);
    match act {
        Act::Contact => format!("No reminders are sent until the end of {day}."),
        Act::Death => "It is on record. Nothing is sent to them any more.".to_owned(),
        Act::Remove => format!("The removal from {day} waits for a second person. Nothing has changed yet."),
        _ => format!("The membership is suspended from {day}."),
    }
}
