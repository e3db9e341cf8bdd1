//! A type that two people approve.

use nairo::members::membership::TypeVersion;

use super::filling_in::{applicant, decision, full, offer, officer, state_of};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn two_different_people_must_approve() {
    let app = spawn_app().await;
    offer(&app, &[("full", TypeVersion { needs_second_decider: true, ..full() })]).await;
    let (first, second) = (officer(&app).await, officer(&app).await);
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    app.run_jobs().await;
    app.ignore_mail();

    let page = first.submit(decision(&first, &reference, "approve").await).await;
    page.assert_has("A second person has to approve as well").assert_has("Two people must approve");
    assert_eq!(state_of(&app, &asha).await, "submitted");
    app.run_jobs().await;
    app.mail().assert_none();
    second.get("/admin/applications").await.assert_has("One person has approved; a second one is needed");
    let again = first.submit(decision(&first, &reference, "approve").await).await;
    again.assert_status(409);
    assert!(again.error_of("decision").contains("a second person has to"), "{}", again.error_of("decision"));

    second.submit(decision(&second, &reference, "approve").await).await.assert_has("Approved. The applicant");

    assert_eq!(state_of(&app, &asha).await, "approved");
    asha.get("/join/payment").await.assert_has("£60");
    app.run_jobs().await;
    app.mail().to(&asha.email).assert_says("£60");
}

#[actix_web::test]
async fn two_first_approvals_at_once_are_a_first_and_a_second() {
    let app = spawn_app().await;
    offer(&app, &[("full", TypeVersion { needs_second_decider: true, ..full() })]).await;
    let (first, second) = (officer(&app).await, officer(&app).await);
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    let forms = (decision(&first, &reference, "approve").await, decision(&second, &reference, "approve").await);

    let answers = futures_util::join!(first.submit_once(forms.0), second.submit_once(forms.1));

    assert_eq!((answers.0.status.as_u16(), answers.1.status.as_u16()), (303, 303));
    assert_eq!(state_of(&app, &asha).await, "approved");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn one_may_refuse_what_another_has_approved() {
    let app = spawn_app().await;
    offer(&app, &[("full", TypeVersion { needs_second_decider: true, ..full() })]).await;
    let (first, second) = (officer(&app).await, officer(&app).await);
    let (asha, reference) = applicant(&app, "Asha", "full").await;
    first.submit(decision(&first, &reference, "approve").await).await.assert_status(200);

    let form = decision(&second, &reference, "refuse").await.choose("reason_code", "other").fill("reason", "No.");
    second.submit(form).await.assert_has("Refused");

    assert_eq!(state_of(&app, &asha).await, "refused");
    app.run_jobs().await;
    app.ignore_mail();
}
