//! How long a file that was given as an answer is kept, and that whoever sent it can always take it away (DP-12, DP-15, QST-1).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use entity::{place, question_answer};
use nairo::bookings::needs::forget_needs::forget_needs;
use nairo::bookings::questions::queries::answers_for_export;
use nairo::kernel::{Instant, Role};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::question_files::{CASE, PDF, asked, files, keep, send};
use super::questions::{ask, booked};
use super::shop::course;
use crate::support::{TestApp, spawn_app};

async fn answers(app: &TestApp) -> u64 {
    question_answer::Entity::find().count(app.state.db.reader()).await.unwrap()
}

#[actix_web::test]
async fn dp_12_a_file_goes_with_the_place_that_is_given_up_and_stays_with_the_one_that_is_not() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &CASE).await.assert_status(200);
    let visitor = app.visitor();
    let (booking, own) = booked(&app, &event, &visitor, &["Asha Verma", "Ben Lee"]).await;
    for place in &own {
        let asha = app.visitor();
        send(&asha, &keep(&asha, place).await, "case.pdf", PDF).await;
    }
    app.advance(Duration::hours(2));
    app.settle().await;
    assert_eq!(files(&app).await, 2);

    let preview = visitor.get(&format!("{booking}/cancellation?place=1")).await;
    visitor.submit(preview.form(&format!("{booking}/cancellation"))).await;
    app.advance(Duration::hours(2));
    app.settle().await;

    assert_eq!((files(&app).await, answers(&app).await), (1, 1));
    app.ignore_mail();
}

#[actix_web::test]
async fn dp_12_thirty_days_after_the_date_files_are_gone_and_the_page_said_so() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let officer = app.officer(Role::EventsOfficer).await;
    ask(&officer, &event, &CASE).await.assert_status(200);
    let (_, own) = booked(&app, &event, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();
    let asha = app.visitor();
    let page = keep(&asha, &own[0]).await;
    page.assert_has("deleted after Friday 31 July 2026").assert_has("within hours if the place is given up");
    send(&asha, &page, "case.pdf", PDF).await;
    // Held on 1 July; the last of thirty whole days is 31 July.
    let over: Instant = "2026-07-31T23:00:00Z".parse().unwrap();
    app.clock.set(over - Duration::microseconds(1));
    app.settle().await;
    forget_needs(&app.state).await.unwrap();
    assert_eq!(files(&app).await, 1);

    app.clock.set(over);
    forget_needs(&app.state).await.unwrap();

    assert_eq!((files(&app).await, answers(&app).await), (0, 0));
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn dp_15_a_file_can_be_taken_away_after_the_start_and_after_its_question_was_withdrawn() {
    for withdrawn in [false, true] {
        let app = spawn_app().await;
        let (event, officer, _, own) = asked(&app).await;
        let asha = app.visitor();
        let page = keep(&asha, &own).await;
        send(&asha, &page, "case.pdf", PDF).await;
        if withdrawn {
            let list = officer.get(&format!("/admin/events/{}/questions", event.id)).await;
            let question = list.link("Send us your case");
            officer.submit(officer.get(&question).await.form(&format!("{question}/withdrawal"))).await;
        } else {
            app.clock.set("2026-07-01T12:00:00Z".parse().unwrap());
        }

        let shown = asha.get(&asha.get(&own).await.link("case.pdf")).await;
        shown.assert_has("Send us your case").assert_has("case.pdf").assert_lacks("Send the file");
        let gone = asha.submit(shown.form(&format!("{}/removal", page.path))).await;

        gone.assert_has("The file is deleted").assert_lacks("case.pdf");
        assert_eq!((files(&app).await, answers(&app).await), (0, 0));
        app.settle().await;
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn dp_15_nobody_takes_away_what_somebody_else_gave() {
    let app = spawn_app().await;
    let (_, _, booking, own) = asked(&app).await;
    let asha = app.visitor();
    let page = keep(&asha, &own).await;
    send(&asha, &page, "case.pdf", PDF).await;
    let form = asha.get(&page.path).await.form(&format!("{}/removal", page.path));
    let other = form.clone().moved_to(&form.action.replace(&own, &booking));

    asha.submit(other).await.assert_has("There was no file to delete");
    asha.submit(form.clone().moved_to(&form.action.replace("/file", "9/file"))).await.assert_has("There was no file");

    assert_eq!(files(&app).await, 1);
}

#[actix_web::test]
async fn dp_08_somebodys_data_holds_the_file_they_gave() {
    let app = spawn_app().await;
    let (_, _, _, own) = asked(&app).await;
    let (asha, visitor) = (app.person("Asha").await, app.visitor());
    send(&visitor, &keep(&visitor, &own).await, "case.pdf", PDF).await;
    let theirs = place::Entity::update_many().col_expr(place::Column::PersonId, Expr::value(asha.id));
    app.state.db.write_tx(async |tx| theirs.exec(tx).await).await.unwrap();

    let answers = answers_for_export(app.state.db.reader(), &[asha.id]).await.unwrap();

    let file = &answers[0]["file"];
    assert_eq!((file["name"].as_str(), file["media_type"].as_str()), (Some("case.pdf"), Some("application/pdf")));
    assert_eq!(STANDARD.decode(file["base64"].as_str().unwrap()).unwrap(), PDF);
}
