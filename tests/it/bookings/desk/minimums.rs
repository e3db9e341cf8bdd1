//! How many people a date needs, and when that is decided, in the form of a date (SES-7).

use nairo::events::{EventId, load_event};

use super::{date_id, meeting_form, slug_of};
use crate::bookings::shop::OnSale;
use crate::support::spawn_app;

#[actix_web::test]
async fn ses_7_both_or_neither_before_the_start_with_a_sentence_beside_the_field() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;

    let form = meeting_form(&officer).await.fill("least_places", "3");
    let half = officer.submit_once(form.clone()).await;
    let late = officer.submit_once(form.clone().fill("decide_on", "2026-07-02")).await;
    let past = officer.submit_once(form.clone().fill("decide_on", "2026-05-02")).await;
    let saved = officer.submit(form.fill("decide_on", "2026-06-24").fill("decide_time", "17:00")).await;
    let id = date_id(&saved);

    assert!(half.assert_status(422).error_of("decide_on").contains("Enter the day on which it is decided"));
    assert_eq!(half.form("/admin/events/new").value("least_places"), Some("3"), "what was typed stays");
    assert!(late.assert_status(422).error_of("decide_on").contains("before the date begins"));
    assert!(past.assert_status(422).error_of("decide_on").contains("still to come"));
    let run = load_event(app.state.db.reader(), EventId(id)).await.unwrap().run.unwrap();
    assert_eq!((run.minimum.places, run.minimum.decide_at), (3, "2026-06-24T16:00:00Z".parse().unwrap()));
    saved.assert_has("Not yet certain to run: 0 of the 3 it needs").assert_lacks("It will run");
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_7_a_draft_whose_day_of_decision_has_passed_is_not_published() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let form = meeting_form(&officer).await.fill("least_places", "3").fill("decide_on", "2026-06-04");
    let id = date_id(&officer.submit(form).await);
    let desk = format!("/admin/events/{id}");
    app.advance(chrono::Duration::days(5));
    app.sign_in(&officer).await;

    let answer = officer.submit(officer.get(&desk).await.form(&format!("{desk}/publication"))).await;

    answer.assert_has("The day on which it is decided whether this date runs has passed");
    app.visitor().get(&format!("/events/{}", slug_of(&app, id).await)).await.assert_status(404);
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_9_a_copy_is_decided_as_long_before_and_a_form_like_it_asks_for_the_day() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let form = meeting_form(&officer).await.fill("least_places", "3").fill("decide_on", "2026-06-24");
    let id = date_id(&officer.submit(form).await);

    let desk = officer.get(&format!("/admin/events/{id}")).await;
    let copies = desk.form(&format!("/admin/events/{id}/copies")).fill("copy_on", "2026-12-02");
    let page = officer.submit(copies).await;
    let copy = page.form(&page.path);
    let like = officer.get(&format!("/admin/events/new?like={id}")).await.form("/admin/events/new");

    let fields = ["least_places", "decide_on", "decide_time"].map(|field| copy.value(field).unwrap_or_default());
    assert_eq!(fields, ["3", "2026-11-25", "12:00"]);
    assert_eq!((like.value("least_places"), like.value("decide_on")), (Some("3"), Some("")));
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_7_what_people_booked_as_certain_stays_certain() {
    let app = spawn_app().await;
    let officer = app.events_officer().await;
    let id = date_id(&officer.submit(meeting_form(&officer).await).await);
    let desk = officer.get(&format!("/admin/events/{id}")).await;
    officer.submit(desk.form(&format!("/admin/events/{id}/publication"))).await;
    let event = OnSale { id, slug: slug_of(&app, id).await };
    let visitor = app.visitor();
    visitor.submit(event.filled(&visitor, &["Asha Verma"]).await.press("pay", "free")).await;
    app.settle().await;

    let form = officer.get(&format!("/admin/events/{id}/edit")).await.form(&format!("/admin/events/{id}/edit"));
    let form = form.fill("least_places", "3").fill("decide_on", "2026-06-24");
    let refused = officer.submit_once(form).await;

    assert!(refused.assert_status(409).error_of("least_places").contains("as one that runs"));
    assert!(load_event(app.state.db.reader(), EventId(id)).await.unwrap().run.is_none());
    app.ignore_mail();
}
