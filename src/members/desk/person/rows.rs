//! Records in words, for the page of one person. Pure.

use chrono::NaiveDate;
use entity::{email_choice, membership_application, role_grant};

use super::queries::{NoteRecord, ProfileRecord};
use super::views::{ApplicationRow, AuditRow, ChargeRow, Fact, FactRow, MessageRow, NoteRow, TermRow};
use crate::audit::queries::AuditRow as AuditRecord;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Role};
use crate::members::desk::day_field::day_words;
use crate::members::membership::{Basis, FOR_LIFE, FactKind, FactRecord, TermRecord};
use crate::members::practice::{PracticeRole, Regulator};
use crate::notifications::queries::OutboxRow;
use crate::payments::payer::{PayersCharge, ReceivedMoney};
use crate::web::MomentView;

/// `2 September 2026`, or "for life".
pub(super) fn end_words(day: NaiveDate) -> String {
    if day == FOR_LIFE { "for life".to_owned() } else { day_words(day) }
}

pub(super) fn term_row(record: &TermRecord, base: &str) -> TermRow {
    let term = &record.term;
    let why = record.end_reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
    let ended = match term.ended_early_on {
        Some(day) if day < term.starts_on => format!("Never counted{why}"),
        Some(day) => format!("Ended on {}{why}", day_words(day)),
        None => String::new(),
    };
    let basis = match term.basis {
        Basis::Paid if !term.money_cleared => ", money not cleared",
        Basis::Paid => "",
        Basis::Honorary => ", in honour",
        Basis::Life => ", for life",
        Basis::Complimentary => ", free",
    };
    let charge = record.charge_reference.clone().unwrap_or_default();
    TermRow {
        kind: record.type_name.clone(),
        from: day_words(term.starts_on),
        to: end_words(term.ends_on),
        ended,
        how: capital(&format!("{}{basis}", record.source.label())),
        price: record.price.to_string(),
        charge_href: if charge.is_empty() { String::new() } else { format!("/admin/money/charges/{charge}") },
        charge,
        end_href: if term.counts() { format!("{base}/terms/{}/ending", record.id) } else { String::new() },
    }
}

pub(super) fn fact_row(record: &FactRecord, who: Option<&String>, base: &str) -> FactRow {
    let days = match record.ends_on {
        Some(last) if last == record.starts_on => format!("On {}", day_words(last)),
        Some(last) => format!("From {} to {}", day_words(record.starts_on), day_words(last)),
        None => format!("From {}", day_words(record.starts_on)),
    };
    let minute = record.minute_reference.as_deref().map(|minute| format!("minute {minute}"));
    let why: Vec<String> = record.reason.iter().cloned().chain(minute).collect();
    let is_revoked = record.revoked_at.is_some();
    // What made terms stays; the term is ended instead.
    let made_terms = matches!(record.kind, FactKind::Extended | FactKind::Waived | FactKind::Paused);
    let can_be_taken_back = !made_terms && !is_revoked;
    FactRow {
        what: record.kind.label(),
        days,
        why: why.join("; "),
        who: who.cloned().unwrap_or_else(|| "the member, or the system".to_owned()),
        take_back_href: if can_be_taken_back {
            format!("{base}/facts/{}/withdrawal", record.id)
        } else {
            String::new()
        },
        is_revoked,
    }
}

/// A charge; it leads to its page for those who may open that.
pub(super) fn charge_row(charge: PayersCharge, may_open: bool) -> ChargeRow {
    let unless_none = |amount: Pence| if amount.is_zero() { "–".to_owned() } else { amount.to_string() };
    let href = if may_open { format!("/admin/money/charges/{}", charge.reference) } else { String::new() };
    ChargeRow {
        href,
        receipts: charge.receipts.iter().map(receipt_words).collect(),
        reference: charge.reference,
        description: charge.description,
        raised: day_words(london_date(charge.raised_at)),
        charged: charge.money.charged.to_string(),
        paid: unless_none(charge.money.paid),
        refunded: unless_none(charge.money.refunded),
        outstanding: unless_none(charge.money.outstanding),
    }
}

fn receipt_words(received: &ReceivedMoney) -> String {
    let how = if received.is_by_card { "by card" } else { "by bank transfer" };
    format!("{} {how} on {}, {}", received.amount, day_words(received.value_on), received.reference)
}

pub(super) fn application_row(row: membership_application::Model) -> ApplicationRow {
    let day = |at: Option<Instant>| at.map(|at| day_words(london_date(at))).unwrap_or_default();
    let why = row.closed_reason.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
    ApplicationRow {
        what: match row.kind.as_str() {
            "rejoining" => "To join again",
            "type_change" => "To change type",
            _ => "To join",
        },
        state: capital(&row.state.replace('_', " ")),
        sent: day(row.submitted_at),
        closed: format!("{}{why}", day(row.closed_at)),
        href: format!("/admin/applications/{}", row.reference),
        reference: row.reference,
    }
}

pub(super) fn profile_facts(profile: &ProfileRecord) -> Vec<Fact> {
    let row = &profile.row;
    let some = |value: &Option<String>| value.clone().unwrap_or_default();
    let checked = row.registration_checked_on.map(|day| format!(", checked on {}", day_words(day))).unwrap_or_default();
    let number = row.registration_number.as_deref().map(|number| format!("{number}{checked}")).unwrap_or_default();
    let regulator = row.regulator.as_deref().and_then(Regulator::parse).map_or("", Regulator::label);
    let facts = [
        ("Employer", profile.employer.clone().unwrap_or_default()),
        (
            "Role in practice",
            profile
                .practice_roles
                .iter()
                .filter_map(|role| PracticeRole::parse(role))
                .map(PracticeRole::label)
                .collect::<Vec<_>>()
                .join(", "),
        ),
        ("Regulator", regulator.to_owned()),
        ("Registration number", number),
        ("Region", some(&row.region)),
        ("Nation", some(&row.nation)),
        ("Would welcome Welsh", if row.welcomes_welsh { "Yes".to_owned() } else { String::new() }),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| Fact::new(label, value)).collect()
}

pub(super) fn choice_fact(row: &email_choice::Model) -> Fact {
    let label = match row.purpose.as_str() {
        "member_news" => "News for members",
        "campaign_news" => "News of our campaigns",
        _ => "Offers of training",
    };
    let answer = match row.answer.as_str() {
        "yes" => "Yes",
        "no" => "No",
        _ => "Not asked",
    };
    let basis = row.basis.replace('_', " ");
    Fact::new(
        label,
        format!("{answer}, since {} (basis: {basis}, from: {})", day_words(london_date(row.at)), row.source),
    )
}

pub(super) fn message_row(row: OutboxRow) -> MessageRow {
    MessageRow {
        what: capital(&row.template.replace('_', " ")),
        to: row.to_address.unwrap_or_default(),
        queued: MomentView::short(row.created_at),
        sent: row.sent_at.map(MomentView::short),
        failed: row.last_error.filter(|_| row.sent_at.is_none()).unwrap_or_default(),
    }
}

pub(super) fn note_row(note: NoteRecord) -> NoteRow {
    NoteRow {
        text: note.text,
        who: note.written_by.unwrap_or_else(|| "somebody no longer known".to_owned()),
        at: MomentView::short(note.created_at),
    }
}

pub(super) fn role_fact(row: &role_grant::Model) -> Fact {
    let label = Role::parse(&row.role).map_or_else(|| row.role.clone(), |role| role.label().to_owned());
    let from = day_words(row.starts_on);
    let days = match (row.ended_at, row.ends_on) {
        (Some(at), _) => format!("from {from}, taken away on {}", day_words(london_date(at))),
        (None, Some(last)) => format!("from {from} to {}", day_words(last)),
        (None, None) => format!("since {from}"),
    };
    Fact::new(label, days)
}

pub(super) fn audit_row(row: AuditRecord) -> AuditRow {
    let who = match row.actor_kind.as_str() {
        "person" => row.actor_name.unwrap_or_else(|| "somebody no longer known".to_owned()),
        "visitor" => "a visitor".to_owned(),
        "link" => "the holder of a personal link".to_owned(),
        _ => "the system".to_owned(),
    };
    AuditRow {
        at: MomentView::short(row.at),
        who,
        what: capital(&row.action.replace(['.', '_'], " ")),
        reason: row.reason.unwrap_or_default(),
    }
}

/// The first letter made a capital.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
