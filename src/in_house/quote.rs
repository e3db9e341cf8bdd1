//! A version of a quote: its lines, its total, how many may come, and until when it may be accepted (INH-2, INH-3). Pure.

use chrono::NaiveDate;

use super::cancellation_terms::TermsTier;
use crate::events::EventMode;
use crate::kernel::uk_time::end_of_days_after;
use crate::kernel::{Instant, Pence};
use crate::payments::VatTreatment;

/// What a line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// The training itself.
    Fee,
    /// Getting there and back.
    Travel,
    /// Print and the like.
    Materials,
    /// Anything else.
    Other,
}

impl LineKind {
    /// All of them, as a quote lists them.
    pub const ALL: [Self; 4] = [Self::Fee, Self::Travel, Self::Materials, Self::Other];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fee => "fee",
            Self::Travel => "travel",
            Self::Materials => "materials",
            Self::Other => "other",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Fee => "Training fee",
            Self::Travel => "Travel",
            Self::Materials => "Materials",
            Self::Other => "Other",
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteLine {
    /// What for.
    pub kind: LineKind,
    /// In words.
    pub description: String,
    /// How many, at least one.
    pub quantity: i32,
    /// The price of one, VAT included where there is any.
    pub unit: Pence,
    /// How it stands to VAT.
    pub vat: VatTreatment,
}

impl QuoteLine {
    /// Quantity times the price of one.
    pub fn amount(&self) -> Pence {
        self.unit.checked_mul(i64::from(self.quantity)).unwrap_or(Pence::ZERO)
    }
}

/// The most a line may come to: far above any training, far below what cannot be added up.
pub const MOST_A_LINE: Pence = Pence::new(10_000_000);

/// What is offered; the same for a draft and for what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuoteContent {
    /// What the training is called.
    pub title: String,
    /// How it is given.
    pub mode: EventMode,
    /// How many may take part at this price.
    pub most_attendees: i32,
    /// The price of each person more; none when no more may take part.
    pub extra: Option<Pence>,
    /// What is included and agreed; may be empty.
    pub words: String,
    /// The last London day on which it may be accepted.
    pub valid_until: NaiveDate,
    /// What cancelling costs.
    pub terms: Vec<TermsTier>,
    /// At least one.
    pub lines: Vec<QuoteLine>,
}

impl QuoteContent {
    /// The sum of the lines.
    pub fn total(&self) -> Pence {
        self.lines.iter().map(QuoteLine::amount).sum()
    }
}

/// Where one version stands, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteState {
    /// Being written; nobody outside has seen it.
    Draft,
    /// On offer.
    Sent,
    /// A later version went out.
    Replaced,
    /// Taken back, because the enquiry came to nothing.
    Withdrawn,
    /// Accepted.
    Accepted,
    /// Accepted, and cancelled since.
    Cancelled,
}

impl QuoteState {
    const ALL: [Self; 6] = [Self::Draft, Self::Sent, Self::Replaced, Self::Withdrawn, Self::Accepted, Self::Cancelled];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Replaced => "replaced",
            Self::Withdrawn => "withdrawn",
            Self::Accepted => "accepted",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// Why a version cannot be accepted, or that it can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It can, until this instant (exclusive).
    Open {
        /// The midnight that ends the last day.
        until: Instant,
    },
    /// Its last day is over.
    RunOut,
    /// A later version is on offer.
    Replaced,
    /// Not on offer: a draft, or taken back.
    NotOffered,
    /// Somebody accepted it.
    Accepted,
    /// Accepted and cancelled since.
    Cancelled,
}

/// Where a version stands at `now`. "Valid until" means the whole of that day in London (INH-2).
pub fn standing(state: QuoteState, valid_until: NaiveDate, now: Instant) -> Standing {
    let until = end_of_days_after(valid_until, 0);
    match state {
        QuoteState::Draft | QuoteState::Withdrawn => Standing::NotOffered,
        QuoteState::Sent if now < until => Standing::Open { until },
        QuoteState::Sent => Standing::RunOut,
        QuoteState::Replaced => Standing::Replaced,
        QuoteState::Accepted => Standing::Accepted,
        QuoteState::Cancelled => Standing::Cancelled,
    }
}

/// What happens over the number agreed, in a sentence.
pub fn over_words(most: i32, extra: Option<Pence>) -> String {
    let people = if most == 1 { "1 person".to_owned() } else { format!("{most} people") };
    match extra {
        None => format!("For up to {people}. No more can take part."),
        Some(extra) if extra.is_zero() => {
            format!("For up to {people}; more may take part at no extra cost, if we agree.")
        }
        Some(extra) => format!("For up to {people}. Each person more costs {extra}, and has to be agreed beforehand."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    #[test]
    fn inh_2_valid_until_is_the_whole_london_day() {
        let last: NaiveDate = "2026-06-30".parse().unwrap();
        // Midnight in London in summer.
        let until: Instant = "2026-06-30T23:00:00Z".parse().unwrap();

        assert_eq!(standing(QuoteState::Sent, last, until - Duration::microseconds(1)), Standing::Open { until });
        assert_eq!(standing(QuoteState::Sent, last, until), Standing::RunOut);
    }

    #[test]
    fn inh_3_only_what_was_sent_last_can_be_accepted() {
        let (last, now) = ("2026-06-30".parse().unwrap(), "2026-06-01T09:00:00Z".parse().unwrap());
        let table = [
            (QuoteState::Draft, Standing::NotOffered),
            (QuoteState::Replaced, Standing::Replaced),
            (QuoteState::Withdrawn, Standing::NotOffered),
            (QuoteState::Accepted, Standing::Accepted),
            (QuoteState::Cancelled, Standing::Cancelled),
        ];
        for (state, wanted) in table {
            assert_eq!(standing(state, last, now), wanted);
            assert_eq!(QuoteState::parse(state.word()), Some(state));
        }
    }

    #[test]
    fn a_line_is_its_quantity_times_one() {
        let line = QuoteLine {
            kind: LineKind::Travel,
            description: "Train".to_owned(),
            quantity: 3,
            unit: Pence::new(4_550),
            vat: VatTreatment::Exempt,
        };
        assert_eq!(line.amount(), Pence::new(13_650));
    }

    #[test]
    fn what_happens_over_the_number_is_said() {
        assert_eq!(over_words(20, None), "For up to 20 people. No more can take part.");
        assert_eq!(
            over_words(1, Some(Pence::new(4_000))),
            "For up to 1 person. Each person more costs £40, and has to be agreed beforehand."
        );
    }
}
