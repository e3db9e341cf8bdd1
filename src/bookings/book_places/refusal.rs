//! Why a booking is refused: each reason is a sentence for the buyer.

use crate::bookings::discounts::code_terms::DOES_NOT_APPLY;
use crate::bookings::modes::ModeFull;
use crate::bookings::sale_window::NotOnSale;
use crate::bookings::waiting_list::TakeSeatsError;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Pence, Unexpected};

/// Why not; each is a sentence for the buyer.
#[derive(Debug, thiserror::Error)]
pub enum BookPlacesError {
    /// Not on sale now.
    #[error("{0}")]
    NotOnSale(NotOnSale),
    /// Fewer seats than asked for.
    #[error("{}", places_left_words(*left))]
    NotEnoughPlaces {
        /// How many are left.
        left: i32,
    },
    /// Fewer of one kind than asked for; the other may have some (SES-8).
    #[error("{0}")]
    ModeFull(ModeFull),
    /// SES-8: it is not said for every place whether it is in the room or online.
    #[error("Say for each person whether they come to the room or take part online.")]
    ModeMissing,
    /// Somebody on the waiting list has nothing to book, or less than they ask for.
    #[error("{0}")]
    NoOffer(TakeSeatsError),
    /// Members' event.
    #[error(
        "This meeting is for members. Sign in with your member account to book; if your membership has lapsed, renew it first."
    )]
    MembersOnly,
    /// A member does not bring others to a members' event: who comes must be known to be a member (ELG-6).
    #[error("This meeting is for members, and each member books their own place. Take the other people off the form.")]
    OwnPlaceOnly,
    /// GRP-10: people wait only for seats that are not there.
    #[error("{}", nobody_waits_words(*left))]
    NobodyHasToWait {
        /// Seats that are free beside those on the form.
        left: i32,
    },
    /// More than one booking may hold.
    #[error(
        "One booking takes at most {most} places. For a larger group, ask us about training in your own authority."
    )]
    TooManyPlaces {
        /// The limit.
        most: i32,
    },
    /// This person has a live place (DUP-1).
    #[error(
        "{name} already has a place on this date, and the email that confirmed it leads to it. Take this person off the form."
    )]
    AlreadyBooked {
        /// Whose.
        name: String,
    },
    /// The total is not what the page showed (ELG-15).
    #[error(
        "The price has changed since you opened this page: it was {shown}, it is now {now}. Nothing has been booked; check the new total and send it again."
    )]
    PriceChanged {
        /// What was shown.
        shown: Pence,
        /// What it would cost.
        now: Pence,
    },
    /// ELG-12: the date is opened by a code only.
    #[error(
        "This date is booked with a code that you were given. Type the code and apply it; if you have none, write to us."
    )]
    CodeNeeded,
    /// The code is unknown, over, used up or for something else: one sentence for all (ELG-14).
    #[error("{DOES_NOT_APPLY}")]
    CodeDoesNotApply,
    /// ELG-7: no membership begins on this payment, or not by this way of paying.
    #[error(
        "Your membership cannot be paid together with this booking. Pay by card, or take the tick away and book first; nothing has been booked yet."
    )]
    JoinNotPossible,
    /// CO-04: nobody accepts terms that they have not seen.
    #[error(
        "The terms of membership have changed since you opened this page. Nothing has been booked; read them again and send the form again."
    )]
    MembershipTermsChanged,
    /// The refund policy is not the one that the page showed (REF-1).
    #[error(
        "The rules for refunds have changed since you opened this page. Nothing has been booked; read them again below and send the form again."
    )]
    PolicyChanged,
    /// The box of CO-06 is missing.
    #[error(
        "Tick the box that asks for the place now: the event comes within the 14 days in which you may change your mind."
    )]
    StartNowNotAccepted,
    /// Bank transfer is not possible for this booking (D14).
    #[error("A bank transfer would not arrive in time for this date. Pay by card instead.")]
    TooLateForBankTransfer,
    /// INV-1.
    #[error(
        "Only an organisation can pay by invoice. Say that an organisation pays, give its name, and fill in where the invoice goes."
    )]
    InvoiceForOrganisations,
    /// No card gateway is set up.
    #[error("Card payments are not set up. Choose bank transfer instead.")]
    NoCardPayments,
    /// The key was used for another form.
    #[error("This form was sent before with other answers. Open the booking page again to make another booking.")]
    AlreadySent,
    /// This client has made as many holds as one may; again after so many seconds.
    #[error("Many bookings have been made from here in a short time. Wait a few minutes and send the form again.")]
    TooManyHolds {
        /// How long to wait.
        seconds: u32,
    },
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(BookPlacesError);

impl From<TakeSeatsError> for BookPlacesError {
    fn from(refusal: TakeSeatsError) -> Self {
        match refusal {
            TakeSeatsError::Unexpected(error) => Self::Unexpected(error),
            refusal => Self::NoOffer(refusal),
        }
    }
}

fn nobody_waits_words(left: i32) -> String {
    let free = match left {
        1 => "1 more place is free now".to_owned(),
        left => format!("{left} more places are free now"),
    };
    format!(
        "{free}, so nobody has to wait. Nothing has been booked; add the other people to the form and send it again."
    )
}

fn places_left_words(left: i32) -> String {
    match left {
        0 => "The last place on this date has just gone. Nothing has been booked or charged; other dates are on the course page.".to_owned(),
        1 => "Only 1 place is left on this date. Nothing has been booked or charged.".to_owned(),
        left => format!("Only {left} places are left on this date. Nothing has been booked or charged."),
    }
}
