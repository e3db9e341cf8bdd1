//! The acts, their words, and which of them a membership allows. Pure.

use crate::kernel::Permission;
use crate::members::membership::{FactKind, FactRecord, MembershipPicture, Standing};
use crate::web::Viewer;

/// Something an officer can do about a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Open an order, so that money can be received for it.
    Offer,
    /// Give an open order up.
    WithdrawOffer,
    /// Let the price go.
    Waive,
    /// Give an honorary, life or complimentary term.
    FreeTerm,
    /// Put the end back.
    Extend,
    /// No reminders while somebody talks with them.
    Contact,
    /// No rights for a while.
    Suspend,
    /// They gave notice.
    Resign,
    /// End it by a resolution.
    Remove,
    /// They have died.
    Death,
}

impl Act {
    pub(super) const ALL: [Self; 10] = [
        Self::Offer,
        Self::WithdrawOffer,
        Self::Waive,
        Self::FreeTerm,
        Self::Extend,
        Self::Contact,
        Self::Suspend,
        Self::Resign,
        Self::Remove,
        Self::Death,
    ];

    /// The noun in the address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Offer => "order",
            Self::WithdrawOffer => "order-withdrawal",
            Self::Waive => "waiver",
            Self::FreeTerm => "free-term",
            Self::Extend => "extension",
            Self::Contact => "contact",
            Self::Suspend => "suspension",
            Self::Resign => "resignation",
            Self::Remove => "removal",
            Self::Death => "death",
        }
    }

    /// Reads a [`word`](Self::word).
    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.word() == word)
    }

    /// The link, the page's heading and its button.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Offer => "Ask for a payment",
            Self::WithdrawOffer => "Give the open payment up",
            Self::Waive => "Waive the price",
            Self::FreeTerm => "Give a free term",
            Self::Extend => "Extend the membership",
            Self::Contact => "Note that we are in contact",
            Self::Suspend => "Suspend",
            Self::Resign => "Record a resignation",
            Self::Remove => "Remove by resolution",
            Self::Death => "Record a death",
        }
    }

    /// What it is for, beside the link.
    pub(super) const fn hint(self) -> &'static str {
        match self {
            Self::Offer => "Joining or renewal by bank transfer or cheque",
            Self::WithdrawOffer => "Nothing is owed any more",
            Self::Waive => "The term is theirs without money",
            Self::FreeTerm => "Honorary, for life or complimentary",
            Self::Extend => "Free days after the last term",
            Self::Contact => "No reminders until a day",
            Self::Suspend => "No rights until a day",
            Self::Resign => "Notice received by letter, email or telephone",
            Self::Remove => "By a minuted resolution of the trustees",
            Self::Death => "Stops every message",
        }
    }

    /// What pressing the button does, a sentence each.
    pub(super) const fn effects(self) -> &'static [&'static str] {
        match self {
            Self::Offer => &[
                "A charge is raised at the price in force, or at the lower price a reminder promised.",
                "The treasurer records the bank transfer or cheque on the page of that charge; part payments add up.",
                "The term begins when all of the money is there.",
            ],
            Self::WithdrawOffer => &["The charge is credited and nothing is owed. Money already received goes back."],
            Self::Waive => &[
                "The open payment becomes its term without money. Without one, a renewal or a first term is given at no price.",
                "The term counts like a paid one.",
            ],
            Self::FreeTerm => &[
                "An honorary or life term takes the place of what they have from its first day.",
                "A complimentary term may not meet another one.",
                "An open payment is given up.",
            ],
            Self::Extend => &["Free days are added after the last term, without a gap, a year at most."],
            Self::Contact => &[
                "No reminder is sent until the end of that day, 90 days ahead at most.",
                "Receipts and other letters about their own acts still go.",
            ],
            Self::Suspend => &[
                "All rights stop for those days: member price, meetings, directory, vote.",
                "The term runs on, and no reminder is sent.",
            ],
            Self::Resign => &["Notice is on record from today and is acknowledged by email."],
            Self::Remove => &[
                "It is put forward. A second person confirms it, under “Removals”; until then nothing changes.",
                "Then the membership ends the day before that day, and an open payment is given up.",
                "They are told by email, with the reason you write here.",
                "Coming back goes through the trustees.",
            ],
            Self::Death => &[
                "No message is sent to them any more, and they leave the directory.",
                "The membership ends on that day. Accounts are kept.",
                "Whoever else paid for the membership is told, gently.",
            ],
        }
    }

    /// It takes something away.
    pub(super) const fn is_grave(self) -> bool {
        matches!(self, Self::WithdrawOffer | Self::Suspend | Self::Remove | Self::Death)
    }

    /// Whether this membership gives it something to do.
    pub(super) fn is_open(self, picture: &MembershipPicture) -> bool {
        let has = |kind: FactKind| {
            picture
                .facts
                .iter()
                .filter_map(FactRecord::fact)
                .any(|fact| fact.kind == kind && fact.holds_on(picture.today))
        };
        let is_member = picture.standing.is_member();
        let is_dead = matches!(picture.standing, Standing::Deceased { .. });
        let has_term = is_member || matches!(picture.standing, Standing::Suspended { .. });
        match self {
            _ if is_dead => false,
            Self::Offer => picture.open_order.is_none(),
            Self::WithdrawOffer => picture.open_order.is_some(),
            Self::Waive | Self::FreeTerm | Self::Contact | Self::Death => true,
            Self::Extend => has_term,
            Self::Suspend => is_member,
            Self::Resign => has_term && !has(FactKind::Resigned),
            Self::Remove => !picture.terms.is_empty() && !matches!(picture.standing, Standing::Removed { .. }),
        }
    }
}

/// The acts this membership allows: where, label and hint. The treasurer's page stands among them for those who may open it.
pub(in crate::members::desk) fn offered(
    picture: &MembershipPicture,
    viewer: &Viewer,
    base: &str,
) -> Vec<(String, &'static str, &'static str)> {
    let acts = Act::ALL.into_iter().filter(|act| act.is_open(picture));
    let acts = acts.map(|act| (format!("{base}/acts/{}", act.word()), act.label(), act.hint()));
    let may_record = viewer.may(Permission::RecordPayments) && picture.open_order.is_some();
    let payment = may_record
        .then(|| (format!("{base}/payment"), "Record a payment", "Bank transfer or cheque, all or part of it"));
    payment.into_iter().chain(acts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_an_address_of_its_own() {
        for act in Act::ALL {
            assert_eq!(Act::parse(act.word()), Some(act));
            assert!(!act.effects().is_empty());
        }
        assert_eq!(Act::parse("party"), None);
    }
}
