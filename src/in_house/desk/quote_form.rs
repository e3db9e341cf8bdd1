//! The form of a quote: what officers type, made into a [`QuoteContent`], and back.

use chrono::{Days, NaiveDate};

use crate::bookings::desk::when_fields::read_day;
use crate::events::EventMode;
use crate::in_house::cancellation_terms::{DEFAULT_TERMS, TermsTier};
use crate::in_house::quote::{LineKind, MOST_A_LINE, QuoteContent, QuoteLine};
use crate::kernel::Pence;
use crate::payments::VatTreatment;
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const TITLE: TextInput = TextInput::line("title", "title", 200);
const WORDS: TextInput = TextInput::block("words", "words", 5_000).optional();

/// Lines the form has room for.
pub(super) const ROWS: usize = 6;
/// Steps of the cancellation terms.
pub(super) const TIERS: usize = 3;
/// Days a new quote is open.
const OPEN_DAYS: u64 = 30;
/// The most people or things a field takes.
const MOST: i32 = 10_000;

/// A new quote for so many people, with our usual terms.
pub(super) fn blank((title, attendees): (&str, i32), mode: EventMode, today: NaiveDate) -> FormView {
    let content = QuoteContent {
        title: title.to_owned(),
        mode,
        most_attendees: attendees,
        extra: None,
        words: String::new(),
        valid_until: today + Days::new(OPEN_DAYS),
        terms: DEFAULT_TERMS.to_vec(),
        lines: vec![QuoteLine {
            kind: LineKind::Fee,
            description: String::new(),
            quantity: 1,
            unit: Pence::ZERO,
            vat: VatTreatment::Exempt,
        }],
    };
    let mut form = filled(&content);
    form.set("unit-1", "");
    form
}

/// The form of a stored version.
pub(super) fn filled(content: &QuoteContent) -> FormView {
    let mut form = FormView::default();
    form.set("title", content.title.as_str());
    form.set("mode", content.mode.word());
    form.set("most_attendees", content.most_attendees.to_string());
    form.set("extra", content.extra.map(plain).unwrap_or_default());
    form.set("over", if content.extra.is_some() { "priced" } else { "refused" });
    form.set("words", content.words.as_str());
    form.set("valid_until", content.valid_until.to_string());
    for row in 1..=TIERS {
        let tier = content.terms.get(row - 1);
        form.set(format!("days-{row}"), tier.map(|tier| tier.days_before.to_string()).unwrap_or_default());
        form.set(format!("percent-{row}"), tier.map(|tier| tier.percent.to_string()).unwrap_or_default());
    }
    for row in 1..=ROWS {
        let line = content.lines.get(row - 1);
        let text = |value: Option<String>| value.unwrap_or_default();
        form.set(format!("kind-{row}"), line.map_or(LineKind::Other, |line| line.kind).word());
        form.set(format!("description-{row}"), text(line.map(|line| line.description.clone())));
        form.set(format!("quantity-{row}"), line.map_or_else(|| "1".to_owned(), |line| line.quantity.to_string()));
        form.set(format!("unit-{row}"), text(line.map(|line| plain(line.unit))));
        form.set(format!("vat-{row}"), line.map_or(VatTreatment::Exempt, |line| line.vat).word());
    }
    form
}

/// The form as it was sent.
pub(super) fn typed(form: &Posted) -> FormView {
    let mut view = filled(&QuoteContent {
        title: String::new(),
        mode: EventMode::Online,
        most_attendees: 1,
        extra: None,
        words: String::new(),
        valid_until: NaiveDate::default(),
        terms: Vec::new(),
        lines: Vec::new(),
    });
    let names: Vec<String> = view.fields.keys().cloned().collect();
    for name in names {
        view.set(name.as_str(), form.get(&name));
    }
    view
}

/// "48.50", as the form takes it.
fn plain(amount: Pence) -> String {
    format!("{}.{:02}", amount.get() / 100, amount.get() % 100)
}

/// Reads a quote. A row without description and price is left aside.
pub(super) fn read(form: &Posted, today: NaiveDate) -> Result<QuoteContent, FieldErrors> {
    let mut errors = FieldErrors::new();
    let title = TITLE.read(form, &mut errors);
    let words = WORDS.read(form, &mut errors);
    let mode = EventMode::parse(form.get("mode"));
    if mode.is_none() {
        errors.add("mode", "Say how the training is given");
    }
    let most_attendees =
        number(form, "most_attendees", "Enter how many may take part, as a number like 20", &mut errors);
    let extra = read_extra(form, &mut errors);
    let valid_until = errors.check("valid_until", read_day(form.get("valid_until"))).flatten();
    if valid_until.is_none_or(|day| day < today || day > today + Days::new(366)) {
        errors.add("valid_until", "Enter a day from today to a year from now");
    }
    let terms = read_terms(form, &mut errors);
    let lines = read_lines(form, &mut errors);
    match mode.zip(most_attendees).zip(valid_until) {
        Some(((mode, most_attendees), valid_until)) if errors.is_empty() => {
            Ok(QuoteContent { title, mode, most_attendees, extra, words, valid_until, terms, lines })
        }
        _ => Err(errors),
    }
}

fn number(form: &Posted, field: &str, wrong: &str, errors: &mut FieldErrors) -> Option<i32> {
    let number = form.get(field).trim().parse::<i32>().ok().filter(|number| (1..=MOST).contains(number));
    if number.is_none() {
        errors.add(field, wrong);
    }
    number
}

/// The price of each person more, when more may come.
fn read_extra(form: &Posted, errors: &mut FieldErrors) -> Option<Pence> {
    match form.get("over") {
        "refused" => None,
        "priced" => errors.check("extra", Pence::parse_pounds(form.get("extra"))),
        _ => {
            errors.add("over", "Say what happens when more people want to come");
            None
        }
    }
}

fn read_terms(form: &Posted, errors: &mut FieldErrors) -> Vec<TermsTier> {
    let mut terms: Vec<TermsTier> = Vec::new();
    for row in 1..=TIERS {
        let (days_field, percent_field) = (format!("days-{row}"), format!("percent-{row}"));
        let (days, percent) = (form.get(&days_field).trim(), form.get(&percent_field).trim());
        if days.is_empty() && percent.is_empty() {
            continue;
        }
        let days_before = days.parse::<u32>().ok().filter(|days| *days <= 366);
        let percent = percent.parse::<u8>().ok().filter(|percent| (1..=100).contains(percent));
        if days_before.is_none() {
            errors.add(days_field, "Enter a number of days from 0 to 366");
        }
        if percent.is_none() {
            errors.add(percent_field, "Enter a percentage from 1 to 100");
        }
        if let (Some(days_before), Some(percent)) = (days_before, percent) {
            terms.push(TermsTier { days_before, percent });
        }
    }
    terms
}

fn read_lines(form: &Posted, errors: &mut FieldErrors) -> Vec<QuoteLine> {
    let mut lines = Vec::new();
    for row in 1..=ROWS {
        let field = |name: &str| format!("{name}-{row}");
        let description = form.get(&field("description")).trim();
        if description.is_empty() && form.get(&field("unit")).trim().is_empty() {
            continue;
        }
        let description = match description {
            "" => Some(String::new()),
            typed => errors.check(&field("description"), crate::kernel::short_text::clean_line(typed, 200)),
        };
        let quantity = number(form, &field("quantity"), "Enter how many, as a number like 1", errors);
        let unit = errors.check(&field("unit"), Pence::parse_pounds(form.get(&field("unit"))));
        let kind = LineKind::parse(form.get(&field("kind")));
        let vat = VatTreatment::parse(form.get(&field("vat")));
        let Some(((((kind, vat), description), quantity), unit)) =
            kind.zip(vat).zip(description).zip(quantity).zip(unit)
        else {
            continue;
        };
        let line = QuoteLine { kind, description, quantity, unit, vat };
        if unit > MOST_A_LINE || line.amount() > MOST_A_LINE {
            errors.add(field("unit"), format!("A line may come to {MOST_A_LINE} at most"));
            continue;
        }
        lines.push(line);
    }
    if lines.is_empty() && errors.is_empty() {
        errors.add("description-1", "Enter at least one line with its price");
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-06-01".parse().unwrap()
    }

    fn good() -> Vec<(String, String)> {
        let mut form = blank(("Reviews", 20), EventMode::Online, today());
        form.set("unit-1", "1200");
        form.set("kind-2", "travel");
        form.set("description-2", "Train");
        form.set("quantity-2", "2");
        form.set("unit-2", "45.50");
        form.fields.into_iter().map(|(name, field)| (name, field.value)).collect()
    }

    fn sent(changed: &[(&str, &str)]) -> Result<QuoteContent, Vec<String>> {
        let mut fields = good();
        for (name, value) in changed {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        read(&Posted::of(&pairs), today()).map_err(|errors| errors.iter().map(|error| error.field.clone()).collect())
    }

    #[test]
    fn inh_2_a_quote_is_read_with_lines_and_our_usual_terms() {
        let quote = sent(&[]).unwrap();

        assert_eq!(quote.lines.len(), 2);
        assert_eq!(quote.total(), Pence::new(129_100));
        assert_eq!(quote.terms, DEFAULT_TERMS);
        assert_eq!(quote.extra, None);
        assert_eq!(read(&Posted::of(&as_pairs(&filled(&quote))), today()).unwrap(), quote, "what is stored comes back");
    }

    fn as_pairs(form: &FormView) -> Vec<(&str, &str)> {
        form.fields.iter().map(|(name, field)| (name.as_str(), field.value.as_str())).collect()
    }

    #[test]
    fn what_cannot_stand_is_said_beside_its_field() {
        for (field, typed) in [
            ("title", ""),
            ("mode", "by post"),
            ("most_attendees", "0"),
            ("valid_until", "2026-05-31"),
            ("valid_until", "2028-01-01"),
            ("days-1", "many"),
            ("percent-1", "101"),
            ("percent-1", "0"),
            ("unit-1", "free"),
            ("unit-1", "1000000"),
            ("quantity-2", "0"),
            ("over", ""),
        ] {
            assert_eq!(sent(&[(field, typed)]).unwrap_err(), [field], "{field} {typed:?}");
        }
        assert_eq!(sent(&[("over", "priced"), ("extra", "")]).unwrap_err(), ["extra"]);
        let nothing = [("unit-1", ""), ("description-2", ""), ("unit-2", "")];
        assert_eq!(sent(&nothing).unwrap_err(), ["description-1"]);
    }
}
