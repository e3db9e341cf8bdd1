//! What may happen. A new act is one more variant, one more arm in the model and one in the driver of the database.

use proptest::prelude::*;

/// One step. Bookings are named by a number, taken round the bookings there are; entries of the waiting list likewise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Somebody books places, by card or by transfer.
    Book { places: u8, by_card: bool },
    /// The buyer pays by card what a held booking costs.
    PayByCard { booking: u8 },
    /// A transfer comes: for the whole price, whatever the booking's state by then (late, twice, for nothing).
    Transfer { booking: u8 },
    /// A transfer of some other amount comes.
    TransferSome { booking: u8, pence: u16 },
    /// The booker cancels the first live place.
    CancelOne { booking: u8 },
    /// The booker cancels all that is live.
    CancelAll { booking: u8 },
    /// Time passes, and the jobs that are due run.
    Wait { hours: u16 },
    /// From now on the card processor refuses refunds, or does not.
    RefundsFail(bool),
    /// The treasurer pays everything that is to be paid by hand.
    PayByHand,
    /// The bank of whoever paid by card questions the payment.
    DisputeOpens { booking: u8 },
    /// It decides for us, or against us.
    DisputeEnds { booking: u8, won: bool },
    /// An officer takes something off the first place.
    Goodwill { booking: u8, pence: u16 },
    /// The organiser calls the event off.
    CallOff,
    /// The booker moves all that is live to the other date of the course.
    Move { booking: u8 },
    /// The booker sends somebody else on the first live place.
    Substitute { booking: u8 },
    /// Somebody joins the waiting list.
    Join { places: u8, all_together: bool },
    /// Somebody on the list books what is offered, or what is left of it.
    TakeOffer { entry: u8 },
    /// Somebody leaves the list, with the offer if there is one.
    LeaveList { entry: u8 },
}

/// Steps as they come in life: mostly booking, paying and cancelling, now and then the rest.
pub fn action() -> impl Strategy<Value = Action> {
    let booking = 0_u8..4;
    prop_oneof![
        6 => (1_u8..4, any::<bool>()).prop_map(|(places, by_card)| Action::Book { places, by_card }),
        6 => booking.clone().prop_map(|booking| Action::PayByCard { booking }),
        4 => booking.clone().prop_map(|booking| Action::Transfer { booking }),
        2 => (booking.clone(), 1_u16..12_000).prop_map(|(booking, pence)| Action::TransferSome { booking, pence }),
        4 => booking.clone().prop_map(|booking| Action::CancelOne { booking }),
        3 => booking.clone().prop_map(|booking| Action::CancelAll { booking }),
        4 => prop_oneof![Just(2_u16), Just(30), Just(30), Just(200)].prop_map(|hours| Action::Wait { hours }),
        2 => any::<bool>().prop_map(Action::RefundsFail),
        2 => Just(Action::PayByHand),
        1 => booking.clone().prop_map(|booking| Action::DisputeOpens { booking }),
        1 => (booking.clone(), any::<bool>()).prop_map(|(booking, won)| Action::DisputeEnds { booking, won }),
        3 => booking.clone().prop_map(|booking| Action::Move { booking }),
        2 => booking.clone().prop_map(|booking| Action::Substitute { booking }),
        4 => (1_u8..4, any::<bool>()).prop_map(|(places, all_together)| Action::Join { places, all_together }),
        4 => (0_u8..3).prop_map(|entry| Action::TakeOffer { entry }),
        1 => (0_u8..3).prop_map(|entry| Action::LeaveList { entry }),
        1 => (booking, 1_u16..9_000).prop_map(|(booking, pence)| Action::Goodwill { booking, pence }),
        1 => Just(Action::CallOff),
    ]
}

/// A sequence of a beginning and `most` steps at most. It begins with a booking, with one that is paid, or with a full date of
/// which a place has been given back and offered to somebody who waits, so that something happens.
pub fn sequence(most: usize) -> impl Strategy<Value = Vec<Action>> {
    let book = |places| Action::Book { places, by_card: true };
    let paid = move |places| vec![book(places), Action::PayByCard { booking: 0 }];
    let offered = [Action::Join { places: 1, all_together: false }, Action::CancelOne { booking: 0 }];
    let beginning = prop_oneof![
        (2_u8..5).prop_map(move |places| vec![book(places)]),
        (2_u8..5).prop_map(paid),
        Just(paid(4).into_iter().chain(offered).collect::<Vec<Action>>()),
    ];
    let rest = prop::collection::vec(action(), 1..most);
    (beginning, rest).prop_map(|(beginning, rest)| beginning.into_iter().chain(rest).collect())
}
