//! The mails of signing in. Each goes only to the address it is about.

use serde_json::json;

use super::code::CODE_LIFE;
use super::request_code::CodePurpose;
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{EmailAddress, Instant};
use crate::members::people::PersonRow;
use crate::notifications::NewMessage;

/// The code somebody asked for. Mail to an address without an account says so, and that typing the code makes one; only the
/// reader of that mail learns it.
pub(super) fn code(
    purpose: CodePurpose,
    code_id: i64,
    code: &str,
    address: &EmailAddress,
    person: Option<&PersonRow>,
) -> NewMessage {
    let template = match (purpose, person) {
        (CodePurpose::ResetPassword, Some(_)) => "password_reset_code",
        (CodePurpose::Confirm, Some(_)) => "confirmation_code",
        _ => "sign_in_code",
    };
    let name = person.map_or(String::new(), |person| person.name.clone());
    NewMessage {
        template,
        person_id: person.map(|person| person.id),
        to_name: name.clone(),
        to_address: address.as_str().to_owned(),
        data: json!({
            "code": code, "minutes": CODE_LIFE.num_minutes(), "has_account": person.is_some(), "name": name,
        }),
        calendar: None,
        dedupe_key: format!("sign-in-code:{code_id}"),
    }
}

/// The password was set or changed; if it was not the owner, they must hear of it (ASVS 6.3.7).
pub(in crate::members) fn password_changed(person: &PersonRow, is_first: bool, now: Instant) -> NewMessage {
    NewMessage {
        template: "password_changed",
        person_id: Some(person.id),
        to_name: person.name.clone(),
        to_address: person.email.clone(),
        data: json!({ "name": person.name, "when": date_and_time(now), "is_first": is_first }),
        calendar: None,
        dedupe_key: format!("password-changed:{}:{}", person.id, now.timestamp_micros()),
    }
}

/// Somebody signed in on a device that was not known as this person's.
pub(super) fn new_device(person: &PersonRow, device: &str, now: Instant) -> NewMessage {
    NewMessage {
        template: "new_device",
        person_id: Some(person.id),
        to_name: person.name.clone(),
        to_address: person.email.clone(),
        data: json!({ "name": person.name, "when": date_and_time(now), "device": device }),
        calendar: None,
        dedupe_key: format!("new-device:{}:{}", person.id, now.timestamp_micros()),
    }
}

/// Somebody gave the first factor, and a wrong second one. At most one such mail an hour.
pub(super) fn second_factor_refused(person: &PersonRow, device: &str, now: Instant) -> NewMessage {
    NewMessage {
        template: "second_factor_refused",
        person_id: Some(person.id),
        to_name: person.name.clone(),
        to_address: person.email.clone(),
        data: json!({ "name": person.name, "when": date_and_time(now), "device": device }),
        calendar: None,
        dedupe_key: format!("second-factor-refused:{}:{}", person.id, now.timestamp().div_euclid(3_600)),
    }
}
