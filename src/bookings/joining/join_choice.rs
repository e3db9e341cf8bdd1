//! What somebody who is no member yet may do about it while they book. Pure.

use crate::kernel::Pence;

/// What the booker chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum JoinChoice {
    /// Only to book.
    #[default]
    No,
    /// To pay the membership with the booking.
    Together,
    /// To join as well, later: the difference comes back when the membership begins in time.
    Later,
}

impl JoinChoice {
    /// As the form sends it.
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Together => "together",
            Self::Later => "later",
        }
    }

    /// From what the form sent; anything else is "no".
    pub fn parse(word: &str) -> Self {
        [Self::Together, Self::Later].into_iter().find(|choice| choice.word() == word).unwrap_or_default()
    }
}

/// What is offered to somebody who is signed in and has no member price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JoinOffer {
    /// A membership that begins with its payment: an order that is open, or coming back with one click.
    Together {
        /// What the type is called.
        type_name: String,
        /// What it costs.
        price: Pence,
        /// The version of the terms of membership that it is paid under; 0 for none (CO-04).
        terms_version: i32,
    },
    /// An application is being decided on.
    Awaited {
        /// What the type is called.
        type_name: String,
    },
    /// Nothing is under way.
    Elsewhere,
}

impl JoinOffer {
    /// What may be chosen under this offer: nobody pays with a booking what cannot begin on that payment.
    pub fn allows(&self, choice: JoinChoice) -> bool {
        match choice {
            JoinChoice::No => true,
            JoinChoice::Together => matches!(self, Self::Together { .. }),
            JoinChoice::Later => matches!(self, Self::Awaited { .. } | Self::Elsewhere),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elg_7_only_what_begins_on_this_payment_is_paid_together() {
        let together =
            JoinOffer::Together { type_name: "Associate".to_owned(), price: Pence::new(3_000), terms_version: 1 };
        let awaited = JoinOffer::Awaited { type_name: "Full".to_owned() };
        let table = [
            (&together, [true, true, false]),
            (&awaited, [true, false, true]),
            (&JoinOffer::Elsewhere, [true, false, true]),
        ];
        for (offer, expected) in table {
            let choices = [JoinChoice::No, JoinChoice::Together, JoinChoice::Later];
            assert_eq!(choices.map(|choice| offer.allows(choice)), expected, "{offer:?}");
        }
    }

    #[test]
    fn what_a_browser_makes_up_is_no_choice() {
        for (word, expected) in
            [("together", JoinChoice::Together), ("later", JoinChoice::Later), ("free", JoinChoice::No)]
        {
            assert_eq!(JoinChoice::parse(word), expected);
        }
    }
}
