//! What the pages of somebody's addresses show.

use serde::Serialize;

use super::change::{ChangeKind, OpenChange, Verdict, verdict};
use crate::kernel::Instant;
use crate::kernel::uk_time::until_end_of;
use crate::members::people::HeldAddress;
use crate::members::sign_in::CODE_LIFE;
use crate::web::FormView;

/// `/account/emails`.
#[derive(Serialize)]
pub(super) struct AddressesPage {
    pub(super) addresses: Vec<AddressView>,
    /// There is room for another.
    pub(super) can_add: bool,
    pub(super) form: FormView,
    /// The change under way, if there is one.
    pub(super) change: Option<ChangeLine>,
}

/// One address.
#[derive(Serialize)]
pub(super) struct AddressView {
    pub(super) address: String,
    pub(super) is_primary: bool,
    pub(super) is_verified: bool,
}

impl From<HeldAddress> for AddressView {
    fn from(held: HeldAddress) -> Self {
        Self { address: held.address, is_primary: held.is_primary, is_verified: held.is_verified }
    }
}

/// A change under way, in one line.
#[derive(Serialize)]
pub(super) struct ChangeLine {
    pub(super) words: String,
    pub(super) href: String,
    /// "until the end of …" with notice given; "" otherwise.
    pub(super) notice: String,
}

impl ChangeLine {
    pub(super) fn new(change: &OpenChange) -> Self {
        Self {
            words: change_words(change),
            href: format!("/account/emails/changes/{}", change.reference),
            notice: change.proceeds_at.map(until_end_of).unwrap_or_default(),
        }
    }
}

fn change_words(change: &OpenChange) -> String {
    let (new, old) = (&change.new_address, change.old_address.as_deref().unwrap_or_default());
    match change.kind {
        ChangeKind::Add => format!("Add {new}"),
        ChangeKind::MakePrimary | ChangeKind::Replace => format!("Write to {new} instead of {old}"),
        ChangeKind::Remove => format!("Remove {old}"),
    }
}

/// `/account/emails/changes/{reference}`.
#[derive(Serialize)]
pub(super) struct ChangePage {
    pub(super) words: String,
    pub(super) base: String,
    pub(super) form: FormView,
    pub(super) new_address: String,
    /// "" when one is only added.
    pub(super) old_address: String,
    pub(super) asks_new: bool,
    pub(super) asks_old: bool,
    /// The new end has spoken and no notice is given: they may say that the old mailbox is read no more.
    pub(super) may_give_notice: bool,
    /// "until the end of …" with notice given; "" otherwise.
    pub(super) notice: String,
    pub(super) minutes: i64,
}

impl ChangePage {
    pub(super) fn new(change: &OpenChange, form: FormView, now: Instant) -> Self {
        let asks_old = change.old_address.is_some() && !change.is_old_confirmed;
        Self {
            words: change_words(change),
            base: format!("/account/emails/changes/{}", change.reference),
            form,
            new_address: change.new_address.clone(),
            old_address: change.old_address.clone().unwrap_or_default(),
            asks_new: !change.is_new_confirmed,
            asks_old,
            may_give_notice: change.is_new_confirmed && asks_old && change.proceeds_at.is_none(),
            notice: match verdict(change, now) {
                Verdict::WaitsUntil(at) => until_end_of(at),
                _ => String::new(),
            },
            minutes: CODE_LIFE.num_minutes(),
        }
    }
}

/// `/address-change/{token}`.
#[derive(Serialize)]
pub(super) struct ObjectionPage {
    pub(super) action: String,
    /// What was asked for, or happened.
    pub(super) words: String,
    /// It can still be stopped.
    pub(super) is_open: bool,
    /// It was stopped just now.
    pub(super) is_done: bool,
    /// Our office was asked for it, not somebody signed in.
    pub(super) is_by_office: bool,
}

/// `/address-confirmation/{token}`.
#[derive(Serialize)]
pub(super) struct ConfirmationPage {
    pub(super) action: String,
    pub(super) address: String,
    /// It can still be confirmed.
    pub(super) is_open: bool,
    /// It was confirmed just now.
    pub(super) is_done: bool,
    /// Another record has the address by now.
    pub(super) is_overtaken: bool,
    /// "until the end of …" while the address before may still object; "" once we write here.
    pub(super) notice: String,
}

impl ObjectionPage {
    pub(super) fn words(kind: ChangeKind, new: &str, old: Option<&str>) -> String {
        let old = old.unwrap_or_default();
        match kind {
            ChangeKind::Add => format!("adding {new} to the account"),
            ChangeKind::MakePrimary | ChangeKind::Replace => format!("writing to {new} instead of {old}"),
            ChangeKind::Remove => format!("removing {old} from the account"),
        }
    }
}
