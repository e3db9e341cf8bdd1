//! The mails of a change of address. Each goes to one of the addresses it is about, by name, and says what to do when it was
//! somebody else's doing.

use serde_json::{Value, json};

use super::change::{ChangeKind, OpenChange};
use crate::kernel::uk_time::{date_and_time, until_end_of};
use crate::kernel::{Instant, LinkPurpose};
use crate::members::people::PersonRow;
use crate::members::sign_in::CODE_LIFE;
use crate::notifications::{NewMessage, personal_link};

/// What is asked for, as the end of "Somebody asked …".
fn asked_words(change: &OpenChange) -> String {
    let (new, old) = (&change.new_address, change.old_address.as_deref().unwrap_or_default());
    match change.kind {
        ChangeKind::Add => format!("to add {new} to an account"),
        ChangeKind::MakePrimary | ChangeKind::Replace => format!("that we write to {new} instead of {old}"),
        ChangeKind::Remove => format!("to remove {old} from an account"),
    }
}

fn message(person: &PersonRow, to: &str, (template, dedupe): (&'static str, String), data: Value) -> NewMessage {
    NewMessage {
        template,
        person_id: Some(person.id),
        to_name: person.name.clone(),
        to_address: to.to_owned(),
        data,
        calendar: None,
        dedupe_key: dedupe,
    }
}

fn stop_link(change: &OpenChange) -> Value {
    json!(personal_link(LinkPurpose::StopAddressChange, change.id, 1))
}

/// The code for the address that must prove itself. To an address that is only being added it says no name: its reader may
/// be a stranger.
pub(super) fn code_for_new(person: &PersonRow, change: &OpenChange, code: &str, now: Instant) -> NewMessage {
    let is_add = matches!(change.kind, ChangeKind::Add | ChangeKind::Replace);
    let name = if is_add { String::new() } else { person.name.clone() };
    let data = json!({
        "name": name, "code": code, "minutes": CODE_LIFE.num_minutes(), "asked": asked_words(change), "stop_url": null,
    });
    let dedupe = format!("address-code-new:{}:{}", change.id, now.timestamp_micros());
    let mail = message(person, &change.new_address, ("address_code", dedupe), data);
    if is_add { NewMessage { to_name: String::new(), person_id: None, ..mail } } else { mail }
}

/// The code for the address that must agree, with the link that stops it all.
pub(super) fn code_for_old(person: &PersonRow, change: &OpenChange, old: &str, code: &str, now: Instant) -> NewMessage {
    let data = json!({
        "name": person.name, "code": code, "minutes": CODE_LIFE.num_minutes(), "asked": asked_words(change),
        "stop_url": stop_link(change),
    });
    let dedupe = format!("address-code-old:{}:{}", change.id, now.timestamp_micros());
    message(person, old, ("address_code", dedupe), data)
}

/// Somebody tried to take an address that has an owner: only the owner hears of it.
pub(super) fn address_in_use(owner: &PersonRow, change: &OpenChange, now: Instant) -> NewMessage {
    let data = json!({ "name": owner.name, "address": change.new_address, "when": date_and_time(now) });
    // At most one a day, however often somebody tries.
    let dedupe = format!("address-in-use:{}:{}", owner.id, now.timestamp().div_euclid(86_400));
    message(owner, &change.new_address, ("address_in_use", dedupe), data)
}

/// Notice to the old address: it goes forward without its code unless somebody objects.
pub(super) fn notice(person: &PersonRow, change: &OpenChange, old: &str, proceeds_at: Instant) -> NewMessage {
    let data = json!({
        "name": person.name, "asked": asked_words(change), "until": until_end_of(proceeds_at),
        "stop_url": stop_link(change),
    });
    message(person, old, ("address_change_notice", format!("address-notice:{}", change.id)), data)
}

/// Asks whoever reads the new address to confirm it by a link: an officer was asked for the change. It says no name: its reader may
/// be a stranger.
pub(super) fn confirm_by_link(person: &PersonRow, change: &OpenChange) -> NewMessage {
    let data = json!({
        "until": change.proceeds_at.map(until_end_of),
        "confirm_url": personal_link(LinkPurpose::ConfirmAddress, change.id, 1),
    });
    let mail =
        message(person, &change.new_address, ("address_confirm", format!("address-confirm:{}", change.id)), data);
    NewMessage { to_name: String::new(), person_id: None, ..mail }
}

/// Tells the address written to so far that our office was asked to write elsewhere, with the link that stops it.
pub(super) fn office_notice(person: &PersonRow, change: &OpenChange, old: &str, proceeds_at: Instant) -> NewMessage {
    let data = json!({
        "name": person.name, "new_address": change.new_address, "until": until_end_of(proceeds_at),
        "stop_url": stop_link(change),
    });
    message(person, old, ("address_change_by_office", format!("address-office:{}", change.id)), data)
}

/// It happened: told to the address we wrote to so far, and to the other one it concerns. The link is for an added address,
/// which can be taken away again.
pub(super) fn address_changed(before: &PersonRow, change: &OpenChange, now: Instant) -> Vec<NewMessage> {
    let old = change.old_address.as_deref().unwrap_or_default();
    let words = match change.kind {
        ChangeKind::Add => format!("{} was added to your account", change.new_address),
        ChangeKind::MakePrimary | ChangeKind::Replace => {
            format!("We now write to {} instead of {old}", change.new_address)
        }
        ChangeKind::Remove => format!("{old} was removed from your account"),
    };
    let stop_url = if change.kind == ChangeKind::Add { stop_link(change) } else { Value::Null };
    let mut to = vec![before.email.as_str(), change.new_address.as_str(), old];
    to.retain(|address| !address.is_empty());
    to.dedup();
    // The added address has just proved itself; it need not be told.
    if change.kind == ChangeKind::Add {
        to.truncate(1);
    }
    to.sort_unstable();
    to.dedup();
    let mails = to.into_iter().map(|address| {
        let data = json!({
            "name": before.name, "what": words, "when": date_and_time(now), "stop_url": stop_url,
        });
        message(before, address, ("address_changed", format!("address-changed:{}:{address}", change.id)), data)
    });
    mails.collect()
}
