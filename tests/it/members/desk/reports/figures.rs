//! Every figure is what is on record: the day of the money, dated facts, the list of councils.

use nairo::audit::Actor;
use nairo::kernel::Role;
use nairo::members::membership::{
    ByOfficer, Leave, OrderKind, ProposeRemoval, RecordDeath, confirm_removal, leave, propose_removal, record_death,
};

use super::{REPORTS, file, load_councils, row, table, works_for};
use crate::members::order_desk::day;
use crate::support::app::{Wishes, spawn_app, spawn_app_with};

#[actix_web::test]
async fn a_renewal_counts_by_the_day_its_money_was_ours() {
    let app = spawn_app().await;
    app.membership_types().await;
    let mut renewed = Vec::new();
    for name in ["Early", "Posted late", "Grace", "Gone"] {
        let person = app.person(name).await;
        app.give_term(&person, day("2025-06-16")).await;
        renewed.push(person);
    }
    let order = app.order(renewed[0].id, OrderKind::Renewal, "full").await;
    app.buy_by_card(renewed[0].id, &order).await;
    let posted = app.order(renewed[1].id, OrderKind::Renewal, "full").await;
    app.days_pass(24);
    // Terms ended on 15 June; today is 25 June, and the transfer had come on the last day.
    app.buy_by_bank(&posted, 6_000, day("2026-06-15")).await;
    let late = app.order(renewed[2].id, OrderKind::Renewal, "full").await;
    app.buy_by_bank(&late, 6_000, day("2026-06-16")).await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let page = officer.get(REPORTS).await;
    assert_eq!(row(&page, "renewals", "June 2026"), ["4", "2", "1", "0", "0", "0", "1", "100 %"]);
    // The last day of grace is 15 July.
    app.days_pass(20);
    app.sign_in(&officer).await;
    assert_eq!(row(&officer.get(REPORTS).await, "renewals", "June 2026")[5..], ["0", "1", "100 %"]);
    app.days_pass(1);
    app.sign_in(&officer).await;
    let page = officer.get(&format!("{REPORTS}?from=2026-06-15&to=2026-06-15")).await;
    assert_eq!(row(&page, "renewals", "June 2026"), ["4", "2", "1", "0", "0", "1", "0", "75 %"]);
    assert_eq!(row(&page, "leaving", "Did not renew"), ["1", "100 %", "0"]);
    officer.get(&format!("{REPORTS}?from=2026-06-16&to=16/7/2026")).await.assert_has("No term ended in this period.");
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn why_members_left_is_what_was_put_on_record() {
    let app = spawn_app().await;
    let officer = app.officer(Role::MembershipOfficer).await;
    let second = app.officer(Role::Trustee).await;
    let by = ByOfficer { officer_id: officer.id, reason: "A letter".to_owned() };
    let mut people = Vec::new();
    for name in ["Retires", "Silent", "Formula", "Removed", "Dies", "Lapses"] {
        let person = app.person(name).await;
        app.give_term(&person, day("2025-06-03")).await;
        people.push(person);
    }
    for (person, reason) in people.iter().zip([Some("I retire"), None, Some("=1+1")]) {
        let command =
            Leave { person_id: person.id, reason: reason.map(str::to_owned), actor: Actor::Person(person.id) };
        leave(&app.state, command).await.unwrap();
    }
    let removal = ProposeRemoval {
        person_id: people[3].id,
        from: app.today(),
        minute_reference: "2026/3".to_owned(),
        by: by.clone(),
    };
    let proposal = propose_removal(&app.state, removal).await.unwrap();
    confirm_removal(&app.state, proposal, second.id).await.unwrap();
    record_death(&app.state, RecordDeath { person_id: people[4].id, died_on: app.today(), by }).await.unwrap();
    // Terms end on 2 June, grace on 2 July.
    app.days_pass(32);
    app.sign_in(&officer).await;

    let page = officer.get(REPORTS).await;

    let (rows, totals) = table(&page, "leaving");
    let told: Vec<(&str, &str)> = rows.iter().map(|row| (row[0].as_str(), row[1].as_str())).collect();
    let wanted = [
        ("Gave notice", "3"),
        ("Did not renew", "1"),
        ("Removed by resolution", "1"),
        ("Died", "1"),
        ("Ended early: money taken back, or a correction", "0"),
    ];
    assert_eq!(told, wanted);
    assert_eq!(totals[1..], ["6", "100 %", "0"]);
    assert_eq!(row(&page, "reasons", "No reason given"), ["1", "33 %", "0"]);
    assert_eq!(row(&page, "reasons", "I retire")[0], "1");
    let lines = file(&officer, "reasons", "").await;
    assert!(lines.iter().any(|line| line[0] == "'=1+1"), "{lines:?}");
    app.ignore_mail();
    app.leave_work();
}

#[actix_web::test]
async fn councils_are_covered_by_who_works_there_today() {
    // Half past midnight in London on 1 April 2027: Surrey has given way to two councils.
    let wishes = Wishes { starts_at: "2027-03-31T23:30:00Z".parse().unwrap(), ..Wishes::default() };
    let app = spawn_app_with(wishes).await;
    load_councils(&app).await;
    let joined =
        [("Cardiff one", "W06000015"), ("Cardiff two", "W06000015"), ("Typed", " acme  LTD"), ("Other", "Acme Ltd")];
    for (name, employer) in joined {
        works_for(&app, &app.member(name).await, employer).await;
    }
    let gone = app.lapsed_member("Gone").await;
    works_for(&app, &gone, "W06000011").await;
    app.member("Nobody says").await;
    let officer = app.officer(Role::MembershipOfficer).await;

    let page = officer.get(REPORTS).await;

    assert_eq!(row(&page, "regions", "Wales"), ["22", "1", "21", "2", "5 %"]);
    // 19 councils, Surrey gone, East and West Surrey come.
    assert_eq!(row(&page, "regions", "England: South East")[..2], ["20", "0"]);
    assert_eq!(row(&page, "regions", "Jersey")[..2], ["1", "0"]);
    let (employers, totals) = table(&page, "employers");
    assert_eq!(employers[0][1..], ["2", "40 %"]);
    assert_eq!(employers.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["2", "2", "1"]);
    assert_eq!((employers[2][0].as_str(), totals[1].as_str()), ("Not given", "5"));
    let root = page.root();
    let without = root.named("section").into_iter().find(|one| one.attr("aria-labelledby") == Some("without")).unwrap();
    let without = without.text();
    assert!(
        without.contains("Swansea") && without.contains("West Surrey") && !without.contains("Cardiff"),
        "{without}"
    );
    let councils = file(&officer, "councils", "").await;
    assert_eq!(councils.len(), 1 + 153 + 1 + 22 + 3);
    assert!(councils.contains(&vec!["Wales: Cardiff".to_owned(), "2".to_owned()]));
}

#[actix_web::test]
async fn who_joined_in_a_year_is_followed_for_three() {
    let app = spawn_app().await;
    // Joined on 29 February 2024: another year would begin on 1 March 2025.
    for (name, starts) in [
        ("Stays", &["2024-02-29", "2025-03-01", "2026-03-01"][..]),
        ("Goes", &["2024-05-01"]),
        ("New", &["2026-05-20"]),
    ] {
        let person = app.person(name).await;
        for starts_on in starts {
            app.give_term(&person, day(starts_on)).await;
        }
    }
    let officer = app.officer(Role::MembershipOfficer).await;

    let page = officer.get(REPORTS).await;

    let half = "1 of 2, 50 %";
    assert_eq!(row(&page, "joining-years", "2024"), ["2", half, half, "–"]);
    assert_eq!(row(&page, "joining-years", "2026"), ["1", "–", "–", "–"]);
    assert_eq!(table(&page, "joining-years").1[1..], ["3", half, half, "–"]);
    let lines = file(&officer, "joining-years", "").await;
    assert_eq!(
        lines[0][..5],
        ["Joined in", "Joined", "After 1 year: members", "After 1 year: of", "After 1 year: percent"]
    );
    assert_eq!(lines[1][..5], ["2024", "2", "1", "2", "50.0"]);
}
