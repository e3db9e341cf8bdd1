//! What a date copies from its course when it is added, and may say otherwise (SES-1, SES-9).

use nairo::bookings::course_desk::policy_versions::policy_versions;
use nairo::bookings::refund_policy::RefundTier;
use nairo::bookings::sale::find_sale;
use nairo::bookings::set_up_sale::create_refund_policy;
use nairo::events::{EventDetails, EventId, load_event};

use super::{date_id, write_course};
use crate::support::form::TestForm;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

const READING: &str = "Read <script>alert(1)</script>the [handbook](https://example.org/handbook).";

impl TestApp {
    /// A second policy, with the code "kind".
    pub(super) async fn another_policy(&self) -> i64 {
        let now = self.now();
        let tiers = [RefundTier { days_before: 1, percent: 100 }];
        let made =
            self.state.db.write_tx(async |tx| create_refund_policy(tx, ("kind", 1, "One day"), &tiers, now).await);
        made.await.unwrap()
    }

    /// The newest version of the policy with this code.
    async fn policy_named(&self, code: &str) -> i64 {
        let versions = policy_versions(self.state.db.reader()).await.unwrap();
        versions.newest(code).unwrap().id
    }
}

/// A course with everything a date can copy, and the form of a new date of it.
async fn full_course(app: &TestApp) -> (Person, TestForm, i64) {
    let officer = app.events_officer().await;
    let kind = app.another_policy().await;
    let course = write_course(&officer).await;
    let path = format!("/admin/courses/{course}");
    let form = officer.get(&path).await.form(&path);
    let form =
        form.fill_all(&[("cpd_hours", "3"), ("cpd_minutes", "0"), ("audience", "Officers."), ("resources", READING)]);
    officer.submit(form.choose("refund_policy", "kind")).await.assert_has("Saved.");
    let form = officer.get(&format!("/admin/events/new?course={course}")).await.form("/admin/events/new");
    (officer, form.fill("starts_on", "2026-09-04").fill("starts_at", "09:30").press("next", "desk"), kind)
}

async fn event(app: &TestApp, id: i64) -> EventDetails {
    load_event(app.state.db.reader(), EventId(id)).await.unwrap()
}

async fn policy(app: &TestApp, id: i64) -> i64 {
    find_sale(app.state.db.reader(), id).await.unwrap().unwrap().policy.id
}

#[actix_web::test]
async fn ses_1_a_date_begins_with_everything_its_course_says() {
    let app = spawn_app().await;
    let (officer, form, kind) = full_course(&app).await;
    assert_eq!(
        form.value("refund_policy"),
        Some(kind.to_string().as_str()),
        "the form starts with the course's policy"
    );

    let desk = officer.submit(form).await;

    let id = date_id(&desk);
    let (date, sale) = (event(&app, id).await, find_sale(app.state.db.reader(), id).await.unwrap().unwrap());
    let description = "Where it comes from, and what it asks.\n\n## Who it is for\n\nOfficers.";
    let copied = [
        ("title", date.title.clone(), "The Role of the IRO".to_owned()),
        ("summary", date.summary.clone(), "A half day on the whole of the role.".to_owned()),
        ("outline and audience", date.description.clone(), description.to_owned()),
        ("resources", date.resources.clone(), READING.to_owned()),
        ("duration", date.minutes().unwrap().to_string(), "210".to_owned()),
        ("cpd", date.cpd_minutes.to_string(), "180".to_owned()),
        ("standard price", sale.prices.standard.to_string(), "£90".to_owned()),
        ("member price", sale.prices.member.unwrap().to_string(), "£50".to_owned()),
        ("policy", sale.policy.id.to_string(), kind.to_string()),
    ];
    for (what, found, expected) in copied {
        assert_eq!(found, expected, "{what}");
    }
    officer.submit(desk.form(&format!("/admin/events/{id}/publication"))).await.assert_has("It is on the site");
    let page = app.visitor().get(&format!("/events/{}", date.slug)).await;
    page.assert_has("Counts as CPD").assert_has("3 hours").assert_has("Reading and preparation");
    assert_eq!(page.link("handbook"), "https://example.org/handbook");
    assert!(!page.html.contains("<script>alert"), "what officers write is cleaned");
}

#[actix_web::test]
async fn ses_1_a_date_may_say_otherwise_and_a_policy_left_empty_is_the_courses() {
    let app = spawn_app().await;
    let (officer, form, kind) = full_course(&app).await;
    let own = form.clone().fill_all(&[("cpd_hours", "1"), ("cpd_minutes", "30"), ("resources", "Bring a case.")]);
    let other = app.policy_named("standard").await;

    let own = date_id(&officer.submit(own.choose("refund_policy", &other.to_string())).await);
    let key = officer.get("/admin/events/new").await.form("/admin/events/new");
    let key = key.value("idempotency_key").unwrap().to_owned();
    let left_empty = form.set("refund_policy", "").set("idempotency_key", &key);
    let left_empty = date_id(&officer.submit(left_empty.fill("starts_on", "2026-10-02")).await);

    let date = event(&app, own).await;
    assert_eq!((date.cpd_minutes, date.resources.as_str(), policy(&app, own).await), (90, "Bring a case.", other));
    assert_eq!(policy(&app, left_empty).await, kind);
    let edit = format!("/admin/events/{own}/edit");
    let form = officer.get(&edit).await.form(&edit);
    assert_eq!((form.value("cpd_hours"), form.value("resources")), (Some("1"), Some("Bring a case.")));
    let long = officer.submit(form.fill("cpd_hours", "4")).await;
    assert_eq!(
        long.assert_status(422).error_of("cpd_hours"),
        "Professional development cannot be longer than the date"
    );
    assert_eq!(long.form(&edit).value("cpd_hours"), Some("4"));
    officer.submit(long.form(&edit).fill("cpd_hours", "0").fill("resources", "")).await.assert_has("Saved.");
    let date = event(&app, own).await;
    assert_eq!((date.cpd_minutes, date.resources.as_str()), (30, ""));
}

#[actix_web::test]
async fn ses_9_a_copy_has_the_cpd_the_reading_and_the_policy_of_its_date_not_of_the_course() {
    let app = spawn_app().await;
    let (officer, form, kind) = full_course(&app).await;
    let desk = officer.submit(form.fill_all(&[("cpd_hours", "2"), ("resources", "Bring a case.")])).await;

    let copies = format!("/admin/events/{}/copies", date_id(&desk));
    let copy = date_id(&officer.submit(desk.form(&copies).fill("copy_on", "2026-12-01")).await);

    let date = event(&app, copy).await;
    assert_eq!((date.cpd_minutes, date.resources.as_str(), policy(&app, copy).await), (120, "Bring a case.", kind));
}

#[actix_web::test]
async fn a_policy_that_is_not_there_is_refused_beside_its_field() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let course = write_course(&officer).await;
    let path = format!("/admin/courses/{course}");

    let page = officer.submit(officer.get(&path).await.form(&path).set("refund_policy", "made-up")).await;

    assert_eq!(page.assert_status(422).error_of("refund_policy"), "Choose a refund policy from the list");
}

#[actix_web::test]
async fn whoever_has_a_place_reads_what_to_prepare_on_their_own_page() {
    let app = spawn_app().await;
    let (officer, form, _) = full_course(&app).await;
    let desk = officer.submit(form).await;
    let id = date_id(&desk);
    officer.submit(desk.form(&format!("/admin/events/{id}/publication"))).await.assert_has("It is on the site");
    let date = crate::bookings::shop::OnSale { id, slug: event(&app, id).await.slug };

    let booking = date.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;

    booking.assert_has("What to read or prepare before the day is there too.");
    let mails = app.mail();
    let asha = mails.to("asha.verma@example.org");
    asha.assert_says("What to read or prepare before the day is there too.");
    let own = app.visitor().get(&asha.link("/manage/")).await;
    own.assert_has("Reading and preparation");
    assert_eq!(own.link("handbook"), "https://example.org/handbook");
}
