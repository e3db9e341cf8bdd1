//! What officers do about a membership: each act with its reason, its effect and its entry in the audit.

use chrono::{Duration, NaiveDate};
use nairo::kernel::Role;
use nairo::members::membership::{Status, load_chain, load_picture, status_on};

use super::reference_of;
use crate::support::app::{TestApp, spawn_app};
use crate::support::page::Page;
use crate::support::people::Person;

/// An officer at the desk, and the record they have open.
struct Desk {
    officer: Person,
    person_id: i64,
    path: String,
}

impl Desk {
    async fn open(app: &TestApp, person: &Person) -> Self {
        let path = format!("/admin/members/{}", reference_of(app, person.id).await);
        Self { officer: app.officer(Role::MembershipOfficer).await, person_id: person.id, path }
    }

    async fn act(&self, act: &str, fields: &[(&str, &str)]) -> Page {
        let path = format!("{}/acts/{act}", self.path);
        let form = self.officer.get(&path).await.form(&path);
        self.officer.submit(form.fill_all(fields)).await
    }

    async fn status(&self, app: &TestApp, on: NaiveDate) -> Status {
        status_on(&load_chain(app.state.db.reader(), self.person_id).await.unwrap(), on)
    }
}

#[actix_web::test]
async fn a_suspension_takes_rights_until_its_day_and_can_be_taken_back() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    let desk = Desk::open(&app, &sian).await;
    let today = app.today();

    let without = desk.act("suspension", &[("from", "2026-06-01"), ("reason", "")]).await;
    assert_eq!(without.assert_status(422).error_of("reason"), "Enter the reason");
    let backwards = desk.act("suspension", &[("from", "2026-06-10"), ("until", "2026-06-01"), ("reason", "x")]).await;
    backwards.assert_status(409).assert_has("These dates do not fit");
    let page =
        desk.act("suspension", &[("from", "1/6/2026"), ("until", "30 jun 2026"), ("reason", "A complaint")]).await;
    page.assert_has("suspended from 1 June 2026")
        .assert_has("A complaint")
        .assert_has("From 1 June 2026 to 30 June 2026");

    assert_eq!(desk.status(&app, today).await, Status::Suspended);
    assert_eq!(desk.status(&app, today + Duration::days(30)).await, Status::Current);
    let back = desk.officer.get(&page.link("Take back")).await;
    let form = back.form(&format!("{}/facts/*", desk.path)).fill("reason", "Withdrawn");
    desk.officer.submit(form).await.assert_has("It is taken back.").assert_has("Taken back");
    assert_eq!(desk.status(&app, today).await, Status::Current);
}

#[actix_web::test]
async fn a_removal_names_its_minute_ends_the_term_and_tells_the_member() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    let desk = Desk::open(&app, &sian).await;

    let without = desk.act("removal", &[("from", "2026-06-02"), ("minute", ""), ("reason", "Conduct")]).await;
    assert!(!without.assert_status(422).error_of("minute").is_empty());
    let fields = [("from", "2026-06-02"), ("minute", "Trustees, 1 June, item 4"), ("reason", "Conduct")];
    let page = desk.act("removal", &fields).await;

    page.assert_has("waits for a second person. Nothing has changed yet.").assert_has("decided under Removals");
    assert_eq!(desk.status(&app, app.today() + Duration::days(1)).await, Status::Current);
    let trustee = app.officer(Role::Trustee).await;
    let waiting = trustee.get("/admin/removals").await;
    trustee
        .submit(waiting.form("/admin/removals/1/confirmation"))
        .await
        .assert_has("The membership ends by the resolution");
    let page = desk.officer.get(&desk.path).await;
    page.assert_has("minute Trustees, 1 June, item 4").assert_has("Ended on 1 June 2026");
    assert_eq!(desk.status(&app, app.today()).await, Status::Due, "today is the last day");
    assert_eq!(desk.status(&app, app.today() + Duration::days(1)).await, Status::Removed);
    app.run_jobs().await;
    assert!(app.all_mail().iter().any(|mail| mail.text.contains("Conduct")));
}

#[actix_web::test]
async fn a_death_ends_everything_and_leaves_no_act_but_taking_it_back() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    let desk = Desk::open(&app, &sian).await;

    let future = desk.act("death", &[("died_on", "2026-06-02"), ("reason", "A letter")]).await;
    future.assert_status(409);
    let page = desk.act("death", &[("died_on", "2026-05-30"), ("reason", "A letter from her sister")]).await;

    page.assert_has("Died on 30 May 2026. No message is sent to them any more.").assert_lacks("Suspend");
    assert_eq!(desk.status(&app, app.today()).await, Status::Deceased);
    let again = desk.officer.get(&format!("{}/acts/suspension", desk.path)).await;
    assert!(again.flash().contains("cannot be done"));
}

#[actix_web::test]
async fn extending_and_free_terms_keep_the_chain_whole() {
    let app = spawn_app().await;
    let (sian, ben) = (app.member("Siân O’Neill").await, app.person("Ben Cole").await);
    let desk = Desk::open(&app, &sian).await;

    let page = desk.act("extension", &[("ends_on", "2027-06-30"), ("reason", "A mistake of ours")]).await;
    page.assert_has("The membership now runs until 30 June 2027.");
    desk.act("extension", &[("ends_on", "2029-01-01"), ("reason", "x")]).await.assert_status(409);

    let desk = Desk { person_id: ben.id, path: format!("/admin/members/{}", reference_of(&app, ben.id).await), ..desk };
    let fields = [("basis", "complimentary"), ("type", "full"), ("starts_on", "2026-06-01"), ("reason", "Our speaker")];
    desk.act("free-term", &fields).await.assert_has("The term is given. Their number is 1002.");
    desk.act("free-term", &fields).await.assert_status(409).assert_has("until the end of");
    let life = [("basis", "life"), ("type", "full"), ("starts_on", "2026-06-01"), ("reason", "Resolved in May")];
    desk.act("free-term", &life).await.assert_has("for life");
    assert_eq!(desk.status(&app, app.today()).await, Status::Life);
    let paid = [("basis", "complimentary"), ("reason", "x")];
    let path = format!("{}/acts/free-term", desk.path);
    let form = desk.officer.get(&path).await.form(&path).fill_all(&paid).set("basis", "paid");
    assert!(!desk.officer.submit(form).await.assert_status(422).error_of("basis").is_empty());
}

#[actix_web::test]
async fn a_cheque_in_two_parts_becomes_the_term_of_an_order_the_officer_opened() {
    let app = spawn_app().await;
    let sian = app.person("Siân O’Neill").await;
    app.give_term(&sian, app.today() - Duration::days(465)).await;
    let desk = Desk::open(&app, &sian).await;
    let page = desk.act("order", &[("type", "full"), ("reason", "She rang; a cheque is coming")]).await;
    page.assert_has("is open. The treasurer records").assert_has("Joining again");
    let treasurer = app.officer(Role::Treasurer).await;
    let path = format!("{}/payment", desk.path);
    let pay = async |pounds: &str, what: &str| {
        let form = treasurer.get(&path).await.form(&path);
        let fields = [("amount", pounds), ("value_on", "2026-05-29"), ("bank_reference", what)];
        let page = treasurer.submit(form.fill_all(&fields)).await;
        app.run_jobs().await;
        page
    };

    assert!(!pay("0", "cheque 000123").await.assert_status(422).error_of("amount").is_empty());
    pay("20", "cheque 000123").await.assert_has("£20 received is written down");
    treasurer.get(&path).await.assert_has("£30");
    pay("30", "cheque 000124").await;
    app.ignore_mail();

    let picture = load_picture(app.state.db.reader(), sian.id, app.today()).await.unwrap();
    assert_eq!(picture.status, Status::Current);
    assert_eq!(picture.number, Some(1001));
    let first_day = picture.current_term().unwrap().term.starts_on;
    assert_eq!(first_day, app.today(), "no earlier than the day the order was opened");
    treasurer.get(&path).await.assert_status(404);
}

#[actix_web::test]
async fn a_waiver_contact_and_a_resignation_say_what_they_did() {
    let app = spawn_app().await;
    let (sian, ben) = (app.member("Siân O’Neill").await, app.person("Ben Cole").await);
    let desk = Desk::open(&app, &ben).await;
    desk.act("waiver", &[("type", "full"), ("reason", "Hardship")]).await.assert_has("The price is waived");
    assert_eq!(desk.status(&app, app.today()).await, Status::Current);

    let desk =
        Desk { person_id: sian.id, path: format!("/admin/members/{}", reference_of(&app, sian.id).await), ..desk };
    desk.act("contact", &[("until", "2026-07-01"), ("reason", "Her invoice")]).await.assert_has("1 July 2026");
    desk.act("contact", &[("until", "2027-07-01"), ("reason", "x")]).await.assert_status(409);
    let page = desk.act("resignation", &[("reason", "Retires")]).await;
    page.assert_has("Notice is on record. The membership ends on 1 May 2027.").assert_lacks("Record a resignation");
    app.run_jobs().await;
    app.ignore_mail();
    app.admin().await.get("/admin/audit").await.assert_has("Membership left").assert_has("Hardship");
}

#[actix_web::test]
async fn a_term_ended_by_an_officer_is_over_on_its_day() {
    let app = spawn_app().await;
    let sian = app.member("Siân O’Neill").await;
    let desk = Desk::open(&app, &sian).await;
    let ending = desk.officer.get(&desk.path).await.link("End the term");
    let form = desk.officer.get(&ending).await.form(&ending);

    let wrong = desk.officer.submit(form.clone().fill_all(&[("last_day", "2029-01-01"), ("reason", "x")])).await;
    wrong.assert_status(409);
    let page = desk.officer.submit(form.fill_all(&[("last_day", "2026-05-31"), ("reason", "Entered twice")])).await;

    page.assert_has("Ended on 31 May 2026: Entered twice");
    assert_eq!(desk.status(&app, app.today()).await, Status::Lapsed);
}

#[actix_web::test]
async fn nobody_acts_on_their_own_membership() {
    let app = spawn_app().await;
    let orla = app.officer(Role::MembershipOfficer).await;
    let path = format!("/admin/members/{}/acts/waiver", reference_of(&app, orla.id).await);

    let form = orla.get(&path).await.form(&path).fill("reason", "I work hard");
    orla.submit(form).await.assert_status(409).assert_has("This is your own record, so somebody else has to do this.");
}
