//! "Explain this status": the dated facts that make a standing, and what changes it next. Pure.

use chrono::{Days, NaiveDate};

use super::chain::{FactRecord, TermRecord};
use super::membership_picture::{MembershipPicture, NextEvent};
use super::officer_facts::FactKind;
use super::renewal::GRACE_DAYS;
use super::standing::{FOR_LIFE, Standing};
use super::term::Basis;
use crate::kernel::uk_time::{london_date, long_date};

/// One thing on record, with the day it counts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedFact {
    /// The London day.
    pub on: NaiveDate,
    /// In words.
    pub words: String,
    /// Where it is on record: "Term", "Order", "Application", "Fact", "Payment".
    pub source: &'static str,
}

/// Every fact behind the standing, the oldest first.
pub fn explain(picture: &MembershipPicture) -> Vec<DatedFact> {
    let mut facts = Vec::new();
    for record in &picture.terms {
        facts.extend(explain_term(record));
    }
    for record in &picture.facts {
        facts.extend(explain_fact(record));
    }
    if let Some(order) = &picture.open_order {
        let words =
            format!("{} as {} was offered for {}; not paid yet.", order.kind.label(), order.type_name, order.price);
        facts.push(DatedFact { on: london_date(order.created_at), words, source: "Order" });
    }
    if let Some(application) = &picture.live_application
        && let Some(submitted_at) = application.submitted_at
    {
        let words = format!("Application {} for {} was sent in.", application.reference, application.type_name);
        facts.push(DatedFact { on: london_date(submitted_at), words, source: "Application" });
    }
    if picture.is_disputed {
        let words = "The bank questions a payment for a term that still runs. The standing is kept until it decides.";
        facts.push(DatedFact { on: picture.today, words: words.to_owned(), source: "Payment" });
    }
    facts.sort_by_key(|fact| fact.on);
    facts
}

fn explain_term(record: &TermRecord) -> Vec<DatedFact> {
    let term = &record.term;
    let fact = |on, words| DatedFact { on, words, source: "Term" };
    let mut facts = Vec::new();
    let runs = if term.ends_on == FOR_LIFE {
        format!("{}: from {} for life", record.type_name, long_date(term.starts_on))
    } else {
        format!("{}: from {} to the end of {}", record.type_name, long_date(term.starts_on), long_date(term.ends_on))
    };
    let ground = match term.basis {
        Basis::Paid if !term.money_cleared => "the money has not cleared, so it gives no rights".to_owned(),
        Basis::Paid if record.price.is_zero() => "nothing to pay".to_owned(),
        Basis::Paid => format!("{} paid", record.price),
        Basis::Honorary => "given in honour".to_owned(),
        Basis::Life => "given for life".to_owned(),
        Basis::Complimentary => "given free".to_owned(),
    };
    facts.push(fact(term.starts_on, format!("{runs} ({}, {ground}).", record.source.label())));
    if let Some(last_day) = term.ended_early_on {
        let why = record.end_reason.as_deref().unwrap_or("no reason on record");
        let words = if last_day < term.starts_on {
            format!("The term from {} never counted: {why}.", long_date(term.starts_on))
        } else {
            format!("The term from {} ended on this day: {why}.", long_date(term.starts_on))
        };
        facts.push(fact(std::cmp::max(last_day, term.starts_on), words));
    } else if term.counts() && term.ends_on != FOR_LIFE {
        let grace_ends_on = term.ends_on.checked_add_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MAX);
        let words = format!(
            "Last day of the term. Without a renewal, rights are kept until the end of {}.",
            long_date(grace_ends_on)
        );
        facts.push(fact(term.ends_on, words));
    }
    facts
}

fn explain_fact(record: &FactRecord) -> Vec<DatedFact> {
    let mut words = record.kind.label().to_owned();
    if let Some(ends_on) = record.ends_on {
        words.push_str(&format!(" until the end of {}", long_date(ends_on)));
    }
    if let Some(minute) = &record.minute_reference {
        words.push_str(&format!(" (minute {minute})"));
    }
    if let Some(reason) = &record.reason {
        words.push_str(&format!(": {reason}"));
    }
    if let Some(revoked_at) = record.revoked_at {
        words.push_str(&format!(". Taken back on {}", long_date(london_date(revoked_at))));
    }
    words.push('.');
    vec![DatedFact { on: record.starts_on, words, source: "Fact" }]
}

/// What happens next unless somebody acts, the soonest first.
pub fn next_events(picture: &MembershipPicture) -> Vec<NextEvent> {
    let mut next = Vec::new();
    let mut add = |on: NaiveDate, what: String| next.push(NextEvent { on, what });
    match picture.standing {
        Standing::Active { ends_on, .. } if ends_on != FOR_LIFE => {
            if let Some(offer) = picture.renewal.as_ref().filter(|offer| offer.opens_on > picture.today) {
                add(offer.opens_on, "Renewal opens.".to_owned());
            }
            add(ends_on, "Last day of the membership, unless it is renewed.".to_owned());
            if grace_follows(picture, ends_on) {
                add(
                    grace_end(ends_on),
                    "Last day of grace: rights end with it, unless the membership is renewed.".to_owned(),
                );
            }
        }
        Standing::InGrace { grace_ends_on, .. } => {
            add(grace_ends_on, "Last day of grace: rights end with it, unless the membership is renewed.".to_owned());
        }
        Standing::Suspended { until: Some(until), .. } => add(until, "Last day of the suspension.".to_owned()),
        _ => {}
    }
    if let Some(order) = &picture.open_order {
        let last_day = london_date(order.open_until - chrono::Duration::microseconds(1));
        add(last_day, format!("Last day to pay for order {}.", order.reference));
    }
    if let Some((application, reply_by)) =
        picture.live_application.as_ref().and_then(|live| live.reply_by.map(|reply_by| (live, reply_by)))
    {
        add(reply_by, format!("Application {} is to be answered by this day.", application.reference));
    }
    next.retain(|event| event.on >= picture.today);
    next.sort_by_key(|event| event.on);
    next
}

fn grace_follows(picture: &MembershipPicture, ends_on: NaiveDate) -> bool {
    let has_given_notice = picture
        .facts
        .iter()
        .filter_map(FactRecord::fact)
        .any(|fact| fact.kind == FactKind::Resigned && fact.holds_on(ends_on));
    let last = picture.terms.iter().filter(|record| record.term.last_day() == ends_on);
    !has_given_notice && last.max_by_key(|record| record.id).is_some_and(|record| record.term.ends_on == ends_on)
}

fn grace_end(ends_on: NaiveDate) -> NaiveDate {
    ends_on.checked_add_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MAX)
}
