//! The public form: acknowledged at once, spam kept out without a puzzle, authorities found with and without script.

use chrono::Duration;
use nairo::kernel::Unexpected;
use nairo::members::employers::load_employers;

use super::steps::{CONTACT, COUNCIL, desk, enquire, officer, reference_in, send_enquiry};
use crate::support::spawn_app;

#[actix_web::test]
async fn inh_1_an_enquiry_is_acknowledged_at_once_and_officers_hear_of_it() {
    let app = spawn_app().await;
    let officer = officer(&app).await;

    let page = send_enquiry(&app, &app.visitor(), &[("date_wishes", "September")]).await;
    app.run_jobs().await;

    let reference = reference_in(&page);
    let mail = app.mail();
    mail.to(CONTACT)
        .assert_says("by the end of Wednesday 3 June 2026")
        .assert_says(&reference)
        .assert_says("September");
    mail.to(&officer.email).assert_says(COUNCIL).assert_says("Answer by the end of Wednesday 3 June 2026");
    officer.get("/admin").await.assert_has("1 authority waits for a first answer");
    let list = officer.get("/admin/in-house").await;
    list.assert_has(COUNCIL).assert_has("Answer by Wednesday 3 June 2026");
    officer.get(&desk(&reference)).await.assert_has("Reviews for new officers").assert_has("not on our list");
}

#[actix_web::test]
async fn without_an_events_officer_the_charitys_mailbox_hears_of_it() {
    let app = spawn_app().await;

    enquire(&app, &[]).await;

    let mail = app.mail();
    assert_eq!(mail.lines().len(), 2, "{:?}", mail.lines());
}

#[actix_web::test]
async fn what_is_missing_is_said_beside_its_field_and_nothing_is_kept() {
    let app = spawn_app().await;

    let page = send_enquiry(&app, &app.visitor(), &[("contact_name", ""), ("attendees", "some"), ("topic", "")]).await;

    page.assert_status(422);
    assert!(page.error_of("attendees").contains("as a number"), "{}", page.error_of("attendees"));
    assert!(page.error_of("topic").contains("Choose a course"), "{}", page.error_of("topic"));
    let form = page.form("/in-house");
    assert_eq!(form.value("authority"), Some(COUNCIL), "what was typed stays");
    assert!(app.all_mail().is_empty());
}

#[actix_web::test]
async fn inh_7_a_program_is_thanked_and_nothing_is_kept() {
    let app = spawn_app().await;
    let officer = officer(&app).await;

    let page = send_enquiry(&app, &app.visitor(), &[("website", "https://spam.example.org")]).await;

    page.assert_status(200).assert_has("We have your enquiry");
    app.run_jobs().await;
    app.mail().assert_none();
    officer.get("/admin/in-house").await.assert_has("None here");
}

#[actix_web::test]
async fn inh_7_a_form_sent_at_once_or_with_a_time_of_its_own_is_asked_for_again() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let form = visitor.get("/in-house").await.form("/in-house");
    let form = form
        .fill_all(&[("authority", COUNCIL), ("contact_name", "Hannah Quill"), ("email", CONTACT)])
        .fill_all(&[("topic", "Reviews"), ("attendees", "3")])
        .choose("mode", "online");

    let quick = visitor.submit(form.clone()).await;
    app.advance(Duration::seconds(3));
    let forged = visitor.submit(form.clone().fill("opened", "0.forged")).await;
    let second = visitor.submit(quick.form("/in-house")).await;

    quick.assert_status(422).assert_has("That was very quick");
    forged.assert_status(422);
    second.assert_status(200).assert_has("We have your enquiry");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn inh_7_one_mailbox_is_not_flooded_with_acknowledgements() {
    let app = spawn_app().await;
    let mut last = 200;
    for _ in 0..7 {
        last = send_enquiry(&app, &app.visitor(), &[]).await.status.as_u16();
    }

    assert_eq!(last, 429);
    app.run_jobs().await;
    let own = app.mail().all().into_iter().filter(|mail| mail.to == CONTACT).count();
    assert_eq!(own, 6);
}

#[actix_web::test]
async fn the_same_form_sent_twice_is_one_enquiry() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let visitor = app.visitor();
    let form = visitor.get("/in-house").await.form("/in-house");
    app.advance(Duration::seconds(20));
    let form = form
        .fill_all(&[("authority", COUNCIL), ("contact_name", "Hannah Quill"), ("email", CONTACT)])
        .fill_all(&[("topic", "Reviews"), ("attendees", "3")])
        .choose("mode", "online");

    let (first, second) = (visitor.submit(form.clone()).await, visitor.submit(form).await);

    assert_eq!(reference_in(&first), reference_in(&second));
    app.run_jobs().await;
    assert_eq!(app.mail().lines().len(), 2, "one to the contact, one to the officer");
    assert_eq!(officer.get("/admin/in-house").await.html.matches("table-link").count(), 1);
}

#[actix_web::test]
async fn an_authority_on_our_list_is_found_by_the_button_and_by_its_very_name() {
    let app = spawn_app().await;
    let now = app.now();
    app.state.db.write_tx(async |tx| Ok::<_, Unexpected>(load_employers(tx, now).await?)).await.unwrap();
    let officer = officer(&app).await;
    let visitor = app.visitor();
    let form = visitor.get("/in-house").await.form("/in-house");
    app.advance(Duration::seconds(20));
    let typed = form
        .fill_all(&[("authority", "RBKC"), ("contact_name", "Hannah Quill"), ("email", CONTACT)])
        .fill_all(&[("topic", "Reviews"), ("attendees", "3")])
        .choose("mode", "online");

    let found = visitor.submit(typed.press("step", "search")).await;
    let chosen = found.assert_status(200).assert_has("Kensington and Chelsea").form("/in-house");
    assert_eq!(chosen.value("topic"), Some("Reviews"), "what was typed stays");
    let chosen = chosen.choose("organisation", "E09000020");
    let sent = visitor.submit(chosen).await;
    let by_name = enquire(&app, &[("authority", "leeds")]).await;

    let page = officer.get(&desk(&reference_in(&sent))).await;
    page.assert_has("Kensington and Chelsea").assert_lacks("not on our list");
    officer.get(&desk(&by_name)).await.assert_has("Leeds").assert_lacks("not on our list");
    app.run_jobs().await;
    app.ignore_mail();
}
