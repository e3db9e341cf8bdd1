//! Quotes in versions, and acceptance by the link (INH-2, INH-3).

use super::steps::{CONTACT, accept, desk, enquire, officer, quote};
use crate::support::spawn_app;

#[actix_web::test]
async fn inh_3_a_quote_is_accepted_by_its_link_with_name_role_and_order_number() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let link = quote(&app, &officer, &reference, &[]).await;
    let visitor = app.visitor();

    let shown = visitor.get(&link).await;
    shown.assert_has("£1,291").assert_has("For up to 12 people. No more can take part.");
    shown.assert_has("Cancel up to 28 days before the date and nothing is owed.");
    shown.assert_has("Until the end of Wednesday 1 July 2026").assert_lacks("Accepted by");
    assert!(shown.header("x-robots-tag").contains("noindex"));
    let empty = visitor.submit(shown.form(&format!("{link}/acceptance"))).await;
    empty.assert_status(422);
    assert!(empty.error_of("agreed").contains("Tick the box"));

    accept(&visitor, &link).await.assert_has("Accepted by Idris Fenwick (Head of Service)").assert_has("4711");

    app.run_jobs().await;
    let mail = app.mail();
    mail.to(CONTACT).assert_says("Idris Fenwick has accepted").assert_says("4711").assert_says("£1,291");
    mail.to(&officer.email).assert_says("has accepted the quote");
    officer.get(&desk(&reference)).await.assert_has("Set the date").assert_has("Head of Service");
}

#[actix_web::test]
async fn inh_3_a_replaced_version_is_refused_and_offers_the_current_one() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let first = quote(&app, &officer, &reference, &[]).await;
    let visitor = app.visitor();
    let open = visitor.get(&first).await.form(&format!("{first}/acceptance"));
    let second = quote(&app, &officer, &reference, &[("unit-1", "1000")]).await;

    let late = visitor.submit(open.fill_all(&[("name", "Idris Fenwick"), ("role", "Head")]).tick("agreed")).await;

    late.assert_status(409).assert_has("has been replaced");
    assert_eq!(late.link("See the current version"), second);
    assert!(visitor.get(&first).await.forms().iter().all(|form| !form.action.contains("acceptance")));
    visitor.get(&second).await.assert_has("£1,091").assert_has("version 2");
    accept(&visitor, &second).await.assert_has("Accepted by Idris Fenwick");
    visitor.get(&first).await.assert_has("This version has been replaced");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn inh_2_a_quote_may_be_accepted_until_the_last_moment_of_its_last_london_day() {
    for (offset, wanted) in [(-1, 200), (0, 409)] {
        let app = spawn_app().await;
        let officer = officer(&app).await;
        let reference = enquire(&app, &[]).await;
        app.ignore_mail();
        let link = quote(&app, &officer, &reference, &[("valid_until", "2026-06-10")]).await;
        let visitor = app.visitor();
        let form = visitor.get(&link).await.form(&format!("{link}/acceptance"));
        let midnight: nairo::kernel::Instant = "2026-06-10T23:00:00Z".parse().unwrap();

        app.advance(midnight - app.now() + chrono::Duration::microseconds(offset));
        let form = form.fill_all(&[("name", "Idris Fenwick"), ("role", "Head")]).tick("agreed");
        let page = visitor.submit(form).await;

        assert_eq!(page.status.as_u16(), wanted, "{offset}");
        app.run_jobs().await;
        app.ignore_mail();
    }
}

#[actix_web::test]
async fn an_offer_that_ran_out_is_closed_and_a_new_version_opens_it_again() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let link = quote(&app, &officer, &reference, &[("valid_until", "2026-06-02")]).await;

    app.advance(chrono::Duration::days(3));
    app.run_jobs().await;
    app.sign_in(&officer).await;

    officer.get(&desk(&reference)).await.assert_has("Quote expired");
    app.visitor().get(&link).await.assert_has("Its last day was Tuesday 2 June 2026");
    let second = quote(&app, &officer, &reference, &[]).await;
    app.visitor().get(&link).await.assert_has("See the current version");
    accept(&app.visitor(), &second).await.assert_has("Accepted by");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn a_draft_is_seen_by_officers_only_and_what_was_sent_stays_as_it_was() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let base = desk(&reference);
    let form = officer.get(&format!("{base}/quotes/new")).await.form(&format!("{base}/quotes"));
    let draft = officer.submit(form.fill("unit-1", "500")).await;
    draft.assert_has("£500").assert_has("not sent yet");

    let over = officer.get(&format!("{base}/quotes/new")).await.form(&format!("{base}/quotes"));
    let over = officer.submit(over.fill("unit-1", "600")).await;
    assert_eq!(over.path, draft.path, "a draft is written over");
    let send = over.form(&format!("{}/sending", over.path));
    officer.submit(send.clone()).await.assert_has("on its way");
    let twice = officer.submit(send).await;

    twice.assert_has("sent or written anew");
    officer.get(&over.path).await.assert_has("£600").assert_lacks("Send the quote");
    app.run_jobs().await;
    assert_eq!(app.mail().lines().iter().filter(|line| line.starts_with(CONTACT)).count(), 1);
}

#[actix_web::test]
async fn a_link_that_was_tampered_with_or_is_for_something_else_opens_nothing() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let reference = enquire(&app, &[]).await;
    app.ignore_mail();
    let link = quote(&app, &officer, &reference, &[]).await;
    let visitor = app.visitor();
    let token = link.trim_start_matches("/in-house-quote/");

    for path in
        [format!("{link}x"), link.replace('A', "B"), format!("/in-house-register/{token}"), format!("/manage/{token}")]
    {
        if path != link {
            visitor.get(&path).await.assert_status(404);
        }
    }
}
