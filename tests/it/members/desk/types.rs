//! Types of membership and their prices, by officers.

use nairo::kernel::{Pence, Role};
use nairo::members::membership::{AppliedForBy, NewMembershipType, TypeVersion, create_membership_type, offered_types};

use crate::support::app::{TestApp, spawn_app};
use crate::support::people::{Person, full_membership};

async fn make_student_type(officer: &Person) {
    let form = officer.get("/admin/membership-types/new").await.form("/admin/membership-types/new");
    let form = form.fill_all(&[
        ("code", "student"),
        ("valid_from", "2026-06-01"),
        ("name", "Student"),
        ("who_for", "Students of social work"),
        ("rights", "Meetings\nA newsletter"),
        ("joining_price", "20"),
        ("renewal_price", "22.50"),
    ]);
    let page = officer.submit(form).await;
    assert_eq!(page.flash(), "The type is there.");
}

async fn prices_on(app: &TestApp, day: &str) -> Vec<(Pence, Pence)> {
    let types = offered_types(app.state.db.reader(), day.parse().unwrap()).await.unwrap();
    types.into_iter().map(|kind| (kind.version.joining_price, kind.version.renewal_price)).collect()
}

#[actix_web::test]
async fn a_type_is_made_changed_from_a_day_on_and_closed() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;
    make_student_type(&officer).await;

    let form = officer.get("/admin/membership-types/student/versions").await;
    let form = form.form("/admin/membership-types/student/versions");
    assert_eq!(form.value("renewal_price"), Some("22.50"));
    let changed = form.fill_all(&[("valid_from", "1 apr 2027"), ("joining_price", "25")]);
    let page = officer.submit(changed).await;
    page.assert_has("To come").assert_has("In force").assert_has("1 April 2027").assert_has("£25");
    assert!(page.flash().contains("keep what they have"));
    assert_eq!(prices_on(&app, "2027-03-31").await, [(Pence::new(2_000), Pence::new(2_250))]);
    assert_eq!(prices_on(&app, "2027-04-01").await, [(Pence::new(2_500), Pence::new(2_250))]);

    let closing = page.form("/admin/membership-types/student/closing").fill("closed_on", "2026-09-01");
    officer.submit(closing).await.assert_has("Closes on 1 September 2026");
    assert_eq!(prices_on(&app, "2026-09-01").await, []);
    officer.get("/admin/membership-types").await.assert_has("From 1 April 2027: £25 to join, £22.50 to renew");
    let audit = app.admin().await.get("/admin/audit").await;
    audit.assert_has("Membership type created").assert_has("Membership type version written");
    audit.assert_has("Membership type closed");
}

#[actix_web::test]
async fn what_was_in_force_and_what_people_have_taken_is_never_rewritten() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let asha = app.person("Asha").await;
    app.give_term(&asha, "2020-01-01".parse().unwrap()).await;
    let path = "/admin/membership-types/full/versions";
    let try_from = async |day: &str| {
        let form = officer.get(path).await.form(path).fill("valid_from", day).fill("joining_price", "99");
        officer.submit(form).await
    };

    let past = try_from("2020-01-01").await;
    assert!(past.assert_status(409).error_of("valid_from").starts_with("Enter today or a day to come"));

    try_from("2026-06-01").await.assert_status(200);
    app.give_term(&asha, "2026-06-01".parse().unwrap()).await;
    let taken = try_from("2026-06-01").await;
    assert!(taken.assert_status(409).error_of("valid_from").starts_with("People have taken a term"));
    try_from("2026-06-02").await.assert_status(200);
    try_from("2026-06-02").await.assert_status(200);
}

#[actix_web::test]
async fn a_form_with_faults_says_each_beside_its_field_and_keeps_what_was_typed() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;
    make_student_type(&officer).await;

    let form = officer.get("/admin/membership-types/new").await.form("/admin/membership-types/new");
    let page = officer.submit(form.clone().fill("name", "<b>O’Neill</b>").fill("term_months", "99")).await;
    page.assert_status(422);
    for field in ["code", "who_for", "term_months", "joining_price", "renewal_price"] {
        assert!(!page.error_of(field).is_empty(), "{field}");
    }
    assert_eq!(page.form("/admin/membership-types/new").value("name"), Some("<b>O’Neill</b>"));

    let twice = form.fill_all(&[
        ("code", "student"),
        ("name", "Student again"),
        ("who_for", "Students"),
        ("joining_price", "1"),
        ("renewal_price", "1"),
    ]);
    assert_eq!(officer.submit(twice).await.assert_status(409).error_of("code"), "Another type has this code");
}

#[actix_web::test]
async fn a_type_for_the_invited_is_still_read_and_can_no_longer_be_made() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let now = app.now();
    let version = TypeVersion { applied_for_by: AppliedForBy::Invitation, ..full_membership().version };
    let fellow = NewMembershipType { code: "fellow".to_owned(), version, ..full_membership() };
    app.state.db.write_tx(async |tx| create_membership_type(tx, fellow, now).await).await.unwrap();

    officer.get("/admin/membership-types/fellow").await.assert_has("Somebody who was invited");
    let path = "/admin/membership-types/fellow/versions";
    let page = officer.get(path).await;
    page.assert_lacks("Somebody who was invited");
    let form = page.form(path).fill("joining_price", "40");
    let refused = officer.submit(form.clone()).await;
    assert_eq!(refused.assert_status(422).error_of("applied_for_by"), "Choose who may ask for it");
    let saved = officer.submit(form.choose("applied_for_by", "anyone")).await;

    saved.assert_has("To come").assert_has("Anybody, on the join page").assert_has("Somebody who was invited");
}
