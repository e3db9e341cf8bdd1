//! Turns the markers of personal links into addresses, at the moment a message leaves or a page is shown (D17).

use serde_json::Value;

use super::message::PersonalLink;
use crate::kernel::unexpected::Context;
use crate::kernel::{LinkKeys, LinkPurpose, Unexpected};

/// The absolute address of a personal link.
pub fn personal_url(links: &LinkKeys, base_url: &str, purpose: LinkPurpose, subject: i64, generation: i32) -> String {
    let folder = match purpose {
        // One folder for both: the token itself tells which it is.
        LinkPurpose::ManageBooking | LinkPurpose::ManagePlace => "manage",
        LinkPurpose::JoinEvent => "join-event",
        LinkPurpose::ClaimMemberPrice => "member-price",
        LinkPurpose::Unsubscribe => "unsubscribe",
        LinkPurpose::StopAddressChange => "address-change",
        LinkPurpose::ConfirmAddress => "address-confirmation",
        LinkPurpose::ReportMessage => "report-message",
        LinkPurpose::ClaimPlace => "claim-place",
        LinkPurpose::InHouseQuote => "in-house-quote",
        LinkPurpose::InHouseRegister => "in-house-register",
        LinkPurpose::Invoice => "invoices",
        LinkPurpose::WaitingEntry => "waiting-list",
        LinkPurpose::Statement => "statements",
    };
    format!("{base_url}/{folder}/{}", links.token(purpose, subject, generation))
}

/// The address a marker stands for.
pub(super) fn resolve(marker: &PersonalLink, links: &LinkKeys, base_url: &str) -> Result<String, Unexpected> {
    let purpose = marker.purpose().context("a message holds a link of an unknown purpose")?;
    Ok(personal_url(links, base_url, purpose, marker.subject(), marker.generation()))
}

/// The same data with every marker, however deep, replaced by its address.
pub(super) fn resolve_all(data: Value, links: &LinkKeys, base_url: &str) -> Result<Value, Unexpected> {
    match data {
        Value::Object(map) if map.contains_key("personal_link") => {
            let marker: PersonalLink = serde_json::from_value(Value::Object(map))?;
            Ok(Value::String(resolve(&marker, links, base_url)?))
        }
        Value::Object(map) => {
            let resolved = map.into_iter().map(|(key, value)| Ok((key, resolve_all(value, links, base_url)?)));
            Ok(Value::Object(resolved.collect::<Result<_, Unexpected>>()?))
        }
        Value::Array(items) => {
            let resolved = items.into_iter().map(|value| resolve_all(value, links, base_url));
            Ok(Value::Array(resolved.collect::<Result<_, _>>()?))
        }
        plain => Ok(plain),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::notifications::personal_link;

    fn keys() -> LinkKeys {
        LinkKeys::new(b"a secret for tests, 32 bytes long")
    }

    #[test]
    fn markers_become_addresses_at_any_depth() {
        let data = json!({
            "manage": personal_link(LinkPurpose::ManageBooking, 7, 1),
            "places": [{ "name": "Siân", "join": personal_link(LinkPurpose::JoinEvent, 9, 2) }],
            "total": 5,
        });

        let resolved = resolve_all(data, &keys(), "https://nairo.example.org").unwrap();

        let join = resolved["places"][0]["join"].as_str().unwrap();
        let token = join.strip_prefix("https://nairo.example.org/join-event/").unwrap();
        assert!(keys().verify(token, LinkPurpose::JoinEvent, 2));
        assert!(resolved["manage"].as_str().unwrap().starts_with("https://nairo.example.org/manage/"));
        assert_eq!(resolved["total"], 5);
    }

    #[test]
    fn a_marker_with_an_unknown_purpose_is_a_fault() {
        let data = json!({ "link": { "personal_link": "open_safe", "subject": 1, "generation": 1 } });

        assert!(resolve_all(data, &keys(), "https://nairo.example.org").is_err());
    }

    #[test]
    fn text_that_looks_like_a_marker_stays_text() {
        let data = json!({ "name": "{\"personal_link\": \"manage_booking\", \"subject\": 1, \"generation\": 1}" });

        assert_eq!(resolve_all(data.clone(), &keys(), "https://nairo.example.org").unwrap(), data);
    }
}
