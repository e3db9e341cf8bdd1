//! Kinds of mail that need a basis, and when one may be sent. Pure.

use chrono::NaiveDate;

use crate::kernel::Instant;

/// The words beside the boxes, as they stand now. A new text gets a new version; old answers keep theirs.
pub const WORDING_VERSION: &str = "2026-11";

/// The first day on which the charity's soft opt-in can be recorded (DP-04).
pub const SOFT_CHARITY_FROM: NaiveDate = NaiveDate::from_ymd_opt(2026, 2, 5).expect("a day of the calendar");

/// A kind of mail that is marketing in law: each is agreed to on its own.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MailPurpose {
    /// What the association does, for members.
    MemberNews,
    /// Campaigns: what we ask of ministers, and what readers can do.
    CampaignNews,
    /// New courses and dates.
    TrainingOffers,
}

impl MailPurpose {
    /// All of them, in page order.
    pub const ALL: [Self; 3] = [Self::MemberNews, Self::CampaignNews, Self::TrainingOffers];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::MemberNews => "member_news",
            Self::CampaignNews => "campaign_news",
            Self::TrainingOffers => "training_offers",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The words beside the box.
    pub const fn label(self) -> &'static str {
        match self {
            Self::MemberNews => "News for members",
            Self::CampaignNews => "News of our campaigns",
            Self::TrainingOffers => "New courses and dates",
        }
    }

    /// What comes, and how often.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::MemberNews => "What the association is doing, about once a month",
            Self::CampaignNews => "What we say to ministers and inspectors, and how you can help, now and then",
            Self::TrainingOffers => "When new training opens for booking, a few times a year",
        }
    }
}

/// On what an answer rests in law.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Nothing: no marketing.
    None,
    /// They ticked the box.
    Consent,
    /// They bought something of the kind.
    SoftCommercial,
    /// They supported the charity, on its own form, with a visible way to refuse.
    SoftCharity,
}

impl Basis {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Consent, Self::SoftCommercial, Self::SoftCharity];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Consent => "consent",
            Self::SoftCommercial => "soft_commercial",
            Self::SoftCharity => "soft_charity",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Whether it can be recorded for something collected on this London day (DP-04).
    pub fn may_be_recorded(self, collected_on: NaiveDate, on_our_own_form: bool) -> bool {
        self != Self::SoftCharity || (collected_on >= SOFT_CHARITY_FROM && on_our_own_form)
    }
}

/// What somebody said.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Send it.
    Yes,
    /// Do not.
    No,
    /// They were never asked (a list from elsewhere).
    NotAsked,
}

impl Answer {
    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NotAsked => "not_asked",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Yes, Self::No, Self::NotAsked].into_iter().find(|known| known.word() == word)
    }
}

/// The newest answer for one kind of mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Which kind.
    pub purpose: MailPurpose,
    /// What it rests on.
    pub basis: Basis,
    /// What they said.
    pub answer: Answer,
    /// Where: "account", "joining", "unsubscribe link".
    pub source: String,
    /// When.
    pub at: Instant,
}

/// Why a marketing message was not queued.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// They refused at this address once; only their own yes lifts that.
    Refused,
    /// Mail to the address came back for good.
    Bounced,
    /// Nobody asked them, or they said no.
    NoBasis,
}

/// Whether marketing of one kind may be queued: a basis, no refusal, no bounce; a refusal beats everything (DP-03).
pub fn may_send(choice: Option<&Choice>, is_refused: bool, has_bounced: bool) -> Result<(), NotSent> {
    if is_refused {
        return Err(NotSent::Refused);
    }
    if has_bounced {
        return Err(NotSent::Bounced);
    }
    match choice {
        Some(choice) if choice.basis != Basis::None && choice.answer == Answer::Yes => Ok(()),
        _ => Err(NotSent::NoBasis),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(basis: Basis, answer: Answer) -> Choice {
        let at = "2026-06-01T09:00:00Z".parse().unwrap();
        Choice { purpose: MailPurpose::MemberNews, basis, answer, source: "account".to_owned(), at }
    }

    #[test]
    fn nothing_is_sent_without_a_basis_and_a_refusal_beats_everything() {
        let yes = || Some(choice(Basis::Consent, Answer::Yes));
        let table = [
            (yes(), false, false, Ok(())),
            (Some(choice(Basis::SoftCharity, Answer::Yes)), false, false, Ok(())),
            (Some(choice(Basis::SoftCommercial, Answer::Yes)), false, false, Ok(())),
            (yes(), true, false, Err(NotSent::Refused)),
            (yes(), false, true, Err(NotSent::Bounced)),
            (yes(), true, true, Err(NotSent::Refused)),
            (Some(choice(Basis::Consent, Answer::No)), false, false, Err(NotSent::NoBasis)),
            (Some(choice(Basis::None, Answer::Yes)), false, false, Err(NotSent::NoBasis)),
            (Some(choice(Basis::None, Answer::NotAsked)), false, false, Err(NotSent::NoBasis)),
            (Some(choice(Basis::SoftCharity, Answer::NotAsked)), false, false, Err(NotSent::NoBasis)),
            (None, false, false, Err(NotSent::NoBasis)),
        ];

        for (choice, is_refused, has_bounced, wanted) in table {
            assert_eq!(
                may_send(choice.as_ref(), is_refused, has_bounced),
                wanted,
                "{choice:?} {is_refused} {has_bounced}"
            );
        }
    }

    #[test]
    fn the_soft_opt_in_of_charities_begins_on_its_day_and_on_our_own_form() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let table = [
            (Basis::SoftCharity, "2025-06-01", true, false),
            (Basis::SoftCharity, "2026-02-04", true, false),
            (Basis::SoftCharity, "2026-02-05", true, true),
            (Basis::SoftCharity, "2026-02-05", false, false),
            (Basis::Consent, "2025-06-01", false, true),
        ];

        for (basis, on, own, wanted) in table {
            assert_eq!(basis.may_be_recorded(day(on), own), wanted, "{basis:?} {on} {own}");
        }
    }

    #[test]
    fn words_are_read_back() {
        assert!(MailPurpose::ALL.iter().all(|purpose| MailPurpose::parse(purpose.word()) == Some(*purpose)));
        assert!(Basis::ALL.iter().all(|basis| Basis::parse(basis.word()) == Some(*basis)));
        assert_eq!(Answer::parse("not_asked"), Some(Answer::NotAsked));
    }
}
