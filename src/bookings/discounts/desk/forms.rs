//! The form of a new code, made into a [`NewCode`] with a sentence beside each field that is wrong. Pure.

use chrono::NaiveDate;

use super::create_code::NewCode;
use crate::bookings::desk::read_day;
use crate::bookings::discounts::code_terms::CodePowers;
use crate::bookings::discounts::code_text::CodeText;
use crate::bookings::discounts::offers::Reduction;
use crate::kernel::Pence;
use crate::kernel::uk_time::{end_of_days_before, start_of_day};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const NAME: TextInput = TextInput::line("name", "purpose", 120);
const FIELDS: [&str; 16] = [
    "code",
    "name",
    "kind",
    "amount",
    "starts_on",
    "ends_on",
    "most_uses",
    "most_uses_a_person",
    "least_places",
    "most_places",
    "budget",
    "members_only",
    "may_be_combined",
    "passes_capacity",
    "opens_hidden",
    "idempotency_key",
];
/// £10,000: more is a slip of the decimal point.
const MOST_MONEY: Pence = Pence::new(1_000_000);
const MOST_USES: i32 = 100_000;
const MOST_PLACES: i32 = 500;

/// Courses and dates that a code may be limited to: ids with their words.
#[derive(Clone, Debug, Default)]
pub(super) struct Scopes {
    pub(super) courses: Vec<(i64, String)>,
    pub(super) events: Vec<(i64, String)>,
}

pub(super) fn course_field(id: i64) -> String {
    format!("course_{id}")
}

pub(super) fn event_field(id: i64) -> String {
    format!("event_{id}")
}

impl Scopes {
    fn fields(&self) -> impl Iterator<Item = String> {
        let courses = self.courses.iter().map(|(id, _)| course_field(*id));
        courses.chain(self.events.iter().map(|(id, _)| event_field(*id)))
    }
}

/// The form of a new code.
pub(super) fn blank(scopes: &Scopes, idempotency_key: String) -> FormView {
    let mut form = FormView::blank(&FIELDS);
    scopes.fields().for_each(|field| form.set(field, ""));
    form.set("kind", "percent");
    form.set("least_places", "1");
    form.set("idempotency_key", idempotency_key);
    form
}

/// The form as it was typed.
pub(super) fn typed(posted: &Posted, scopes: &Scopes) -> FormView {
    let fields = FIELDS.iter().map(|field| (*field).to_owned()).chain(scopes.fields());
    FormView::filled(fields.map(|field| (field.clone(), posted.get(&field).to_owned())))
}

/// The code, or everything that is wrong with it.
pub(super) fn read(posted: &Posted, scopes: &Scopes, today: NaiveDate) -> Result<NewCode, FieldErrors> {
    let mut errors = FieldErrors::new();
    let code = errors.check("code", CodeText::parse(posted.get("code")));
    let name = NAME.read(posted, &mut errors);
    let reduction = read_reduction(posted, &mut errors);
    let starts_on = errors.check("starts_on", read_day(posted.get("starts_on"))).flatten();
    let ends_on = errors.check("ends_on", read_day(posted.get("ends_on"))).flatten();
    if ends_on.is_some_and(|ends| ends < today || starts_on.is_some_and(|starts| ends < starts)) {
        errors.add("ends_on", "Enter a last day that is still to come, and not before the first day");
    }
    let least_places = whole(posted, "least_places", MOST_PLACES, &mut errors).unwrap_or(1);
    let most_places = whole(posted, "most_places", MOST_PLACES, &mut errors);
    if most_places.is_some_and(|most| most < least_places) {
        errors.add("most_places", "Enter at least as many as the fewest places");
    }
    let most_uses = whole(posted, "most_uses", MOST_USES, &mut errors);
    let most_uses_a_person = whole(posted, "most_uses_a_person", MOST_USES, &mut errors);
    let budget = match posted.get("budget").trim() {
        "" => None,
        _ => money(posted, "budget", &mut errors),
    };
    let powers = read_powers(posted, reduction, (most_uses, most_places), &mut errors);
    let ticked = |field: String| posted.has(&field);
    let chosen = |all: &[(i64, String)], field: fn(i64) -> String| -> Vec<i64> {
        all.iter().map(|(id, _)| *id).filter(|id| ticked(field(*id))).collect()
    };
    match (code, reduction) {
        (Some(code), Some(reduction)) if errors.is_empty() => Ok(NewCode {
            code,
            name,
            reduction,
            starts_at: starts_on.map(start_of_day),
            ends_at: ends_on.map(|day| end_of_days_before(day, 0)),
            most_uses,
            most_uses_a_person,
            least_places,
            most_places,
            budget,
            members_only: posted.has("members_only"),
            courses: chosen(&scopes.courses, course_field),
            events: chosen(&scopes.events, event_field),
            powers,
        }),
        _ => Err(errors),
    }
}

/// What it may do that most may not. A code that goes past the places must say how far: bookings times places.
fn read_powers(
    posted: &Posted,
    reduction: Option<Reduction>,
    (most_uses, most_places): (Option<i32>, Option<i32>),
    errors: &mut FieldErrors,
) -> CodePowers {
    let powers = CodePowers {
        may_be_combined: posted.has("may_be_combined"),
        passes_capacity: posted.has("passes_capacity"),
        opens_hidden: posted.has("opens_hidden"),
    };
    if powers.may_be_combined && !matches!(reduction, Some(Reduction::Percent(_)) | None) {
        errors.add(
            "may_be_combined",
            "Only a percentage is combined with other prices. An amount off the booking comes off them anyway",
        );
    }
    if powers.passes_capacity && most_uses.is_none() {
        errors.add("most_uses", "Say how many bookings may go past the last place");
    }
    if powers.passes_capacity && most_places.is_none() {
        errors.add("most_places", "Say how many places each of them may have");
    }
    powers
}

fn read_reduction(posted: &Posted, errors: &mut FieldErrors) -> Option<Reduction> {
    match posted.get("kind") {
        "percent" => {
            let typed = posted.get("amount").trim().trim_end_matches('%').trim();
            let percent = typed.parse::<u8>().ok().filter(|percent| (1..=100).contains(percent));
            let percent = percent.filter(|_| typed.bytes().all(|byte| byte.is_ascii_digit()));
            if percent.is_none() {
                errors.add("amount", "Enter a whole number of percent from 1 to 100");
            }
            percent.map(Reduction::Percent)
        }
        "off_booking" => money(posted, "amount", errors).map(Reduction::OffBooking),
        "fixed_price" => match posted.get("amount").trim() {
            "0" => Some(Reduction::FixedPrice(Pence::ZERO)),
            _ => money(posted, "amount", errors).map(Reduction::FixedPrice),
        },
        _ => {
            errors.add("kind", "Say what the code takes off");
            None
        }
    }
}

fn money(posted: &Posted, field: &str, errors: &mut FieldErrors) -> Option<Pence> {
    let amount = errors.check(field, Pence::parse_pounds(posted.get(field)))?;
    if amount.is_zero() || amount > MOST_MONEY {
        errors.add(field, format!("Enter an amount up to {MOST_MONEY}"));
        return None;
    }
    Some(amount)
}

/// A whole number from 1; none for an empty field.
fn whole(posted: &Posted, field: &str, most: i32, errors: &mut FieldErrors) -> Option<i32> {
    let typed = posted.get(field).trim();
    if typed.is_empty() {
        return None;
    }
    let number = typed.parse::<i32>().ok().filter(|number| (1..=most).contains(number));
    let number = number.filter(|_| typed.bytes().all(|byte| byte.is_ascii_digit()));
    if number.is_none() {
        errors.add(field, format!("Enter a whole number from 1 to {most}, or leave it empty"));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 6] = [
        ("code", "autumn-10"),
        ("name", "Autumn newsletter"),
        ("kind", "percent"),
        ("amount", "10%"),
        ("ends_on", "2026-06-30"),
        ("least_places", "1"),
    ];

    fn scopes() -> Scopes {
        Scopes { courses: vec![(3, "Role".to_owned())], events: vec![(7, "4 September".to_owned())] }
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, 1).unwrap()
    }

    fn with(changed: &[(&str, &str)]) -> Result<NewCode, FieldErrors> {
        let is_changed = |field: &str| changed.iter().any(|(name, _)| *name == field);
        let mut fields: Vec<(&str, &str)> = GOOD.into_iter().filter(|(field, _)| !is_changed(field)).collect();
        fields.extend(changed);
        read(&Posted::of(&fields), &scopes(), day())
    }

    #[test]
    fn a_code_is_read_with_its_terms() {
        let code = with(&[("course_3", "yes"), ("most_uses", "20"), ("budget", "500"), ("event_99", "yes")]).unwrap();

        assert_eq!((code.code.as_str(), code.reduction), ("AUTUMN-10", Reduction::Percent(10)));
        assert_eq!((code.courses, code.events), (vec![3], vec![]));
        assert_eq!((code.most_uses, code.budget), (Some(20), Some(Pence::new(50_000))));
        assert_eq!(code.ends_at.unwrap().to_rfc3339(), "2026-06-30T23:00:00+00:00", "the whole London day");
    }

    #[test]
    fn elg_12_a_code_past_the_last_place_says_how_far_and_only_percents_are_combined() {
        let far = [("passes_capacity", "yes"), ("most_uses", "2"), ("most_places", "1")];
        assert!(with(&far).unwrap().powers.passes_capacity);
        assert!(with(&[("may_be_combined", "yes")]).unwrap().powers.may_be_combined);
        for (fields, field) in [
            (&far[..2], "most_places"),
            (&[far[0], far[2]][..], "most_uses"),
            (&[("may_be_combined", "yes"), ("kind", "fixed_price"), ("amount", "45")][..], "may_be_combined"),
            (&[("may_be_combined", "yes"), ("kind", "off_booking"), ("amount", "45")][..], "may_be_combined"),
        ] {
            assert_eq!(with(fields).unwrap_err().iter().next().unwrap().field, field, "{fields:?}");
        }
    }

    #[test]
    fn each_kind_reads_its_own_amount() {
        let table = [
            ("percent", "100", Reduction::Percent(100)),
            ("off_booking", "£10", Reduction::OffBooking(Pence::new(1_000))),
            ("fixed_price", "45.50", Reduction::FixedPrice(Pence::new(4_550))),
            ("fixed_price", "0", Reduction::FixedPrice(Pence::ZERO)),
        ];
        for (kind, amount, expected) in table {
            assert_eq!(with(&[("kind", kind), ("amount", amount)]).unwrap().reduction, expected);
        }
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let table = [
            ("code", "AB"),
            ("name", ""),
            ("kind", "none"),
            ("amount", "0"),
            ("amount", "101"),
            ("amount", "10.5"),
            ("ends_on", "2026-05-31"),
            ("starts_on", "tomorrow"),
            ("most_uses", "0"),
            ("most_uses_a_person", "x"),
            ("least_places", "501"),
            ("budget", "-1"),
            ("budget", "0"),
        ];
        for (field, typed) in table {
            let errors = with(&[(field, typed)]).unwrap_err();
            assert_eq!(errors.iter().next().unwrap().field, field, "{field} = {typed}");
        }
        let errors = with(&[("least_places", "3"), ("most_places", "2")]).unwrap_err();
        assert_eq!(errors.iter().next().unwrap().field, "most_places");
    }
}
