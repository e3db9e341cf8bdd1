//! Puts the page of one person together.

use super::queries::{
    PersonRecord, applications_of, audited_things, find_profile, grants_of, latest_choices, names_of, notes_about,
};
use super::rows::{
    application_row, audit_row, charge_row, choice_fact, end_words, fact_row, message_row, note_row, profile_facts,
    role_fact, term_row,
};
use super::views::{Act, Fact, PersonView, Tag};
use crate::app::App;
use crate::audit::queries::{AuditFilter, list_entries};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Permission, Unexpected};
use crate::members::desk::acts;
use crate::members::desk::day_field::day_words;
use crate::members::desk::registrations::registration_words;
use crate::members::desk::status_tag::status_tag;
use crate::members::membership::{MembershipPicture, Standing, WaitingRemoval, load_picture, waiting_removals};
use crate::members::{people, session};
use crate::notifications::queries::list_to_person;
use crate::payments::Purpose;
use crate::payments::payer::charges_of_payer;
use crate::web::{FormView, Page, Viewer};

/// Charges, messages and audit entries on the page; the rest is in their own lists.
const MOST: u64 = 20;

/// What the lines of a membership are for.
const MEMBERSHIP: &str = Purpose::MembershipTerm(0).kind();

/// Everything the page shows. `form` is the note as it was typed, when something was wrong with it.
pub(super) async fn person_view(
    app: &App,
    person: &PersonRecord,
    viewer: &Viewer,
    form: FormView,
) -> Result<PersonView, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let today = london_date(now);
    let picture = load_picture(db, person.id, today).await?;
    let base = format!("/admin/members/{}", person.reference);
    let recorders = names_of(db, picture.facts.iter().filter_map(|fact| fact.recorded_by_id)).await?;
    let on_record = picture
        .facts
        .iter()
        .rev()
        .map(|fact| fact_row(fact, fact.recorded_by_id.and_then(|id| recorders.get(&id)), &base));
    let profile = find_profile(db, person.id).await?;
    let (last_check, registration_alert) = registration_words(db, person.id).await?;
    let alerts = alerts(person, &picture, &waiting_removals(db, Some(person.id)).await?);
    // Who looks after members reads what a membership cost and what came of it; everything else is for those who may see money.
    let may_see_money = viewer.may(Permission::ViewMoney);
    let only = (!may_see_money).then_some(MEMBERSHIP);
    let money = charges_of_payer(db, person.id, only, MOST).await?.into_iter();
    Ok(PersonView {
        name: person.name.clone(),
        intro: intro(&picture),
        status: Tag { label: picture.status.label(), kind: status_tag(picture.status) },
        alerts: alerts.into_iter().chain(registration_alert).collect(),
        facts: membership_facts(person, &picture),
        next: picture.next.iter().map(|event| Fact::new(day_words(event.on), event.what.clone())).collect(),
        terms: picture.terms.iter().rev().map(|term| term_row(term, &base)).collect(),
        on_record: on_record.collect(),
        money: money.map(|charge| charge_row(charge, may_see_money)).collect(),
        may_see_money,
        applications: applications_of(db, person.id).await?.into_iter().map(application_row).collect(),
        contact: contact(app, person, profile.as_ref().map(|profile| &profile.row)).await?,
        profile: profile.as_ref().map(profile_facts).unwrap_or_default().into_iter().chain(last_check).collect(),
        choices: latest_choices(db, person.id).await?.iter().map(choice_fact).collect(),
        messages: list_to_person(db, person.id, MOST).await?.into_iter().map(message_row).collect(),
        notes: notes_about(db, person.id).await?.into_iter().map(note_row).collect(),
        roles: roles(app, person, now).await?,
        audit: audit_rows(app, person).await?,
        acts: acts::offered(&picture, viewer, &base).into_iter().map(act).collect(),
        base,
        form,
    })
}

fn act((href, label, hint): (String, &'static str, &'static str)) -> Act {
    Act { href, label, hint }
}

fn intro(picture: &MembershipPicture) -> String {
    match (picture.number, picture.member_since) {
        (Some(number), Some(since)) => format!("Number {number}, member since {}.", day_words(since)),
        _ => "Has an account.".to_owned(),
    }
}

fn alerts(person: &PersonRecord, picture: &MembershipPicture, removals: &[WaitingRemoval]) -> Vec<String> {
    let died = person.died_on.map(|day| format!("Died on {}. No message is sent to them any more.", day_words(day)));
    let closed = person.is_disabled.then(|| "The account is closed: nobody can sign in to it.".to_owned());
    let disputed = picture.is_disputed.then(|| "The bank questions a payment for a term that still runs.".to_owned());
    let removal = removals.iter().map(|removal| {
        let (from, by) = (day_words(removal.from), &removal.proposed_by);
        format!("A removal from {from} waits for a second person; {by} put it forward. It is decided under Removals.")
    });
    died.into_iter().chain(closed).chain(disputed).chain(removal).collect()
}

fn membership_facts(person: &PersonRecord, picture: &MembershipPicture) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(term) = picture.current_term() {
        facts.push(Fact::new("Type", term.type_name.clone()));
    }
    match picture.standing {
        Standing::Active { ends_on, .. } => facts.push(Fact::new("Member until", end_words(ends_on))),
        Standing::InGrace { ended_on, grace_ends_on, .. } => {
            facts.push(Fact::new("Ended", day_words(ended_on)));
            facts.push(Fact::new("Can renew without a gap until", day_words(grace_ends_on)));
        }
        Standing::Lapsed { ended_on } => facts.push(Fact::new("Ended", day_words(ended_on))),
        _ => {}
    }
    if let Some(since) = picture.continuous_since {
        facts.push(Fact::new("Without a break since", day_words(since)));
    }
    if let Some(order) = &picture.open_order {
        let words = format!("{}, {}, order {}, to be paid", order.type_name, order.price, order.reference);
        facts.push(Fact::new(order.kind.label(), words));
    }
    facts.push(Fact::new("Account since", day_words(london_date(person.created_at))));
    facts
}

async fn contact(
    app: &App,
    person: &PersonRecord,
    profile: Option<&entity::person_profile::Model>,
) -> Result<Vec<Fact>, Unexpected> {
    let mut facts = Vec::new();
    for held in people::addresses(app.db.reader(), person.id).await? {
        let label = if held.is_primary { "Email we write to" } else { "Other email" };
        let words = if held.is_verified { held.address } else { format!("{} (not confirmed)", held.address) };
        facts.push(Fact::new(label, words));
    }
    let address = profile.and_then(|row| row.service_address.clone());
    let postcode = profile.and_then(|row| row.postcode.clone());
    let address: Vec<String> = address.into_iter().chain(postcode).collect();
    if !address.is_empty() {
        facts.push(Fact::new("Service address", address.join(", ").replace('\n', ", ")));
    }
    Ok(facts)
}

async fn roles(app: &App, person: &PersonRecord, now: Instant) -> Result<Vec<Fact>, Unexpected> {
    let db = app.db.reader();
    let mut facts: Vec<Fact> = grants_of(db, person.id).await?.iter().map(role_fact).collect();
    let open = session::open_sessions(db, person.id, now).await?.len();
    facts.push(Fact::new("Signed in on", if open == 1 { "1 device".to_owned() } else { format!("{open} devices") }));
    Ok(facts)
}

async fn audit_rows(app: &App, person: &PersonRecord) -> Result<Vec<super::views::AuditRow>, Unexpected> {
    let db = app.db.reader();
    let subjects = Some(audited_things(db, person.id).await?);
    let filter = AuditFilter { subjects, ..AuditFilter::default() };
    let (rows, _) = list_entries(db, &filter, Page { number: 1, size: MOST }).await?;
    Ok(rows.into_iter().map(audit_row).collect())
}
