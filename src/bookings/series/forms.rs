//! The form that books all dates of a series: who comes, and which dates the page showed. Pure.

use crate::kernel::{EmailAddress, PersonName};
use crate::members::people::PersonRow;
use crate::web::{FieldErrors, FormView, Posted};

/// More dates than this no page shows.
const MOST_SHOWN: usize = 200;

/// What was typed, in types.
#[derive(Clone, Debug)]
pub(super) struct TypedSeriesBooking {
    pub(super) name: PersonName,
    pub(super) email: EmailAddress,
    pub(super) event_ids: Vec<i64>,
    pub(super) idempotency_key: String,
}

/// What was typed, or everything that is wrong with it. A signed-in person comes themselves.
pub(super) fn read(posted: &Posted, me: Option<&PersonRow>) -> Result<TypedSeriesBooking, FieldErrors> {
    let mut errors = FieldErrors::new();
    let (name, email) = match me {
        Some(person) => (person.name.as_str(), person.email.as_str()),
        None => (posted.get("name"), posted.get("email")),
    };
    let name = errors.check("name", PersonName::parse(name));
    let email = errors.check("email", EmailAddress::parse(email));
    let event_ids = read_dates(posted.get("dates"));
    let key = posted.get("idempotency_key").trim();
    if event_ids.is_none() || key.is_empty() || key.len() > 100 {
        errors.add("", "This page is too old. Open it again from the event.");
    }
    match (name, email, event_ids, errors.is_empty()) {
        (Some(name), Some(email), Some(event_ids), true) => {
            Ok(TypedSeriesBooking { name, email, event_ids, idempotency_key: key.to_owned() })
        }
        _ => Err(errors),
    }
}

/// The dates as the page sends them back: "12-13-20".
pub(super) fn written_dates(event_ids: impl Iterator<Item = i64>) -> String {
    event_ids.map(|id| id.to_string()).collect::<Vec<String>>().join("-")
}

fn read_dates(typed: &str) -> Option<Vec<i64>> {
    let ids: Option<Vec<i64>> = typed.split('-').map(|id| id.parse().ok()).collect();
    ids.filter(|ids| ids.len() <= MOST_SHOWN)
}

/// The form as it was typed.
pub(super) fn typed(posted: &Posted) -> FormView {
    FormView::filled(["name", "email"].map(|field| (field, posted.get(field))))
}

/// The form as first shown.
pub(super) fn blank() -> FormView {
    FormView::blank(&["name", "email"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields<'a>(changes: &[(&'a str, &'a str)]) -> Posted {
        let usual =
            [("name", "Asha Verma"), ("email", "asha@example.org"), ("dates", "12-13"), ("idempotency_key", "k")];
        let all: Vec<(&str, &str)> = usual
            .into_iter()
            .map(|(field, value)| {
                let changed = changes.iter().find(|(name, _)| *name == field);
                (field, changed.map_or(value, |(_, value)| *value))
            })
            .collect();
        Posted::of(&all)
    }

    #[test]
    fn the_dates_that_were_shown_come_back() {
        let typed = read(&fields(&[]), None).unwrap();

        assert_eq!(typed.event_ids, [12, 13]);
        assert_eq!(written_dates(typed.event_ids.into_iter()), "12-13");
    }

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        let table = [
            (("name", ""), "name"),
            (("email", "asha"), "email"),
            (("dates", ""), ""),
            (("dates", "12-x"), ""),
            (("idempotency_key", " "), ""),
        ];
        for (change, field) in table {
            let errors = read(&fields(&[change]), None).unwrap_err();
            assert!(errors.iter().any(|error| error.field == field), "{change:?}");
        }
    }
}
