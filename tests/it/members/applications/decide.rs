//! Officers decide: a question, a refusal, what they may not decide, and two at once.

use chrono::Duration;
use entity::{membership_decision, membership_order};
use futures_util::future::join_all;
use nairo::kernel::Role;
use sea_orm::{EntityTrait, PaginatorTrait};

use super::filling_in::{applicant, decision, fill_in, offer_types, officer, state_of};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn a_question_stops_the_clock_until_it_is_answered() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    app.run_jobs().await;
    app.ignore_mail();
    app.advance(Duration::days(3));
    app.sign_in(&officer).await;

    let form = decision(&officer, &reference, "ask").await.fill("reason", "Since when do you practise?");
    officer.submit(form).await.assert_has("Asked");
    app.run_jobs().await;
    let letter = app.mail().to(&asha.email);
    letter.assert_says("Since when do you practise?");
    app.advance(Duration::days(10));
    app.sign_in(&officer).await;
    app.sign_in(&asha).await;
    officer.get("/admin/applications?show=asked").await.assert_has("The clock stands still");
    let page = asha.get(&letter.link("/account/application")).await;
    page.assert_has("Since when do you practise?");
    asha.submit(page.form("/account/application/answer")).await.assert_status(422);
    let answered = asha.submit(page.form("/account/application/answer").fill("answer", "Since 2019.\nIn Leeds.")).await;

    answered.assert_has("We will reply by Thursday 2 July 2026");
    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    page.assert_has("Since 2019.").assert_has("18 days left");
    officer.submit(decision(&officer, &reference, "approve").await).await.assert_has("Approved");
    assert_eq!(state_of(&app, &asha).await, "approved");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_question_nobody_answers_is_asked_again_after_a_month_and_ends_the_application_after_two() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    officer.submit(decision(&officer, &reference, "ask").await.fill("reason", "Since when?")).await.assert_has("Asked");
    app.run_jobs().await;
    app.ignore_mail();

    app.advance(Duration::days(29));
    app.run_jobs().await;
    app.mail().assert_none();
    app.advance(Duration::days(1));
    app.run_jobs().await;
    app.mail().to(&asha.email).assert_says("A month ago we asked you something");
    app.advance(Duration::days(29));
    app.run_jobs().await;
    app.mail().assert_none();
    assert_eq!(state_of(&app, &asha).await, "waiting_for_evidence");
    app.advance(Duration::days(1));
    app.run_jobs().await;

    assert_eq!(state_of(&app, &asha).await, "expired");
    app.mail().to(&asha.email).assert_says("we have closed the application");
    app.sign_in(&asha).await;
    asha.get("/account/application").await.assert_has("not answered within 60 days");
    fill_in(&asha, "full").await;
}

#[actix_web::test]
async fn a_refusal_gives_its_reason_and_how_to_appeal_and_is_kept() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    app.run_jobs().await;
    app.ignore_mail();

    let form = decision(&officer, &reference, "refuse").await;
    let empty = officer.submit(form.clone()).await;
    empty.assert_status(422);
    assert_ne!(empty.error_of("reason"), "");
    let form = form.choose("reason_code", "not_eligible").fill("reason", "You do not review <plans> & so on.");
    officer.submit(form.fill("minute_reference", "2026/6/4")).await.assert_has("Refused");

    app.run_jobs().await;
    let letter = app.mail().to(&asha.email);
    letter.assert_says("You do not review <plans> & so on.").assert_says("appeal");
    asha.get("/account/application").await.assert_has("You do not review <plans> & so on.").assert_has("appeal");
    let kept = officer.get("/admin/applications?show=refused").await;
    kept.assert_has("Asha Example");
    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    page.assert_has("minute 2026/6/4").assert_has("This type of membership is for people in another role");
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/decision")), "it is decided");
    fill_in(&asha, "associate").await.assert_has("Go on to payment");
}

#[actix_web::test]
async fn nobody_decides_on_their_own_application_or_without_the_tick() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    app.give_role(&asha, Role::MembershipOfficer).await;
    let path = format!("/admin/applications/{reference}");

    let own = asha.get(&path).await;
    own.assert_has("This is your own application");
    let fields = |csrf: String| {
        [("csrf", csrf.as_str()), ("decision", "approve"), ("no_conflict", "yes")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    };
    let tampered = asha.post(&format!("{path}/decision"), &fields(asha.csrf().await)).await;
    tampered.assert_status(409);
    let other = officer(&app).await;
    let form = decision(&other, &reference, "approve").await.untick("no_conflict");
    let refused = other.submit(form).await;
    refused.assert_status(422);
    assert_ne!(refused.error_of("no_conflict"), "");

    assert_eq!(state_of(&app, &asha).await, "submitted");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn officers_who_decide_at_once_make_one_decision() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    let mut ready = Vec::new();
    for number in 0..6 {
        let officer = officer(&app).await;
        let form = match number % 3 {
            0 => decision(&officer, &reference, "approve").await,
            1 => decision(&officer, &reference, "refuse")
                .await
                .choose("reason_code", "other")
                .fill("reason", "We think not."),
            _ => decision(&officer, &reference, "duplicate").await,
        };
        ready.push((officer, form));
    }

    let answers = join_all(ready.into_iter().map(async |(officer, form)| officer.submit_once(form).await)).await;

    assert!(answers.iter().all(|page| page.status == 303), "nobody got an error page");
    let db = app.state.db.reader();
    assert_eq!(membership_decision::Entity::find().count(db).await.unwrap(), 1);
    let orders = membership_order::Entity::find().count(db).await.unwrap();
    let state = state_of(&app, &asha).await;
    assert_eq!(orders, u64::from(state == "approved"), "{state}");
    app.run_jobs().await;
    app.ignore_mail();
}
