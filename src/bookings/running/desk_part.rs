//! What officers see of a date that needs a number of people: how many there are, when it is decided, and the way to say that it runs.

use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::queries::count_confirmed;
use crate::events::EventDetails;
use crate::events::running::RunDecision;
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, Unexpected};

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunningView {
    /// "Too few have booked: 5 of 8."
    title: String,
    /// What was decided, or is to be.
    words: String,
    /// The `notice` component's kind.
    kind: &'static str,
    /// An officer can say that it runs.
    can_confirm: bool,
}

/// How a date stands that is not over; none for one that runs whoever comes.
pub async fn running_view(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    now: Instant,
) -> Result<Option<RunningView>, Unexpected> {
    let is_to_come = !event.is_cancelled() && !event.when.is_over(now);
    let Some(run) = event.run.filter(|_| is_to_come) else { return Ok(None) };
    Ok(Some(view(run, count_confirmed(db, event.id.0).await?, event.is_published(), now)))
}

fn view(run: RunDecision, places: u64, is_published: bool, now: Instant) -> RunningView {
    let needs = run.minimum.places;
    let so_far = format!("{places} of the {needs} it needs");
    let decided = date_and_time(run.minimum.decide_at);
    let (title, words, kind) = if let Some(at) = run.confirmed_at {
        let words = format!("Confirmed on {}. Everyone who had a place was told.", date_and_time(at));
        ("It will run".to_owned(), words, "done")
    } else if run.short_at.is_some() {
        let words = format!(
            "That was so on {decided}. Say that it will run, or cancel it; nobody is told anything until you do. How to join stays held back."
        );
        (format!("Too few have booked: {so_far}"), words, "problem")
    } else {
        let words = format!(
            "Places that are paid for or free count. It is decided on {decided}: with enough of them it is confirmed by itself, otherwise the events officers are told. How to join is held back until then."
        );
        let title = if now < run.minimum.decide_at { "Not yet certain to run" } else { "Being decided" };
        (format!("{title}: {so_far}"), words, "caution")
    };
    RunningView { title, words, kind, can_confirm: run.is_open() && is_published }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::running::Minimum;

    #[test]
    fn ses_7_officers_see_how_many_there_are_and_what_they_may_do() {
        let minimum = Minimum { places: 8, decide_at: "2026-08-28T11:00:00Z".parse().unwrap() };
        let open = RunDecision { minimum, confirmed_at: None, short_at: None };
        let short = RunDecision { short_at: Some(minimum.decide_at), ..open };
        let confirmed = RunDecision { confirmed_at: Some(minimum.decide_at), ..open };
        let table = [
            (open, 5, "2026-08-28T10:59:59Z", "Not yet certain to run: 5 of the 8 it needs", true),
            (open, 9, "2026-08-28T11:00:00Z", "Being decided: 9 of the 8 it needs", true),
            (short, 5, "2026-08-28T11:00:00Z", "Too few have booked: 5 of the 8 it needs", true),
            (confirmed, 5, "2026-08-28T11:00:00Z", "It will run", false),
        ];
        for (run, places, now, title, can_confirm) in table {
            let view = view(run, places, true, now.parse().unwrap());
            assert_eq!((view.title.as_str(), view.can_confirm), (title, can_confirm));
        }
        assert!(!view(open, 5, false, minimum.decide_at).can_confirm, "a draft is published first");
    }
}
