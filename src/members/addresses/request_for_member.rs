//! An officer begins a change of the address somebody is written to, because they were asked to. The new address confirms by a link,
//! the one before has seven days to object; only then is anything different. No code is needed: whoever changed employer often
//! reads the old mailbox no more, and cannot sign in without it.

use serde_json::json;

use super::change::{ChangeKind, MOST_ADDRESSES, NOTICE_DAYS, OpenChange};
use super::store::{self, NewChange};
use super::{carry_out, change, emails};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::uk_time::{end_of_days_after, london_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Unexpected};
use crate::members::people;
use crate::members::roles::holds_office;
use crate::notifications::outbox;
use crate::unexpected_from;

/// What was asked for, by whom, and why.
#[derive(Clone, Debug)]
pub(in crate::members) struct RequestForMember {
    pub(in crate::members) person_id: i64,
    /// The address to be written to.
    pub(in crate::members) address: EmailAddress,
    pub(in crate::members) officer_id: i64,
    /// The officer may give and take away roles.
    pub(in crate::members) gives_roles: bool,
    /// In the officer's words, for the record.
    pub(in crate::members) reason: String,
}

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub(in crate::members) enum RequestForMemberError {
    /// It is the one we write to.
    #[error("We write to this address already")]
    AlreadyWrittenTo,
    /// It is on another record.
    #[error("This address belongs to another record. Look it up: the two may have to be merged")]
    SomebodyElses,
    /// They hold as many as they may.
    #[error("They have three addresses, which is the most. Ask them to remove one first")]
    TooManyAddresses,
    /// Whoever reads the new address can hold the office.
    #[error("This person holds an office. Somebody who gives roles has to change the address")]
    HoldsOffice,
    /// It is the officer's own record.
    #[error("This is your own record. Change your address in your account")]
    OwnRecord,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(RequestForMemberError);

/// Begins the change, mails the link and the notice. Gives the instant from which nobody can object any more.
pub(in crate::members) async fn request_for_member(
    app: &App,
    command: RequestForMember,
) -> Result<Instant, RequestForMemberError> {
    let now = app.now();
    if command.officer_id == command.person_id {
        return Err(RequestForMemberError::OwnRecord);
    }
    let proceeds_at = end_of_days_after(london_date(now), NOTICE_DAYS);
    app.db
        .write_tx(async |tx| {
            if !command.gives_roles && holds_office(tx, command.person_id, london_date(now)).await? {
                return Err(RequestForMemberError::HoldsOffice);
            }
            let held = people::addresses(tx, command.person_id).await?;
            let folded = command.address.folded();
            let known = held
                .iter()
                .find(|held| EmailAddress::parse(&held.address).is_ok_and(|address| address.folded() == folded));
            if known.is_some_and(|held| held.is_primary && held.is_verified) {
                return Err(RequestForMemberError::AlreadyWrittenTo);
            }
            let owner = people::find_by_verified_email(tx, &command.address).await?;
            if owner.is_some_and(|owner| owner != command.person_id) {
                return Err(RequestForMemberError::SomebodyElses);
            }
            if known.is_none() && held.len() >= MOST_ADDRESSES {
                return Err(RequestForMemberError::TooManyAddresses);
            }
            let old = held.iter().find(|held| held.is_primary);
            let new = NewChange {
                reference: app.tokens.reference(),
                person_id: command.person_id,
                kind: ChangeKind::Replace,
                new_address: command.address.as_str(),
                old_address: old.map(|held| held.address.as_str()),
                // One that nobody ever proved is mostly theirs all the same, such as from an imported list: it has its days too,
                // unless it is this very one that is to be proved.
                old_has_agreed: known.is_some_and(|held| held.is_primary),
            };
            let change = store::replace_change(tx, new, now).await?;
            store::give_time(tx, change.id, proceeds_at).await?;
            let change = OpenChange { proceeds_at: Some(proceeds_at), ..change };
            let person = people::find_person(tx, command.person_id).await?.context("the record has gone")?;
            let notice = old.map(|held| emails::office_notice(&person, &change, &held.address, proceeds_at));
            for mail in notice.into_iter().chain([emails::confirm_by_link(&person, &change)]) {
                outbox::queue(tx, app.tokens.as_ref(), mail, now).await?;
            }
            let values = (json!({ "old": change.old_address }), json!({ "new": change.new_address }));
            let entry = Entry {
                actor: Actor::Person(command.officer_id),
                action: "address_change.asked_by_officer",
                subject_kind: "person",
                subject_id: command.person_id,
                reason: Some(&command.reason),
                values: Some(values),
            };
            audit::record(tx, entry, now).await?;
            Ok(proceeds_at)
        })
        .await
}

/// What became of a change when whoever reads the new address pressed the button behind its link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Confirmed {
    /// It was over before.
    Over,
    /// The old address may object until then.
    WaitsUntil(Instant),
    /// We write to the new address from now on.
    Done,
    /// The address is another record's by now.
    Overtaken,
}

/// Whoever reads the new address has pressed the button behind its link.
pub(super) async fn confirm_by_link(app: &App, change_id: i64) -> Result<Confirmed, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            store::mark_confirmed(tx, change_id, true, now).await?;
            let Some(open) = store::find_change(tx, change_id).await? else { return Ok(Confirmed::Over) };
            Ok(match change::verdict(&open, now) {
                change::Verdict::WaitsUntil(at) => Confirmed::WaitsUntil(at),
                // Just confirmed, and time was given: codes are not asked for.
                change::Verdict::NeedsCodes => Confirmed::Over,
                change::Verdict::Ready => match carry_out::carry_out(tx, app, &open, now).await? {
                    carry_out::CarriedOut::Done(_) => Confirmed::Done,
                    carry_out::CarriedOut::Overtaken => Confirmed::Overtaken,
                },
            })
        })
        .await
}
