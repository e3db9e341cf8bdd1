//! Questions of a date: written at the desk, answered by bookers and attendees, kept in the words that were asked (QST-1, QST-6,
//! QST-8, SES-1, SES-9, SUB-3, REP-5).

use chrono::Duration;
use nairo::audit::Actor;
use nairo::bookings::questions::{Home, copy_questions, forget_answers_of};
use nairo::events::{CourseId, EventId};
use nairo::kernel::{Instant, Role, Unexpected};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::shop::{OnSale, course};
use crate::support::client::Client;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// Asks a question at the desk; what is not said is as the form has it.
pub async fn ask(officer: &Person, event: &OnSale, fields: &[(&str, &str)]) -> Page {
    let list = format!("/admin/events/{}/questions", event.id);
    let page = officer.get(&format!("{list}/new")).await;
    let form = fields.iter().fold(page.form(&format!("{list}/new")), |form, (name, value)| form.set(name, value));
    officer.submit(form).await
}

/// The address of a question's form at the desk.
async fn desk_of(officer: &Person, event: &OnSale, words: &str) -> String {
    officer.get(&format!("/admin/events/{}/questions", event.id)).await.link(words)
}

/// Books and pays for these people; gives the booker's page and each attendee's own.
pub async fn booked(app: &TestApp, event: &OnSale, client: &Client, people: &[&str]) -> (String, Vec<String>) {
    let page = event.book_and_pay(app, client, people).await;
    let mails = app.mail();
    let own = people.iter().map(|person| {
        let address = format!("{}@example.org", person.to_lowercase().replace(' ', "."));
        mails.to(&address).link("/manage/")
    });
    (page.path.split('?').next().unwrap().to_owned(), own.collect())
}

/// The name of the field that stands under these words.
fn field(page: &Page, words: &str) -> String {
    let root = page.root();
    let labels = root.named("label").into_iter().chain(root.named("legend"));
    let label = labels.into_iter().find(|label| label.text().contains(words));
    let label = label.unwrap_or_else(|| panic!("{} asks nothing like {words}", page.path));
    label.attr("for").map(str::to_owned).unwrap_or_else(|| panic!("{words} has no field of its own"))
}

async fn answers_kept(app: &TestApp) -> usize {
    entity::question_answer::Entity::find().all(app.state.db.reader()).await.unwrap().len()
}

#[actix_web::test]
async fn qst_1_an_officer_asks_and_each_attendee_answers_on_a_form_of_their_own() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &[("words", "What would you like to learn?"), ("kind", "long_text")]).await;
    ask(&officer, &event, &[("words", "Which team are you in?"), ("is_required", "yes")]).await;
    let preview = officer.get(&format!("/admin/events/{}/questions/preview", event.id)).await;
    preview.assert_has("What each attendee is asked").assert_has("Which team are you in?");
    let visitor = app.visitor();
    let (booking, own) = booked(&app, &event, &visitor, &["Asha Verma", "Ben Lee"]).await;
    let asha = app.visitor();
    asha.get(&own[0]).await.assert_has("1 question is not answered yet");
    let page = asha.get(&format!("{}/questions", own[0])).await;
    let (learn, team) = (field(&page, "What would you like to learn?"), field(&page, "Which team"));

    let refused = asha.submit(page.form(&format!("{}/questions", own[0])).fill(&learn, "Everything")).await;
    refused.assert_status(422);
    assert_eq!(refused.error_of(&team), "Answer “Which team are you in?”");
    let next = asha.submit(refused.form(&format!("{}/questions", own[0])).fill(&team, "North")).await;

    next.assert_has("Your answers are kept").assert_has("What do you need on the day?");
    asha.get(&own[0]).await.assert_has("You have answered our questions");
    visitor.get(&booking).await.assert_lacks("Everything").assert_lacks("North");
    let read = officer.get(&format!("/admin/events/{}/answers", event.id)).await;
    read.assert_has("Asha Verma").assert_has("Everything").assert_has("North").assert_lacks("Ben Lee");
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_1_a_booking_is_asked_once_by_the_booker_and_a_question_waits_for_its_answer() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    let booking_wide = [("words", "Do you need a certificate for your council?"), ("kind", "yes_no")];
    ask(&officer, &event, &[&booking_wide[..], &[("scope", "booking"), ("is_required", "yes")]].concat()).await;
    let first = desk_of(&officer, &event, "certificate").await;
    let after = format!("{}:Yes", first.rsplit('/').next().unwrap());
    let waits = [("words", "In whose name?"), ("scope", "booking"), ("is_required", "yes"), ("after", &after)];
    ask(&officer, &event, &waits).await.assert_has("After “Yes” to “Do you need a certificate for your council?”");
    let visitor = app.visitor();
    let (booking, _) = booked(&app, &event, &visitor, &["Asha Verma"]).await;
    visitor.get(&booking).await.assert_has("Something we still need to know");
    let path = format!("{booking}/questions");
    let page = visitor.get(&path).await;
    page.assert_has("Only if you answered “Yes”");
    let (certificate, name) = (field(&page, "Yes"), field(&page, "In whose name?"));

    let refused = visitor.submit(page.form(&path).choose(&certificate, "Yes")).await;
    assert_eq!(refused.error_of(&name), "Answer “In whose name?”");
    visitor.submit(refused.form(&path).choose(&certificate, "No").fill(&name, "Nobody")).await.assert_has("kept");
    assert_eq!(answers_kept(&app).await, 1, "what does not count is not kept");
    let again = visitor.get(&path).await;
    visitor.submit(again.form(&path).choose(&certificate, "Yes").fill(&name, "Sampleton")).await.assert_has("kept");

    assert_eq!(answers_kept(&app).await, 2);
    let refusal = officer.submit(officer.get(&first).await.form(&format!("{first}/withdrawal"))).await;
    refusal.assert_has("is shown after an answer to");
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_8_a_changed_question_is_a_new_version_and_old_answers_keep_their_words() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &[("words", "How long have you practised?")]).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma", "Ben Lee"]).await;
    let (asha, ben) = (app.visitor(), app.visitor());
    let (hers, his) = (format!("{}/questions", own[0]), format!("{}/questions", own[1]));
    let page = asha.get(&hers).await;
    let name = field(&page, "practised");
    asha.submit(page.form(&hers).fill(&name, "=9 years")).await;
    let stale = ben.get(&his).await;

    let desk = desk_of(&officer, &event, "practised").await;
    let form = officer.get(&desk).await;
    form.assert_has("Your change makes version 2");
    officer.submit(form.form(&desk).fill("words", "Since which year have you practised?")).await;
    let told = ben.submit(stale.form(&his).fill(&name, "6")).await;
    told.assert_status(409).assert_has("The questions were changed after you opened this page");
    ben.submit(told.form(&his).fill(&name, "2020")).await;

    let read = officer.get(&format!("/admin/events/{}/answers", event.id)).await;
    read.assert_has("How long have you practised?").assert_has("Since which year have you practised? version 2");
    let file = officer.get(&format!("/admin/events/{}/answers.csv", event.id)).await;
    let line = |name: &str| file.html.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(line("Asha Verma").contains(",How long have you practised?,1,'=9 years,"), "{}", file.html);
    assert!(line("Ben Lee").contains(",Since which year have you practised?,2,2020,"), "{}", file.html);
    app.ignore_mail();
}

#[actix_web::test]
async fn qst_6_answers_change_until_the_start_and_after_the_cut_off_the_organiser_is_told() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &[("words", "Which team are you in?")]).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    let (asha, path) = (app.visitor(), format!("{}/questions", own[0]));
    let answer = async |text: &str| {
        let page = asha.get(&path).await;
        let name = field(&page, "Which team");
        asha.submit(page.form(&path).fill(&name, text)).await
    };
    // 1 July less five working days is 24 June; in British Summer Time its end is 23:00 UTC.
    let cut_off: Instant = "2026-06-24T23:00:00Z".parse().unwrap();
    app.clock.set(cut_off - Duration::microseconds(2));
    answer("North").await.assert_has("kept");
    app.clock.set(cut_off - Duration::microseconds(1));
    answer("South").await.assert_has("kept");
    app.settle().await;
    app.mail().assert_none();

    app.clock.set(cut_off);
    answer("West").await.assert_has("kept");
    app.settle().await;
    let mail = app.mail().to(&officer.email);
    mail.assert_says("Asha Verma").assert_says("has changed an answer after the cut-off");
    let start: Instant = "2026-07-01T08:30:00Z".parse().unwrap();
    app.clock.set(start - Duration::microseconds(1));
    let open = asha.get(&path).await;
    open.assert_status(200);
    app.clock.set(start);
    let name = field(&open, "Which team");
    asha.submit(open.form(&path).fill(&name, "East")).await.assert_has("can no longer be changed");

    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_wording_that_cannot_stand_is_refused_beside_its_field_and_another_dates_question_does_not_exist() {
    let app = spawn_app().await;
    let (event, other) = (app.sell(course()).await, app.sell(course().in_days(60)).await);
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &[("words", "Which team are you in?")]).await;

    let page = ask(&officer, &event, &[("words", ""), ("kind", "one_of"), ("choices", "Only one")]).await;

    page.assert_status(422);
    assert_eq!(page.error_of("words"), "Enter some text");
    assert_eq!(page.error_of("choices"), "Write 2 to 20 choices, one on each line");
    let after = ask(&officer, &event, &[("words", "Why?"), ("after", "999:Yes")]).await;
    after.assert_status(409);
    let desk = desk_of(&officer, &event, "Which team").await;
    let elsewhere = desk.replace(&format!("/{}/", event.id), &format!("/{}/", other.id));
    officer.get(&elsewhere).await.assert_status(404);
    app.ignore_mail();
}

#[actix_web::test]
async fn ses_9_a_copied_date_asks_the_same_and_ses_1_a_new_date_asks_what_its_course_asks() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &[("words", "Will you drive?"), ("kind", "yes_no")]).await;
    let first = desk_of(&officer, &event, "Will you drive?").await;
    let after = format!("{}:Yes", first.rsplit('/').next().unwrap());
    ask(&officer, &event, &[("words", "From where?"), ("after", &after)]).await;

    let desk = officer.get(&format!("/admin/events/{}", event.id)).await;
    let copies = format!("/admin/events/{}/copies", event.id);
    let copy = officer.submit(desk.form(&copies).fill("copy_on", "2026-09-04")).await;
    let base = copy.path.trim_end_matches("/edit").to_owned();
    let list = officer.get(&format!("{base}/questions")).await;
    list.assert_has("Will you drive?").assert_has("After “Yes” to “Will you drive?”");
    assert_ne!(list.link("Will you drive?"), first, "a copy is a question of its own");

    let now = app.now();
    let id: EventId = EventId(base.rsplit('/').next().unwrap().parse().unwrap());
    let made = app.state.db.write_tx(async |tx| {
        let course = nairo::events::create_course(tx, &course_content(), Actor::System, now).await?;
        copy_questions(tx, (Home::Event(id), Home::Course(course)), (None, now)).await?;
        Ok::<CourseId, Unexpected>(course)
    });
    let course = made.await.unwrap();
    let form = officer.get(&format!("/admin/courses/{course}/questions")).await;
    form.assert_has("Each new date of this course begins with a copy").assert_has("From where?");
    let new = officer.get("/admin/events/new").await.form("/admin/events/new");
    let new = new.set("course", "a-course").fill_all(&[("starts_on", "2026-10-02"), ("starts_at", "09:30")]);
    let new = new.set("certainty", "date_and_time").set("mode", "online").set("platform", "zoom").set("capacity", "20");
    let page = officer.submit(new.set("ends_at", "13:00")).await;
    page.assert_status(200).assert_has("Questions asked").assert_has("2");
    app.ignore_mail();
}

fn course_content() -> nairo::events::CourseContent {
    nairo::events::CourseContent {
        title: "A course".to_owned(),
        summary: "What it is.".to_owned(),
        overview: "An overview.".to_owned(),
        topics: Vec::new(),
        audience: String::new(),
        further_information: String::new(),
        duration_minutes: 210,
        cpd_minutes: 0,
        standard_price: nairo::kernel::Pence::new(9_000),
        member_price: nairo::kernel::Pence::new(5_000),
        refund_policy: None,
        resources: String::new(),
    }
}

#[actix_web::test]
async fn sub_3_when_a_place_goes_to_somebody_else_nothing_of_the_first_attendee_stays() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &[("words", "Which team are you in?")]).await;
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    let (asha, path) = (app.visitor(), format!("{}/questions", own[0]));
    let page = asha.get(&path).await;
    let name = field(&page, "Which team");
    let needs = asha.submit(page.form(&path).fill(&name, "North")).await;
    let told = needs.form(&format!("{}/needs", own[0])).tick("breaks").tick("agreed").press("do", "tell");
    asha.submit(told).await.assert_has("Received");
    let db = app.state.db.reader();
    let place = entity::place::Entity::find().filter(entity::place::Column::EventId.eq(event.id));
    let place = place.one(db).await.unwrap().unwrap();

    app.state.db.write_tx(async |tx| forget_answers_of(tx, place.id).await).await.unwrap();

    assert_eq!(answers_kept(&app).await, 0);
    assert!(entity::place_needs::Entity::find().all(db).await.unwrap().is_empty());
    assert!(entity::needs_task::Entity::find().all(db).await.unwrap().is_empty());
    asha.get(&path).await.assert_lacks("North");
    app.settle().await;
    app.ignore_mail();
}
