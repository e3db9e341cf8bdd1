//! The money on one person's page: read by whoever looks after members, moved by the treasurer only.

use nairo::kernel::{Pence, Role};
use nairo::members::membership::OrderKind;
use nairo::payments::{NewCharge, NewLine, Payer, PayerKind, Purpose, VatTreatment, raise_charge};

use super::reference_of;
use crate::support::app::{TestApp, spawn_app};
use crate::support::page::Page;
use crate::support::people::Person;

/// A charge that has nothing to do with a membership.
async fn charge_for_training(app: &TestApp, person: &Person) -> String {
    let line = NewLine {
        purpose: Purpose::Place(1),
        description: "A place".to_owned(),
        vat: VatTreatment::Exempt,
        list_price: Pence::new(9_000),
        discount: Pence::ZERO,
        fund: "general".to_owned(),
        activity: "training".to_owned(),
    };
    let kind = PayerKind::Person(Some(person.id));
    let payer = Payer { kind, name: person.name.clone(), email: person.email.clone() };
    let charge = NewCharge { payer, description: "A place on a course".to_owned(), lines: vec![line] };
    let (now, tokens) = (app.now(), app.state.tokens.as_ref());
    let raised = app.state.db.write_tx(async |tx| raise_charge(tx, tokens, charge, now).await).await;
    raised.unwrap().reference
}

/// What stands in the cells of this heading, in the order of the rows.
fn cells(page: &Page, heading: &str) -> Vec<String> {
    let root = page.root();
    let cells = root.named("td").into_iter().filter(|cell| cell.attr("data-label") == Some(heading));
    cells.map(|cell| cell.text()).collect()
}

#[actix_web::test]
async fn the_membership_officer_reads_what_a_membership_cost_and_what_came_of_it() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let path = format!("/admin/members/{}", reference_of(&app, asha.id).await);

    let page = officer.get(&path).await;
    page.assert_has("Money for the membership, the latest first").assert_has("Associate: joining");
    page.assert_has("£40 by card on 1 June 2026");
    assert_eq!((cells(&page, "Paid"), cells(&page, "Refunded")), (vec!["£40".to_owned()], vec!["–".to_owned()]));
    asha.submit(asha.get("/account/leaving").await.form("/account/leaving")).await;
    app.settle().await;
    app.ignore_mail();
    let training = charge_for_training(&app, &asha).await;

    let page = officer.get(&path).await;
    page.assert_lacks(&training);
    assert_eq!((cells(&page, "Paid"), cells(&page, "Refunded")), (vec!["£40".to_owned()], vec!["£40".to_owned()]));
    let all = app.admin().await.get(&path).await;
    all.assert_has("Money, the latest first").assert_has(&training).assert_has("£90");
    assert_eq!(all.link(&training), format!("/admin/money/charges/{training}"));
}

#[actix_web::test]
async fn no_link_of_the_membership_officers_page_is_forbidden_to_them() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    let ben = app.person("Ben").await;
    app.order(ben.id, OrderKind::Joining, "associate").await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let charge = app.picture(asha.id).await.terms[0].charge_reference.clone().unwrap();

    let mut forbidden = Vec::new();
    for person_id in [asha.id, ben.id] {
        let page = officer.get(&format!("/admin/members/{}", reference_of(&app, person_id).await)).await;
        page.assert_has("The treasurer records payments").assert_lacks("Record a payment");
        for target in page.targets().into_iter().filter(|target| target.starts_with("/admin")) {
            let answer = officer.get_once(&target).await;
            forbidden.extend((answer.status.as_u16() == 403).then_some(target));
        }
    }

    assert!(forbidden.is_empty(), "{forbidden:?}");
    officer.get(&format!("/admin/money/charges/{charge}")).await.assert_status(403);
}

#[actix_web::test]
async fn a_treasurer_who_records_a_payment_is_led_back_to_the_money() {
    let app = spawn_app().await;
    app.membership_types().await;
    let ben = app.person("Ben").await;
    app.order(ben.id, OrderKind::Joining, "associate").await;
    let treasurer = app.officer(Role::Treasurer).await;
    let path = format!("/admin/members/{}/payment", reference_of(&app, ben.id).await);

    let page = treasurer.get(&path).await;

    assert_eq!(page.link("Leave it as it is"), "/admin/money");
    assert!(page.targets().iter().all(|target| target == &path || !target.starts_with("/admin/members")));
}
