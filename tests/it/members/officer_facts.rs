//! What officers put on record about a membership, and what it does.

use nairo::kernel::{Pence, Role};
use nairo::members::membership::{
    Basis, ByOfficer, EndTerm, ExtendMembership, FOR_LIFE, NoteContact, OfficerActError, OfficerTerm, OpenOrderError,
    OrderKind, ProposeRemoval, RecordDeath, RevokeFact, Standing, Status, Suspend, WaivePrice, confirm_removal,
    end_term, explain, extend_membership, give_officer_term, note_contact, propose_removal, record_death, revoke_fact,
    send_reminders, suspend, waive_price,
};

use super::order_desk::day;
use crate::support::{TestApp, spawn_app};

impl TestApp {
    async fn by(&self, reason: &str) -> ByOfficer {
        ByOfficer { officer_id: self.officer(Role::MembershipOfficer).await.id, reason: reason.to_owned() }
    }
}

#[actix_web::test]
async fn a_suspended_member_has_no_rights_until_it_ends_or_is_lifted() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    let by = app.by("A complaint is being looked into").await;
    let until = Some(day("2026-06-30"));

    let command = Suspend { person_id: asha.id, from: app.today(), until, by: by.clone() };
    let fact_id = suspend(&app.state, command.clone()).await.unwrap();
    assert!(matches!(suspend(&app.state, command).await, Err(OfficerActError::OnRecordAlready)));

    let picture = app.picture(asha.id).await;
    assert_eq!(picture.standing, Standing::Suspended { since: app.today(), until });
    assert!(!picture.standing.is_member() && !picture.standing.gives_member_price());
    assert!(explain(&picture).iter().any(|fact| fact.words.contains("A complaint is being looked into")));
    assert!(picture.chain().standing_on(day("2026-07-01")).is_member());
    revoke_fact(&app.state, RevokeFact { person_id: asha.id, fact_id, by: by.clone() }).await.unwrap();
    assert!(app.picture(asha.id).await.standing.is_member());
    let again = revoke_fact(&app.state, RevokeFact { person_id: asha.id, fact_id, by }).await;
    assert!(matches!(again, Err(OfficerActError::NothingToTakeBack)));
}

#[actix_web::test]
async fn a_removed_member_comes_back_only_through_the_trustees() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(20);
    let by = app.by("Brought the association into disrepute").await;
    let mut command =
        ProposeRemoval { person_id: asha.id, from: app.today(), minute_reference: " ".to_owned(), by: by.clone() };
    assert!(matches!(propose_removal(&app.state, command.clone()).await, Err(OfficerActError::NoMinute)));
    command.minute_reference = "2026/17".to_owned();
    let proposal = propose_removal(&app.state, command).await.unwrap();
    let second = app.officer(Role::Trustee).await;
    let fact_id = confirm_removal(&app.state, proposal, second.id).await.unwrap();
    app.run_jobs().await;

    app.mail_about("has been ended").assert_says("Brought the association into disrepute");
    assert_eq!(app.picture(asha.id).await.standing, Standing::Removed { from: app.today() });
    let back = app.try_order(asha.id, OrderKind::Rejoining, "associate").await;
    assert!(matches!(back, Err(OpenOrderError::NeedsApplication)), "{back:?}");
    revoke_fact(&app.state, RevokeFact { person_id: asha.id, fact_id, by }).await.unwrap();
    assert_eq!(
        app.picture(asha.id).await.standing,
        Standing::Active { ends_on: day("2027-05-31"), member_price: true }
    );
}

#[actix_web::test]
async fn a_death_stops_every_message_and_the_membership() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    let by = app.by("Her sister wrote to us").await;
    app.days_pass(320);
    app.order(asha.id, OrderKind::Renewal, "associate").await;

    let command = RecordDeath { person_id: asha.id, died_on: app.today(), by };
    record_death(&app.state, command).await.unwrap();
    nairo::members::membership::send_reminders(&app.state, app.now()).await.unwrap();
    super::signing_in::ask_for_code(&app.visitor(), &asha.email).await;
    app.settle().await;
    app.days_pass(60);
    app.run_jobs().await;

    app.mail().assert_none();
    let picture = app.picture(asha.id).await;
    assert_eq!(picture.status, Status::Deceased);
    assert!(picture.open_order.is_none());
    let future = RecordDeath { person_id: asha.id, died_on: app.today().succ_opt().unwrap(), by: app.by("x").await };
    assert!(matches!(record_death(&app.state, future).await, Err(OfficerActError::DatesDoNotFit)));
}

#[actix_web::test]
async fn a_contact_stops_reminders_until_its_day() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    app.days_pass(320);
    let by = app.by("Spoke on the telephone").await;
    let too_long = NoteContact { person_id: asha.id, until: day("2027-12-31"), by: by.clone() };
    assert!(matches!(note_contact(&app.state, too_long).await, Err(OfficerActError::DatesDoNotFit)));
    note_contact(&app.state, NoteContact { person_id: asha.id, until: day("2027-04-25"), by }).await.unwrap();

    assert_eq!(send_reminders(&app.state, app.now()).await.unwrap(), 0);
    app.days_pass(9);
    assert_eq!(send_reminders(&app.state, app.now()).await.unwrap(), 1);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn an_extension_follows_the_term_and_is_on_record() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    let by = app.by("We were late with the card").await;
    let ends_on = day("2027-08-31");

    let given =
        extend_membership(&app.state, ExtendMembership { person_id: asha.id, ends_on, by: by.clone() }).await.unwrap();
    let back = extend_membership(&app.state, ExtendMembership { person_id: asha.id, ends_on, by }).await;

    assert_eq!(given.ends_on, ends_on);
    assert!(matches!(back, Err(OfficerActError::DatesDoNotFit)));
    assert_eq!(app.picture(asha.id).await.standing, Standing::Active { ends_on, member_price: true });
}

#[actix_web::test]
async fn a_price_is_let_go_for_an_open_order_and_without_one() {
    let app = spawn_app().await;
    app.membership_types().await;
    let (asha, ben) = (app.person("Asha").await, app.person("Ben").await);
    let order = app.order(asha.id, OrderKind::Joining, "associate").await;
    let by = app.by("Hardship").await;

    for person in [&asha, &ben] {
        let command = WaivePrice { person_id: person.id, type_code: "full".to_owned(), by: by.clone() };
        waive_price(&app.state, command).await.unwrap();
    }
    let nothing =
        WaivePrice { person_id: ben.id, type_code: "full".to_owned(), by: ByOfficer { reason: " ".to_owned(), ..by } };
    assert!(matches!(waive_price(&app.state, nothing).await, Err(OfficerActError::NoReason)));
    app.run_jobs().await;
    app.ignore_mail();

    assert_eq!(app.picture(asha.id).await.terms[0].type_code, "associate");
    assert_eq!(app.picture(ben.id).await.terms[0].type_code, "full");
    assert_eq!(app.picture(asha.id).await.terms[0].price, Pence::ZERO);
    assert_eq!(app.money_of(order.charge_id.unwrap()).await.outstanding, Pence::ZERO);
}

#[actix_web::test]
async fn honorary_life_and_complimentary_terms_are_given_with_a_reason() {
    let app = spawn_app().await;
    app.membership_types().await;
    let (asha, ben, cleo) = (app.associate("Asha").await, app.person("Ben").await, app.associate("Cleo").await);
    let by = app.by("For thirty years of work").await;
    app.days_pass(10);
    let term = |person_id, basis| OfficerTerm {
        person_id,
        type_code: "full".to_owned(),
        basis,
        starts_on: app.today(),
        ends_on: None,
        by: by.clone(),
    };

    give_officer_term(&app.state, term(asha.id, Basis::Life)).await.unwrap();
    let honorary = give_officer_term(&app.state, term(ben.id, Basis::Honorary)).await.unwrap();
    let meets = give_officer_term(&app.state, term(cleo.id, Basis::Complimentary)).await;

    let life = app.picture(asha.id).await;
    assert_eq!((life.status, life.standing.words().as_str()), (Status::Life, "You are a member for life."));
    assert!(life.renewal.is_none() && life.chain().standing_on(day("2090-01-01")).is_member());
    assert_eq!(life.continuous_since, Some(day("2026-06-01")));
    assert_eq!(app.picture(ben.id).await.status, Status::Honorary);
    assert_eq!(honorary.ends_on, day("2027-06-10"));
    assert!(matches!(meets, Err(OfficerActError::Overlaps { until }) if until == day("2027-05-31")), "{meets:?}");
    assert_ne!(FOR_LIFE, honorary.ends_on);
}

#[actix_web::test]
async fn an_officer_ends_a_term_that_was_given_in_error() {
    let app = spawn_app().await;
    app.membership_types().await;
    let asha = app.associate("Asha").await;
    let term_id = app.picture(asha.id).await.terms[0].id;
    let by = app.by("Given to the wrong Asha").await;
    let ends = |last_day| EndTerm { person_id: asha.id, term_id, last_day, by: by.clone() };

    assert!(matches!(end_term(&app.state, ends(day("2027-05-31"))).await, Err(OfficerActError::DatesDoNotFit)));
    end_term(&app.state, ends(day("2026-05-31"))).await.unwrap();

    assert_eq!(app.picture(asha.id).await.standing, Standing::None);
}
