//! The page of the days: add one, take one away, take a change back, and the warning before the table ends (TM-05).

use chrono::Duration;
use entity::{audit_entry, audit_values};
use nairo::kernel::{Instant, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{PAGE, add, addition, press};
use crate::support::spawn_app;

#[actix_web::test]
async fn tm_05_the_page_shows_this_years_days_and_later_ones_with_their_names() {
    let app = spawn_app().await;

    let page = app.admin().await.get(PAGE).await;

    page.assert_status(200).assert_has("Friday 26 March 2027").assert_has("Good Friday");
    page.assert_has("Boxing Day (substitute day)").assert_has("knows them until Friday 26 December 2031");
    page.assert_lacks("Friday 18 April 2025").assert_lacks("known until Friday 26 December 2031 only");
}

#[actix_web::test]
async fn tm_05_a_day_is_added_and_the_change_taken_back() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    let added = add(&admin, "2027-05-07", "A day of thanks").await;
    let back = press(&admin, "2027-05-07", "restoration").await;

    assert_eq!(added.flash(), "Friday 7 May 2027 is a bank holiday now.");
    added.assert_has("A day of thanks").assert_has("Added");
    back.assert_has("Friday 7 May 2027 is as it comes with the program again.").assert_lacks("A day of thanks");
}

#[actix_web::test]
async fn tm_05_a_day_is_taken_away_and_put_back() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    let gone = press(&admin, "2027-05-03", "removal").await;
    let stale = admin.get(PAGE).await.form(&format!("{PAGE}/2027-05-03/restoration"));
    let back = admin.submit(stale.clone()).await;
    let twice = admin.submit(stale).await;

    gone.assert_has("Monday 3 May 2027 is no bank holiday any more.").assert_has("Taken away");
    back.assert_lacks("Taken away");
    twice.assert_has("Somebody else may have taken the change back. Nothing was changed.");
}

#[actix_web::test]
async fn tm_05_every_change_is_written_down_with_who_made_it() {
    let app = spawn_app().await;
    let admin = app.admin().await;

    add(&admin, "2027-05-07", "A day of thanks").await;
    press(&admin, "2027-05-03", "removal").await;
    press(&admin, "2027-05-07", "restoration").await;

    let db = app.state.db.reader();
    let ours = audit_entry::Entity::find().filter(audit_entry::Column::SubjectKind.eq("bank_holiday"));
    let entries = ours.order_by_asc(audit_entry::Column::Id).all(db).await.unwrap();
    let acts: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(acts, ["bank_holiday.added", "bank_holiday.taken_away", "bank_holiday.change_taken_back"]);
    assert!(entries.iter().all(|entry| entry.actor_person_id == Some(admin.id)));
    let values = audit_values::Entity::find_by_id(entries[0].id).one(db).await.unwrap().unwrap();
    let added = values.after_values.unwrap().to_string();
    assert!(added.contains("2027-05-07") && added.contains("A day of thanks"), "{added}");
}

#[actix_web::test]
async fn tm_05_what_is_wrong_with_a_day_is_said_beside_it_and_what_was_typed_is_kept() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let long = "x".repeat(81);
    let table = [
        ("", "A day", "day", "Enter the day", 422),
        ("2027-02-30", "A day", "day", "Enter a date that exists", 422),
        ("2024-12-31", "A day", "day", "Enter a date from Wednesday 1 January 2025 on", 422),
        ("2101-01-03", "A day", "day", "until 2100", 422),
        ("2027-05-08", "A day", "day", "Saturday 8 May 2027 is no working day anyway", 422),
        ("2027-05-03", "A day", "day", "a bank holiday already: Early May bank holiday", 409),
        ("2027-05-07", " ", "name", "Enter the name", 422),
        ("2027-05-07", &long, "name", "80 characters or fewer", 422),
    ];
    for (day, name, field, words, status) in table {
        let page = admin.submit(addition(&admin, day, name).await).await;

        page.assert_status(status);
        assert!(page.error_of(field).contains(words), "{day} {name}: {}", page.error_of(field));
        assert_eq!(page.form(PAGE).value("day"), Some(day));
    }
}

#[actix_web::test]
async fn tm_05_only_those_who_edit_the_charity_see_or_change_the_days() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    let form = addition(&admin, "2027-05-07", "A day of thanks").await;
    let events_officer = app.officer(Role::EventsOfficer).await;

    let form = form.set("csrf", &events_officer.csrf().await);
    let refused = events_officer.submit_once(form).await;
    events_officer.get_once(PAGE).await.assert_status(403);
    app.visitor().get_once(PAGE).await.assert_status(303);
    let by_editor = add(&app.officer(Role::Editor).await, "2027-05-07", "By an editor").await;

    refused.assert_status(403);
    by_editor.assert_has("By an editor");
}

#[actix_web::test]
async fn an_address_without_a_day_leads_nowhere() {
    let app = spawn_app().await;
    let admin = app.admin().await;
    for day in ["tomorrow", "2027-02-30", "99999-01-01", "1999-12-31"] {
        let csrf = [("csrf".to_owned(), admin.csrf().await)];
        admin.post(&format!("{PAGE}/{day}/removal"), &csrf).await.assert_status(404);
    }
}

#[actix_web::test]
async fn tm_05_the_warning_comes_six_months_before_the_last_known_day() {
    let app = spawn_app().await;
    let words = "Bank holidays are known until Friday 26 December 2031 only.";
    let warned_from: Instant = "2031-06-25T23:00:00Z".parse().unwrap();

    app.advance(warned_from - app.now() - Duration::seconds(1));
    let admin = app.admin().await;
    let (home, page) = (admin.get("/admin").await, admin.get(PAGE).await);
    app.advance(Duration::seconds(1));
    let (home_then, page_then) = (admin.get("/admin").await, admin.get(PAGE).await);

    home.assert_status(200).assert_lacks(words);
    page.assert_status(200).assert_lacks(words);
    home_then.assert_has(words);
    page_then.assert_has(words);
    app.leave_work();
}
