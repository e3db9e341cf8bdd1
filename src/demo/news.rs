//! What the demo's association has published: a press release of old, a statement on the care review, and this month's dates.

use chrono::{Days, NaiveDate, NaiveTime};

use super::people::CO_CHAIR;
use super::travelling_clock::TravellingClock;
use crate::app::App;
use crate::audit::Actor;
use crate::campaign::{PostContent, PostKind, create_post, publish_post};
use crate::kernel::{Unexpected, uk_time};

/// Publishes each post on its own day.
pub(super) async fn publish_news(app: &App, clock: &TravellingClock, today: NaiveDate) -> Result<(), Unexpected> {
    for (day, content) in posts(today) {
        let ten = day.and_time(NaiveTime::from_hms_opt(10, 0, 0).unwrap_or(NaiveTime::MIN));
        clock.travel(uk_time::resolve(ten)?);
        let now = app.now();
        app.db
            .write_tx(async |tx| {
                let id = create_post(tx, &content, Actor::System, now).await?;
                publish_post(tx, id, Actor::System, now).await?;
                Ok::<_, Unexpected>(())
            })
            .await?;
    }
    Ok(())
}

fn posts(today: NaiveDate) -> [(NaiveDate, PostContent); 3] {
    let by_co_chair = || (CO_CHAIR.name.to_owned(), "Co-Chair".to_owned());
    let toolkit = PostContent {
        kind: PostKind::PressRelease,
        title: "A toolkit for reviewing services, free to use and to change".to_owned(),
        summary: "What works in one place should not stay there: our members’ tools have gone to every director of children’s services.".to_owned(),
        body: include_str!("words/toolkit.md").to_owned(),
        byline_name: String::new(),
        byline_post_held: String::new(),
        released_on: Some(day(2015, 7, 30)),
    };
    let (byline_name, byline_post_held) = by_co_chair();
    let statement = PostContent {
        kind: PostKind::Statement,
        title: "A child needs an advocate and a reviewing officer".to_owned(),
        summary: "The care review would have one do the other’s work. Our answer, and what we ask for instead."
            .to_owned(),
        body: include_str!("words/statement.md").to_owned(),
        byline_name,
        byline_post_held,
        released_on: None,
    };
    let new_dates = PostContent {
        kind: PostKind::News,
        title: "New course dates are open for booking".to_owned(),
        summary: "Three half-day courses by Zoom, for those new to the role and those who have done it for years."
            .to_owned(),
        body: include_str!("words/new_dates.md").to_owned(),
        byline_name: String::new(),
        byline_post_held: String::new(),
        released_on: None,
    };
    [(day(2015, 9, 4), toolkit), (day(2022, 7, 11), statement), (today - Days::new(12), new_dates)]
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}
