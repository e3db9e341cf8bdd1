//! `/admin`: what needs somebody today, and the next dates with how full they are. Each officer sees what their role may see.

use actix_web::HttpResponse;
use actix_web::web::Data;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::app::App;
use crate::bookings::sale::find_sales;
use crate::events::running::list_undecided;
use crate::events::{EventFilter, EventView, list_drafts, list_upcoming};
use crate::holidays::{self, ending_words};
use crate::in_house::queries::count_waiting;
use crate::jobs::queries::{count_jobs, worker_is_alive};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Permission, Unexpected};
use crate::members::applications::{WaitingWork, clock_words, waiting_work};
use crate::members::membership::count_waiting_removals;
use crate::members::registrations::{count_waiting_queries, has_due, is_time_to_check};
use crate::notifications::queries::count_messages;
use crate::payments::payouts::queries::unexplained;
use crate::payments::queries::{count_late_refunds, count_refunds_waiting};
use crate::web::{Page, PageContext, PageError, Permitted, Viewer, may};

/// How many coming dates are shown.
const DATES: u64 = 8;

/// Where registrations are checked.
const REGISTRATIONS: &str = "/admin/members/registrations";

#[derive(Serialize)]
struct AdminHomeView {
    name: String,
    tasks: Vec<Task>,
    shows_events: bool,
    events: Vec<EventRow>,
}

/// Something that waits for a person.
#[derive(Serialize)]
struct Task {
    words: String,
    href: &'static str,
    action: &'static str,
}

#[derive(Serialize)]
struct EventRow {
    href: String,
    title: String,
    when_words: String,
    taken: Option<i32>,
    capacity: Option<i32>,
    is_cancelled: bool,
}

/// The page.
pub async fn show_admin_home(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewBackOffice>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let viewer = officer.viewer;
    let shows_events = viewer.may(Permission::ViewBookings) || viewer.may(Permission::ManageEvents);
    let view = AdminHomeView {
        tasks: tasks(&app, &viewer, page.identity.name.is_empty(), now).await?,
        events: if shows_events { coming_events(&app, now).await? } else { Vec::new() },
        shows_events,
        name: viewer.name,
    };
    page.render("admin/home.html", &view)
}

fn add(tasks: &mut Vec<Task>, words: Option<String>, href: &'static str, action: &'static str) {
    tasks.extend(words.map(|words| Task { words, href, action }));
}

async fn tasks(app: &App, viewer: &Viewer, not_set_up: bool, now: Instant) -> Result<Vec<Task>, Unexpected> {
    let db = app.db.reader();
    let mut tasks = Vec::new();
    if viewer.may(Permission::EditCharity) {
        let words = "The charity’s name, number and address are not filled in.".to_owned();
        add(&mut tasks, not_set_up.then_some(words), "/admin/charity", "Fill them in");
        let days = app.holidays.read(db, now).await?;
        add(&mut tasks, ending_words(&days, london_date(now)), holidays::PAGE, "Add later ones");
    }
    if viewer.may(Permission::DecideApplications) {
        let work = waiting_work(db).await?;
        add(&mut tasks, applications_words(work, london_date(now)), "/admin/applications", "See applications");
        let (one, many) = ("application approved by rule waits", "applications approved by rule wait");
        let review = count(work.to_review, one, many, "for a look");
        add(&mut tasks, review, "/admin/applications?show=to-review", "Look at them");
        let removals = count_waiting_removals(db).await?;
        add(
            &mut tasks,
            count(removals, "removal waits", "removals wait", "for a second person"),
            "/admin/removals",
            "See removals",
        );
    }
    if viewer.may(Permission::ManageMembers) {
        let today = london_date(now);
        let queries = count_waiting_queries(db).await?;
        let (one, many) = ("query about a registration waits", "queries about registrations wait");
        add(&mut tasks, count(queries, one, many, "for an answer"), REGISTRATIONS, "See queries");
        let is_due = is_time_to_check(today) && has_due(db, today).await?;
        let words = "Registrations are due their yearly check.".to_owned();
        add(&mut tasks, is_due.then_some(words), REGISTRATIONS, "Check them");
    }
    if viewer.may(Permission::ManageEvents) {
        tasks.extend(event_tasks(db, now).await?);
    }
    if viewer.may(Permission::ViewMoney) {
        add(&mut tasks, refund_words(db, london_date(now)).await?, "/admin/money", "See money");
        let odd = u64::try_from(unexplained(db).await?.len()).unwrap_or(u64::MAX);
        let (one, many) = ("payout of the card processor does", "payouts of the card processor do");
        add(&mut tasks, count(odd, one, many, "not add up"), "/admin/money", "See money");
    }
    if viewer.may(Permission::ViewJobs) {
        let dead = count_jobs(db, now).await?.dead;
        let mail = count_messages(db, now).await?.failed;
        let silent = !worker_is_alive(db, now).await?;
        let words = "No worker has been heard of for a minute: mail and refunds are waiting.".to_owned();
        add(&mut tasks, silent.then_some(words), "/admin/jobs", "See jobs");
        add(
            &mut tasks,
            count(dead, "background job has", "background jobs have", "given up"),
            "/admin/jobs",
            "See jobs",
        );
        add(&mut tasks, count(mail, "email could", "emails could", "not be delivered"), "/admin/outbox", "See email");
    }
    Ok(tasks)
}

/// What waits for the events officer.
async fn event_tasks(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<Task>, Unexpected> {
    let drafts = list_drafts(db, Page { number: 1, size: 1 }).await?.total;
    let undecided = u64::try_from(list_undecided(db, now).await?.len()).unwrap_or(u64::MAX);
    let asked = count_waiting(db).await?;
    let short = count(undecided, "date has", "dates have", "too few bookings and nothing decided yet");
    let (one, many) = ("authority waits", "authorities wait");
    let asked = count(asked, one, many, "for a first answer about in-house training");
    let all = [
        (count(drafts, "date is", "dates are", "still a draft"), "/admin/events", "See events"),
        (short, "/admin/events", "See events"),
        (asked, "/admin/in-house?show=new", "Answer"),
    ];
    Ok(all.into_iter().filter_map(|(words, href, action)| Some(Task { words: words?, href, action })).collect())
}

/// How many applications wait, with the clock of the oldest (rules 2.2).
fn applications_words(work: WaitingWork, today: chrono::NaiveDate) -> Option<String> {
    let words = count(work.waiting, "application waits", "applications wait", "for a decision")?;
    match work.oldest_reply_by {
        Some(due) => Some(format!("{} The oldest: {}.", words, clock_words(due, today).to_lowercase())),
        None => Some(words),
    }
}

/// How many refunds wait for an officer, and how many are not with their payer in time, wherever they are (CO-08).
async fn refund_words(db: &impl ConnectionTrait, today: chrono::NaiveDate) -> Result<Option<String>, Unexpected> {
    let number = |found: usize| u64::try_from(found).unwrap_or(u64::MAX);
    let waiting = number(count_refunds_waiting(db).await?);
    let late = number(count_late_refunds(db, today).await?);
    let sentences: Vec<String> = [
        count(waiting, "refund waits", "refunds wait", "for somebody to act"),
        count(late, "refund is", "refunds are", "late"),
    ]
    .into_iter()
    .flatten()
    .collect();
    Ok((!sentences.is_empty()).then(|| sentences.join(" ")))
}

/// "1 refund waits for …", "3 refunds wait for …", or nothing.
fn count(number: u64, one: &str, many: &str, rest: &str) -> Option<String> {
    match number {
        0 => None,
        1 => Some(format!("1 {one} {rest}.")),
        _ => Some(format!("{number} {many} {rest}.")),
    }
}

async fn coming_events(app: &App, now: Instant) -> Result<Vec<EventRow>, Unexpected> {
    let db = app.db.reader();
    let all = EventFilter { with_private: true, ..EventFilter::default() };
    let coming = list_upcoming(db, now, all, Page { number: 1, size: DATES }).await?.events;
    let ids: Vec<i64> = coming.iter().map(|event| event.id.0).collect();
    let sales = find_sales(db, &ids).await?;
    let row = |event: &crate::events::EventDetails| {
        let view = EventView::new(event, now);
        let sale = sales.get(&event.id.0);
        EventRow {
            href: format!("/admin/events/{}", event.id),
            title: view.title,
            when_words: view.when_words,
            taken: sale.map(|sale| sale.taken),
            capacity: sale.map(|sale| sale.capacity),
            is_cancelled: view.is_cancelled,
        }
    };
    Ok(coming.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn tasks_agree_with_their_number() {
        let words = |number| count(number, "refund waits", "refunds wait", "for somebody to act");

        assert_eq!(words(0), None);
        assert_eq!(words(1).unwrap(), "1 refund waits for somebody to act.");
        assert_eq!(words(2).unwrap(), "2 refunds wait for somebody to act.");
    }
}
