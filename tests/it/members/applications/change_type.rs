//! Members who ask for another type.

use nairo::kernel::Unexpected;
use nairo::members::membership::load_picture;

use super::filling_in::{answer_the_rest, decision, offer_types, officer, question, state_of};
use crate::support::app::{TestApp, spawn_app};
use crate::support::people::Person;

/// A member of this type whose term began thirty days ago.
async fn member_of(app: &TestApp, name: &str, type_code: &str) -> Person {
    use nairo::audit::Actor;
    use nairo::kernel::Pence;
    use nairo::members::membership::{Basis, NewTerm, TermSource, give_term};
    let (person, now) = (app.person(name).await, app.now());
    let term = NewTerm {
        person_id: person.id,
        type_code: type_code.to_owned(),
        basis: Basis::Paid,
        source: TermSource::Joining,
        starts_on: app.today() - chrono::Duration::days(30),
        ends_on: None,
        price: Pence::new(4_000),
        order_id: None,
        charge_id: None,
        money_cleared_at: Some(now),
        actor: Actor::System,
    };
    let given = app
        .state
        .db
        .write_tx(async |tx| give_term(tx, term, now).await.map_err(|error| Unexpected::because(error.to_string())));
    given.await.unwrap();
    person
}

#[actix_web::test]
async fn an_associate_becomes_a_full_member_for_the_difference_after_approval() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let officer = officer(&app).await;
    let asha = member_of(&app, "Asha", "associate").await;
    let page = asha.get("/join/type").await;
    let page = asha.submit(question(&page).choose("type", "full")).await;
    let check = answer_the_rest(&asha, page).await;
    asha.submit(question(&check)).await.assert_has("We have your application");
    let reference = super::filling_in::reference_of(&app, &asha).await;

    let page = officer.get(&format!("/admin/applications/{reference}")).await;
    page.assert_has("To change type: Full member").assert_has("A member today");
    officer.submit(decision(&officer, &reference, "approve").await).await.assert_has("Approved");
    let payment = asha.get("/join/payment").await;
    payment.assert_has("For the days left of your present term").assert_has("£18");
    app.pay(&asha.submit_once(payment.form("/join/payment").press("pay", "card")).await).await;
    app.settle().await;

    let picture = load_picture(app.state.db.reader(), asha.id, app.today()).await.unwrap();
    assert_eq!(picture.current_term().unwrap().type_code, "full");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_full_member_becomes_an_associate_with_the_next_renewal() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = member_of(&app, "Asha", "full").await;
    let page = asha.get("/join/type").await;
    let page = asha.submit(question(&page).choose("type", "associate")).await;
    let check = answer_the_rest(&asha, page).await;

    let done = asha.submit(question(&check)).await;

    done.assert_has("Your type of membership changes on");
    assert_eq!(state_of(&app, &asha).await, "approved");
    let picture = load_picture(app.state.db.reader(), asha.id, app.today()).await.unwrap();
    assert_eq!(picture.current_term().unwrap().type_code, "full");
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn in_grace_a_membership_is_renewed_before_it_is_changed() {
    let app = spawn_app().await;
    offer_types(&app).await;
    let asha = member_of(&app, "Asha", "associate").await;
    app.advance(chrono::Duration::days(345));
    app.sign_in(&asha).await;

    let page = asha.get("/join/type").await;
    let refused = asha.submit(question(&page).choose("type", "full")).await;

    refused.assert_status(409);
    assert!(refused.error_of("type").contains("Renew it in your account first"), "{}", refused.error_of("type"));
    app.leave_work();
    app.ignore_mail();
}
