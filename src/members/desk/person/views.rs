//! What the page of one person may see.

use serde::Serialize;

use crate::web::{FormView, MomentView};

/// The page.
#[derive(Serialize)]
pub(super) struct PersonView {
    pub(super) base: String,
    pub(super) name: String,
    pub(super) intro: String,
    pub(super) status: Tag,
    /// What has to be said first: closed, died.
    pub(super) alerts: Vec<String>,
    pub(super) facts: Vec<Fact>,
    pub(super) next: Vec<Fact>,
    pub(super) terms: Vec<TermRow>,
    pub(super) on_record: Vec<FactRow>,
    /// Every charge for those who may see money, else those for the membership.
    pub(super) money: Vec<ChargeRow>,
    pub(super) may_see_money: bool,
    pub(super) applications: Vec<ApplicationRow>,
    pub(super) contact: Vec<Fact>,
    pub(super) profile: Vec<Fact>,
    pub(super) choices: Vec<Fact>,
    pub(super) messages: Vec<MessageRow>,
    pub(super) notes: Vec<NoteRow>,
    pub(super) roles: Vec<Fact>,
    pub(super) audit: Vec<AuditRow>,
    pub(super) acts: Vec<Act>,
    pub(super) form: FormView,
}

/// A short word with its colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::members::desk) struct Tag {
    pub(in crate::members::desk) label: &'static str,
    pub(in crate::members::desk) kind: &'static str,
}

/// A fact with what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::members::desk) struct Fact {
    pub(in crate::members::desk) label: String,
    pub(in crate::members::desk) value: String,
}

impl Fact {
    /// A fact of the page.
    pub(in crate::members::desk) fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A link of the chain.
#[derive(Serialize)]
pub(super) struct TermRow {
    pub(super) kind: String,
    pub(super) from: String,
    pub(super) to: String,
    /// "Ended on 1 March 2026: …", "Never counted: …", or "".
    pub(super) ended: String,
    pub(super) how: String,
    pub(super) price: String,
    pub(super) charge: String,
    pub(super) charge_href: String,
    /// Where it can be ended; "" for one that never counted.
    pub(super) end_href: String,
}

/// A dated fact.
#[derive(Serialize)]
pub(super) struct FactRow {
    pub(super) what: &'static str,
    pub(super) days: String,
    pub(super) why: String,
    pub(super) who: String,
    /// Where it can be taken back; "" when it cannot.
    pub(super) take_back_href: String,
    pub(super) is_revoked: bool,
}

/// A charge.
#[derive(Serialize)]
pub(super) struct ChargeRow {
    pub(super) reference: String,
    /// Its page; "" for those who may not open it.
    pub(super) href: String,
    pub(super) description: String,
    pub(super) raised: String,
    pub(super) charged: String,
    pub(super) paid: String,
    pub(super) refunded: String,
    pub(super) outstanding: String,
    /// "£60 by card on 2 May 2026, …", one for each payment.
    pub(super) receipts: Vec<String>,
}

/// An application.
#[derive(Serialize)]
pub(super) struct ApplicationRow {
    pub(super) reference: String,
    pub(super) href: String,
    pub(super) what: &'static str,
    pub(super) state: String,
    pub(super) sent: String,
    pub(super) closed: String,
}

/// A message.
#[derive(Serialize)]
pub(super) struct MessageRow {
    pub(super) what: String,
    pub(super) to: String,
    pub(super) queued: MomentView,
    pub(super) sent: Option<MomentView>,
    pub(super) failed: String,
}

/// An officer's note.
#[derive(Serialize)]
pub(super) struct NoteRow {
    pub(super) text: String,
    pub(super) who: String,
    pub(super) at: MomentView,
}

/// An entry of the audit.
#[derive(Serialize)]
pub(super) struct AuditRow {
    pub(super) at: MomentView,
    pub(super) who: String,
    pub(super) what: String,
    pub(super) reason: String,
}

/// Something an officer can do.
#[derive(Serialize)]
pub(super) struct Act {
    pub(super) href: String,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
}
