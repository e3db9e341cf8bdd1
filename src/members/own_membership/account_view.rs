//! The membership part of the account's first page: am I a member, until when, who pays, what happens next and when, what I can do.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::queries::{HeldType, held_type};
use super::summary::{OpenNow, Step, Summary, may_be_open, summarise};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::long_date;
use crate::members::membership::{
    Basis, LiveApplication, MembershipFile, OrderPayer, OrderSummary, Standing, find_live_application, find_open_order,
};

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each shows or hides a link of the page")]
pub struct AccountMembership {
    /// Has a member's rights today (ELG-3).
    pub is_member: bool,
    /// Was one, or is.
    pub is_on_record: bool,
    /// Where they stand, a sentence.
    pub words: String,
    /// The kind of notice it is shown in: "done", "caution", "info".
    pub tone: &'static str,
    /// What the type is called; "" without one.
    pub type_name: String,
    /// Membership number.
    pub number: Option<i64>,
    /// First day of the first term; "" without one.
    pub member_since: String,
    /// Who pays for it, a sentence.
    pub payer: &'static str,
    /// What members of the type may do.
    pub rights: Vec<String>,
    /// What happens next, the soonest first.
    pub coming: Vec<ComingView>,
    /// The one thing to do.
    pub action: Option<ActionView>,
    /// May leave, pause, or change the type.
    pub may_change: bool,
    /// Gave notice.
    pub has_left: bool,
}

/// A day and what happens on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComingView {
    /// In words.
    pub on: String,
    /// What.
    pub what: String,
}

/// A button, with a sentence before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionView {
    /// Why.
    pub words: String,
    /// On the button.
    pub label: String,
    /// Where it leads.
    pub href: &'static str,
}

/// The view of `file` on the London day `today`. Somebody with nothing under way costs one statement at most.
pub async fn account_membership(
    db: &impl ConnectionTrait,
    person_id: i64,
    file: &MembershipFile,
    today: NaiveDate,
) -> Result<AccountMembership, Unexpected> {
    let maybe = may_be_open(&file.evidence, today);
    let order = if maybe.order { find_open_order(db, person_id).await? } else { None };
    let is_member = file.evidence.standing_on(today).is_member();
    // A draft is in no evidence; somebody who is no member yet may have one.
    let asks = maybe.application || !is_member;
    let application = if asks { find_live_application(db, person_id).await? } else { None };
    let is_sent = application.as_ref().is_some_and(|live| live.submitted_at.is_some());
    let summary = summarise(&file.evidence, OpenNow { order: order.is_some(), application: is_sent }, today);
    let held = match file.record {
        Some(_) => held_type(db, person_id, today).await?,
        None => None,
    };
    Ok(AccountMembership {
        is_member,
        is_on_record: file.record.is_some(),
        words: words(&summary),
        tone: tone(&summary),
        number: file.record.map(|record| record.number),
        member_since: file.record.map(|record| long_date(record.member_since)).unwrap_or_default(),
        payer: held.as_ref().filter(|_| is_member).map(payer).unwrap_or_default(),
        rights: held.as_ref().filter(|_| is_member).map(|held| lines(&held.rights)).unwrap_or_default(),
        type_name: held.map(|held| held.name).unwrap_or_default(),
        coming: summary
            .coming
            .iter()
            .map(|coming| ComingView { on: long_date(coming.on), what: coming.what.to_owned() })
            .collect(),
        action: action(&summary, order.as_ref(), application.as_ref()),
        may_change: is_member && !summary.has_left,
        has_left: summary.has_left && is_member,
    })
}

fn words(summary: &Summary) -> String {
    let standing = summary.standing.words();
    if summary.has_left && summary.standing.is_member() {
        format!("{standing} You have told us that you are leaving then.")
    } else {
        standing
    }
}

fn tone(summary: &Summary) -> &'static str {
    match (summary.standing, summary.step) {
        (Standing::Active { .. }, Step::Nothing) => "done",
        (Standing::InGrace { .. } | Standing::Suspended { .. } | Standing::AwaitingPayment, _) | (_, Step::Pay) => {
            "caution"
        }
        _ => "info",
    }
}

fn payer(held: &HeldType) -> &'static str {
    let says = held.payer_kind.as_deref().and_then(OrderPayer::parse).unwrap_or_default();
    match Basis::parse(&held.basis) {
        Some(Basis::Paid) if says == OrderPayer::Employer => "Your employer pays for it",
        Some(Basis::Paid) => "You pay for it yourself",
        Some(Basis::Honorary) => "Nobody: it is given in honour",
        Some(Basis::Life) => "Nobody: it is given for life",
        Some(Basis::Complimentary) => "Nobody: it is free of charge",
        None => "",
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn action(
    summary: &Summary,
    order: Option<&OrderSummary>,
    application: Option<&LiveApplication>,
) -> Option<ActionView> {
    let act = |words: String, label: &str, href| Some(ActionView { words, label: label.to_owned(), href });
    let is_draft = |live: &&LiveApplication| live.submitted_at.is_none();
    match (summary.step, order, application) {
        (Step::Pay, Some(order), _) => act(
            format!("{} as {}: {} is waiting to be paid.", order.kind.label(), order.type_name, order.price),
            "Pay now",
            "/account/renewal",
        ),
        (_, _, Some(live)) if is_draft(&live) => act(
            format!("You have begun to apply as {}.", live.type_name),
            "Go on with your application",
            "/join/continue",
        ),
        (Step::SeeApplication, _, Some(live)) => {
            let by = live.reply_by.map(|by| format!(" We answer by {}.", long_date(by))).unwrap_or_default();
            let words = format!("Your application {} is with us.{by}", live.reference);
            act(words, "See your application", "/account/application")
        }
        (Step::Renew, ..) => {
            act("You can renew now. You lose no day by renewing early.".to_owned(), "Renew", "/account/renewal")
        }
        (Step::ComeBack, ..) => act(
            "You keep your number and “member since” when you come back.".to_owned(),
            "Come back",
            "/account/renewal",
        ),
        (Step::Join, ..) => act("See what members get, and what it costs.".to_owned(), "Join", "/join"),
        _ => None,
    }
}
