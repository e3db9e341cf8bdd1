//! A change of somebody's addresses: what still has to be confirmed before it happens. Pure.

use crate::kernel::Instant;

/// Whole London days between the notice to the old address and the change, when that mailbox is read no more.
pub const NOTICE_DAYS: u32 = 7;

/// The most addresses somebody may hold: personal and work, and one on its way in while another goes.
pub const MOST_ADDRESSES: usize = 3;

/// What is to change.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// Another address becomes theirs. It proves itself; there is no old one.
    Add,
    /// Another of theirs is written to. That one proves itself, the one written to so far agrees.
    MakePrimary,
    /// One goes. The one that stays proves itself, the one that goes agrees.
    Remove,
    /// Asked for by an officer on somebody's behalf: an address that becomes theirs and is written to. It proves itself, the one
    /// written to so far is given notice.
    Replace,
}

impl ChangeKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Add, Self::MakePrimary, Self::Remove, Self::Replace];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::MakePrimary => "make_primary",
            Self::Remove => "remove",
            Self::Replace => "replace",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// A change that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenChange {
    /// Its row.
    pub id: i64,
    /// What its owner's page calls it; gives no authority.
    pub reference: String,
    /// Whose.
    pub person_id: i64,
    /// What is to change.
    pub kind: ChangeKind,
    /// The address that must prove itself.
    pub new_address: String,
    /// The address that must agree; none when one is only added.
    pub old_address: Option<String>,
    /// The code mailed to the new address was typed.
    pub is_new_confirmed: bool,
    /// The code mailed to the old address was typed.
    pub is_old_confirmed: bool,
    /// With notice given: the first instant at which it goes forward without the old address.
    pub proceeds_at: Option<Instant>,
    /// The codes work before this instant.
    pub codes_expire_at: Instant,
}

/// What a change waits for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A code from the new address, or from the old one, or notice to it.
    NeedsCodes,
    /// The end of the notice.
    WaitsUntil(Instant),
    /// Nothing: it may happen.
    Ready,
}

/// What `change` waits for at `now`. Without proof from the new address nothing ever happens, notice or not.
pub fn verdict(change: &OpenChange, now: Instant) -> Verdict {
    if !change.is_new_confirmed {
        return Verdict::NeedsCodes;
    }
    if change.old_address.is_none() || change.is_old_confirmed {
        return Verdict::Ready;
    }
    match change.proceeds_at {
        Some(at) if now >= at => Verdict::Ready,
        Some(at) => Verdict::WaitsUntil(at),
        None => Verdict::NeedsCodes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn change(old: Option<&str>, confirmed: (bool, bool), proceeds_at: Option<&str>) -> OpenChange {
        OpenChange {
            id: 1,
            reference: "ABCD2345".to_owned(),
            person_id: 1,
            kind: ChangeKind::MakePrimary,
            new_address: "new@example.org".to_owned(),
            old_address: old.map(str::to_owned),
            is_new_confirmed: confirmed.0,
            is_old_confirmed: confirmed.1,
            proceeds_at: proceeds_at.map(at),
            codes_expire_at: at("2026-06-01T09:10:00Z"),
        }
    }

    #[test]
    fn the_new_address_always_proves_itself_and_the_old_one_agrees_or_is_given_time() {
        let (old, end) = (Some("old@example.org"), "2026-06-08T23:00:00Z");
        let (before, after) = ("2026-06-08T22:59:59.999999Z", end);
        let waits = Verdict::WaitsUntil(at(end));
        let table = [
            (None, (false, false), None, before, Verdict::NeedsCodes),
            (None, (true, false), None, before, Verdict::Ready),
            (old, (false, false), None, before, Verdict::NeedsCodes),
            (old, (true, false), None, before, Verdict::NeedsCodes),
            (old, (false, true), None, before, Verdict::NeedsCodes),
            (old, (true, true), None, before, Verdict::Ready),
            (old, (true, false), Some(end), before, waits),
            (old, (true, false), Some(end), after, Verdict::Ready),
            (old, (true, true), Some(end), before, Verdict::Ready),
            (old, (false, false), Some(end), after, Verdict::NeedsCodes),
        ];

        for (old, confirmed, proceeds_at, now, wanted) in table {
            let change = change(old, confirmed, proceeds_at);
            assert_eq!(verdict(&change, at(now)), wanted, "{confirmed:?} {proceeds_at:?} {now}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for kind in ChangeKind::ALL {
            assert_eq!(ChangeKind::parse(kind.word()), Some(kind));
        }
        assert_eq!(ChangeKind::parse("Add"), None);
    }
}
