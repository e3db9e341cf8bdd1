//! The members' directory: who is in it, what is shown, who may look, and messages that give no address away.

use chrono::{Duration, NaiveDate};
use nairo::audit::Actor;
use nairo::kernel::{Pence, Unexpected};
use nairo::members::directory::{DirectoryEntry, Interest, Level, put_entry};
use nairo::members::membership::{Basis, NewMembershipType, TermSource, TypeVersion, create_membership_type};
use nairo::members::{NewTerm, give_term, standing};

use crate::support::app::{TestApp, spawn_app};
use crate::support::people::{Person, full_membership};

const SETTINGS: &str = "/account/directory";

/// Somebody listed, with everything shown.
pub async fn list(app: &TestApp, person: &Person, interests: &[Interest]) {
    let entry = DirectoryEntry {
        is_listed: true,
        name_level: Level::Members,
        region_level: Level::Members,
        employer_level: Level::Members,
        roles_level: Level::Members,
        interests_level: Level::Members,
        about_level: Level::Members,
        takes_messages: true,
        interests: interests.to_vec(),
        about: String::new(),
    };
    let now = app.now();
    app.state.db.write_tx(async |tx| put_entry(tx, person.id, &entry, now).await).await.unwrap();
}

#[actix_web::test]
async fn nobody_is_in_it_who_did_not_ask_and_fields_are_chosen_one_by_one() {
    let app = spawn_app().await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    ben.get("/directory").await.assert_has("Nobody found");

    let form = asha.get(SETTINGS).await.form(SETTINGS);
    assert!(form.value("is_listed").is_none(), "off by default");
    let form = form.tick("is_listed").tick("interest-law").fill("about", "I chair <b>reviews</b>.");
    assert_eq!(form.value("region_level"), Some("trustees"), "the fewest by default");
    let form = form.choose("about_level", "members");
    asha.submit(form).await.assert_has("You are in the directory");

    let page = ben.get("/directory").await;
    page.assert_has("Asha Example").assert_lacks(&asha.email);
    assert!(!page.html.contains("directory-interests"), "the interests were not chosen");
    let shown = ben.get(&page.link("Asha Example")).await;
    shown.assert_has("I chair <b>reviews</b>.").assert_has("takes no messages").assert_lacks("Law and courts");
    ben.get("/directory?interest=law").await.assert_has("Nobody found");
    let form = asha.get(SETTINGS).await.form(SETTINGS).choose("interests_level", "members");
    asha.submit(form).await;
    let found = ben.get("/directory?interest=law").await;
    assert_eq!(found.assert_has("Asha Example").link("Law and courts"), "/directory?interest=law");
}

#[actix_web::test]
async fn one_press_hides_somebody_and_keeps_their_choices() {
    let app = spawn_app().await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    list(&app, &asha, &[Interest::Law]).await;
    let link = ben.get("/directory").await.link("Asha Example");

    let page = asha.get(SETTINGS).await;
    asha.submit(page.form("/account/directory/hiding")).await.assert_has("You are out of the directory");

    ben.get("/directory").await.assert_lacks("Asha Example");
    ben.get(&link).await.assert_status(404);
    assert_eq!(asha.get(SETTINGS).await.form(SETTINGS).value("interest-law"), Some("yes"));
}

#[actix_web::test]
async fn strangers_and_lapsed_members_see_nothing_of_it() {
    let app = spawn_app().await;
    let (asha, old) = (app.member("Asha").await, app.lapsed_member("Old").await);
    list(&app, &asha, &[]).await;
    list(&app, &old, &[]).await;
    let link = asha.get("/directory").await.link("Asha Example");

    app.visitor().get_once("/directory").await.assert_status(303);
    old.get("/directory").await.assert_has("The directory is for members").assert_lacks("Asha Example");
    for path in [link.as_str(), &format!("{link}/messages")] {
        old.get(path).await.assert_status(404);
    }
    asha.get("/directory").await.assert_lacks("Old Example");
}

#[actix_web::test]
async fn searches_are_addresses_with_pages() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    for number in 0..21 {
        let one = app.member(&format!("Member {number:02}")).await;
        list(&app, &one, &[Interest::Research]).await;
    }
    list(&app, &asha, &[]).await;

    let first = asha.get("/directory?interest=research").await;
    first.assert_has("21 members, page 1 of 2").assert_has("Member 00").assert_lacks("Member 20");
    let second = asha.get(&first.link("Next page")).await;
    second.assert_has("Member 20").assert_lacks("Member 00").assert_lacks("Asha Example");
    asha.get("/directory?name=ember+07").await.assert_has("Member 07").assert_lacks("Member 08");
    asha.get("/directory?region=london&nation=England&role=iro").await.assert_has("Nobody found");
    asha.get("/directory?page=zzz&region=%27&name=%00").await.assert_status(200);
}

#[actix_web::test]
async fn a_message_is_passed_on_once_and_tells_only_the_reader_who_wrote() {
    let app = spawn_app().await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    list(&app, &asha, &[]).await;
    let page = ben.get(&ben.get("/directory").await.link("Asha Example")).await;

    let page = ben.get(&page.link("Write to Asha Example")).await;
    page.assert_has(&ben.email).assert_lacks(&asha.email);
    let form = page.form("/directory/*");
    let empty = ben.submit(form.clone()).await;
    assert_eq!(empty.error_of("message"), "Enter the message");
    let form = form.fill("message", "Hello,\r\n<script>may I ask</script> you something?");
    for _ in 0..2 {
        ben.submit(form.clone()).await.assert_has("Your message is on its way to Asha Example");
    }
    app.run_jobs().await;

    let mail = app.mail().only();
    assert_eq!(mail.to, asha.email);
    mail.assert_says("<script>may I ask</script> you something?")
        .assert_says("write to Ben Example at ben@example.org");
}

#[actix_web::test]
async fn a_reported_sender_reaches_that_reader_no_more_and_the_office_hears_of_it() {
    let app = spawn_app().await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    list(&app, &asha, &[]).await;
    let form_address = format!("{}/messages", ben.get("/directory").await.link("Asha Example"));
    let form = ben.get(&form_address).await.form(&form_address);
    ben.submit(form.fill("message", "Hello")).await;
    app.run_jobs().await;
    let link = app.mail().only().link("/report-message/");

    let reader = app.visitor();
    let page = reader.get(&link).await;
    page.assert_has("Ben Example");
    for _ in 0..2 {
        reader.submit(page.form(&link)).await.assert_has("Thank you for telling us");
    }
    app.run_jobs().await;
    app.mail().to("office@example.org").assert_says("has reported a message that Ben Example");
    let form = ben.get(&form_address).await.form(&form_address);
    ben.submit(form.fill("message", "Again")).await.assert_status(409).assert_has("cannot take your message");
}

#[actix_web::test]
async fn so_many_messages_a_day_and_no_more() {
    let app = spawn_app().await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    list(&app, &asha, &[]).await;
    let address = format!("{}/messages", ben.get("/directory").await.link("Asha Example"));

    let mut statuses = Vec::new();
    for number in 0..4 {
        let form = ben.get(&address).await.form(&address).fill("message", &format!("Number {number}"));
        statuses.push(ben.submit_once(form).await.status.as_u16());
    }

    assert_eq!(statuses, [303, 303, 303, 409]);
    app.run_jobs().await;
    assert_eq!(app.mail().lines().len(), 3);
    asha.get(&address).await.assert_status(404);
}

/// Gives a term with these days; `cleared` none for a free one.
async fn term(app: &TestApp, person: &Person, days: (i64, i64), cleared: Option<bool>) {
    let now = app.now();
    let day = |offset: i64| app.today() + Duration::days(offset);
    let new = NewTerm {
        person_id: person.id,
        type_code: "full".to_owned(),
        basis: if cleared.is_some() { Basis::Paid } else { Basis::Complimentary },
        source: TermSource::Officer,
        starts_on: day(days.0),
        ends_on: Some(day(days.1)),
        price: Pence::ZERO,
        order_id: None,
        charge_id: None,
        money_cleared_at: cleared.filter(|cleared| *cleared).map(|_| now),
        actor: Actor::System,
    };
    let given = app
        .state
        .db
        .write_tx(async |tx| give_term(tx, new, now).await.map_err(|error| Unexpected::because(error.to_string())));
    given.await.unwrap();
}

#[actix_web::test]
async fn who_is_shown_is_exactly_who_has_rights_that_day() {
    let app = spawn_app().await;
    let viewer = app.member("Viewer").await;
    let chains: &[&[(i64, i64, Option<bool>)]] = &[
        &[(-10, 10, Some(true))],
        &[(-10, 0, Some(true))],
        &[(-400, -1, Some(true))],
        &[(-400, -30, Some(true))],
        &[(-400, -31, Some(true))],
        &[(-10, 10, Some(false))],
        &[(-400, -5, None)],
        &[(1, 300, Some(true))],
        &[(-400, -40, Some(true)), (-20, 300, Some(false))],
        &[(-800, -100, Some(true)), (-60, -2, None)],
    ];

    let mut people = Vec::new();
    for (number, chain) in chains.iter().enumerate() {
        let person = app.person(&format!("Chain {number:02}")).await;
        for (from, to, cleared) in *chain {
            term(&app, &person, (*from, *to), *cleared).await;
        }
        list(&app, &person, &[]).await;
        people.push(person);
    }

    let page = viewer.get("/directory").await;
    let today: NaiveDate = app.today();
    for (person, chain) in people.iter().zip(chains) {
        let has_rights = standing(app.state.db.reader(), person.id, today).await.unwrap().is_member();
        assert_eq!(page.has(&person.name), has_rights, "{} {chain:?}", person.name);
    }
    let shown = people.iter().filter(|person| page.has(&person.name)).count();
    assert_eq!(shown, 6, "the table holds both kinds");
}

#[actix_web::test]
async fn an_officer_who_is_not_a_member_is_not_offered_to_write_by_the_directory() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    list(&app, &asha, &[]).await;
    let officer = app.officer(nairo::kernel::Role::MembershipOfficer).await;

    let page = officer.get(&officer.get("/directory").await.link("Asha Example")).await;

    page.assert_has("Asha Example").assert_lacks("Write to Asha").assert_lacks("takes no messages");
}

#[actix_web::test]
async fn rules_2_1_members_of_a_type_that_is_kept_out_are_not_found() {
    let app = spawn_app().await;
    let (asha, ben) = (app.member("Asha").await, app.member("Ben").await);
    list(&app, &asha, &[]).await;
    ben.get("/directory").await.assert_has("Asha Example");
    let outside = TypeVersion { is_in_directory: false, ..full_membership().version };
    let fellow = NewMembershipType { code: "fellow".to_owned(), version: outside, ..full_membership() };
    let (now, today) = (app.now(), app.today());
    let term = NewTerm {
        person_id: asha.id,
        type_code: "fellow".to_owned(),
        basis: Basis::Complimentary,
        source: TermSource::Officer,
        starts_on: today,
        ends_on: None,
        price: Pence::ZERO,
        order_id: None,
        charge_id: None,
        money_cleared_at: None,
        actor: Actor::System,
    };
    let given = app.state.db.write_tx(async |tx| {
        create_membership_type(tx, fellow, now).await?;
        give_term(tx, term, now).await.map_err(|error| Unexpected::because(error.to_string()))
    });

    given.await.unwrap();

    ben.get("/directory").await.assert_lacks("Asha Example");
    asha.get(SETTINGS).await.assert_has("Your type of membership is not shown");
    ben.get(SETTINGS).await.assert_lacks("Your type of membership is not shown");
}
