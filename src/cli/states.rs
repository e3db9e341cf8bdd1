//! `nairo states`: draws where things can stand and what moves them, as Mermaid diagrams in Markdown, from the very functions that
//! the use cases ask. A picture kept by hand would be wrong one day; this one cannot be.

use std::fmt::Debug;

use super::terminal::say;
use crate::bookings::booking_state::{self, BookingEvent, BookingState};
use crate::bookings::waiting_list::entry_state::{self, EntryEvent, EntryState};
use crate::campaign::{PostChange, PostState};
use crate::events::courses::{CourseChange, CourseState};
use crate::events::{EventChange, EventState};
use crate::in_house::enquiry_state::{EnquiryEvent, EnquiryState};
use crate::members::applications::{ApplicationEvent, ApplicationState};
use crate::payments::checkouts::checkout_state::{self, CheckoutEvent, CheckoutState};
use crate::payments::refunds::refund_state::{self, RefundEvent, RefundState};

/// Every event of a kind, by name. A new one does not compile until it is named here.
macro_rules! every {
    ($event:ident: $($name:ident),+) => {{
        const _: fn($event) = |($($event::$name)|+)| ();
        [$($event::$name),+]
    }};
}

/// Prints every diagram.
pub fn show_states() {
    say(&diagrams().join("\n\n"));
}

fn diagrams() -> Vec<String> {
    [on_the_site().as_slice(), sold().as_slice(), asked_for().as_slice()].concat()
}

/// What officers and editors put on the site.
fn on_the_site() -> [String; 3] {
    let courses = every!(CourseChange: Publish, Withdraw);
    let events = every!(EventChange: Publish, Cancel);
    let posts = every!(PostChange: Publish, Withdraw);
    [
        diagram("Course", (&CourseState::ALL, CourseState::word), &courses, |from, change| {
            from.transition(change).ok()
        }),
        diagram("Event", (&EventState::ALL, EventState::word), &events, |from, change| from.transition(change).ok()),
        diagram("Post", (&PostState::ALL, PostState::word), &posts, |from, change| from.transition(change).ok()),
    ]
}

/// Places, and the money for them.
fn sold() -> [String; 4] {
    use {booking_state as booking, checkout_state as checkout, entry_state as entry, refund_state as refund};

    let bookings = every!(BookingEvent: Settled, HoldEnded, Cancelled, Moved);
    let entries = every!(EntryEvent: Offered, Taken, Declined, OfferEnded, Left, Closed);
    let checkouts = every!(CheckoutEvent: Opened, Expired, Paid);
    let refunds = every!(
        RefundEvent: Approved, Refused, Sent, Succeeded, Failed, TriedAgain, WentManual, PaidByHand, GivenUp
    );
    [
        diagram("Booking, and each place of it", (&BookingState::ALL, BookingState::word), &bookings, |from, event| {
            booking::transition(from, event).ok()
        }),
        diagram("Entry on a waiting list", (&EntryState::ALL, EntryState::word), &entries, entry::transition),
        diagram("Checkout", (&CheckoutState::ALL, CheckoutState::word), &checkouts, |from, event| {
            checkout::transition(from, event).ok()
        }),
        diagram("Refund", (&RefundState::ALL, RefundState::word), &refunds, |from, event| {
            refund::transition(from, event).ok()
        }),
    ]
}

/// What people ask of us.
fn asked_for() -> [String; 2] {
    let applications = every!(
        ApplicationEvent: Submit, Ask, Answer, Approve, Refuse, Withdraw, Expire, MarkDuplicate
    );
    let enquiries = every!(
        EnquiryEvent: Answered, QuoteSent, AcceptedByLink, Scheduled, Delivered, Invoiced, Settled, Lost, Cancelled,
        Expired, FoundDuplicate, Reopened
    );
    [
        diagram(
            "Application for membership",
            (&ApplicationState::ALL, ApplicationState::word),
            &applications,
            |from, event| from.transition(event).ok(),
        ),
        diagram(
            "Enquiry for in-house training",
            (&EnquiryState::ALL, EnquiryState::word),
            &enquiries,
            |from, event| from.transition(event).ok(),
        ),
    ]
}

/// One diagram: every pair of state and event is tried, and what is allowed is an edge. A state that nothing leaves is an end.
fn diagram<S: Copy, E: Copy + Debug>(
    title: &str,
    (states, word): (&[S], fn(S) -> &'static str),
    events: &[E],
    next: impl Fn(S, E) -> Option<S>,
) -> String {
    let mut lines = vec![format!("## {title}"), String::new(), "```mermaid".to_owned(), "stateDiagram-v2".to_owned()];
    for from in states {
        let edges: Vec<(S, E)> =
            events.iter().filter_map(|event| next(*from, *event).map(|state| (state, *event))).collect();
        if edges.is_empty() {
            lines.push(format!("    {} --> [*]", word(*from)));
        }
        lines.extend(edges.into_iter().map(|(to, event)| format!("    {} --> {}: {event:?}", word(*from), word(to))));
    }
    lines.push("```".to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_every_graph_is_drawn_once_or_more() {
        let drawn = diagrams();
        let states = [
            CourseState::ALL.len(),
            EventState::ALL.len(),
            PostState::ALL.len(),
            BookingState::ALL.len(),
            EntryState::ALL.len(),
            CheckoutState::ALL.len(),
            RefundState::ALL.len(),
            ApplicationState::ALL.len(),
            EnquiryState::ALL.len(),
        ];

        let left = |diagram: &String| {
            let left = diagram.lines().filter_map(|line| line.split_once(" --> ")).map(|(from, _)| from.trim());
            left.collect::<std::collections::BTreeSet<_>>().len()
        };
        assert_eq!(drawn.iter().map(left).collect::<Vec<_>>(), states);
    }

    #[test]
    fn an_edge_is_what_the_rules_allow_and_an_end_is_what_nothing_leaves() {
        let event = &on_the_site()[1];

        assert_eq!(
            event,
            "## Event\n\n```mermaid\nstateDiagram-v2\n    draft --> published: Publish\n    published --> cancelled: Cancel\n    cancelled --> [*]\n```"
        );
    }
}
