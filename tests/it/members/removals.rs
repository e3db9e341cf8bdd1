//! A removal by resolution takes two people.

use nairo::kernel::Role;
use nairo::members::membership::{
    ByOfficer, OfficerActError, ProposeRemoval, Standing, confirm_removal, drop_removal, propose_removal,
};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::support::app::{TestApp, spawn_app};
use crate::support::people::Person;

async fn propose(app: &TestApp, member: &Person, officer_id: i64) -> Result<i64, OfficerActError> {
    let command = ProposeRemoval {
        person_id: member.id,
        from: app.today(),
        minute_reference: "2026/17".to_owned(),
        by: ByOfficer { officer_id, reason: "Conduct".to_owned() },
    };
    propose_removal(&app.state, command).await
}

async fn is_member(app: &TestApp, person: &Person) -> bool {
    let standing = nairo::members::standing(app.state.db.reader(), person.id, app.today()).await.unwrap();
    assert!(standing.is_member() || standing == Standing::Removed { from: app.today() });
    standing.is_member()
}

#[actix_web::test]
async fn the_proposer_cannot_confirm_and_neither_can_the_one_it_is_about() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    let (first, second) = (app.officer(Role::MembershipOfficer).await, app.officer(Role::Trustee).await);
    app.give_role(&asha, Role::Trustee).await;
    assert!(matches!(propose(&app, &asha, asha.id).await, Err(OfficerActError::OwnRecord)));

    let id = propose(&app, &asha, first.id).await.unwrap();
    assert!(matches!(propose(&app, &asha, second.id).await, Err(OfficerActError::OnRecordAlready)));
    assert!(matches!(confirm_removal(&app.state, id, first.id).await, Err(OfficerActError::SamePerson)));
    assert!(matches!(confirm_removal(&app.state, id, asha.id).await, Err(OfficerActError::OwnRecord)));
    let drop_it = |officer_id| ByOfficer { officer_id, reason: "I object".to_owned() };
    assert!(matches!(drop_removal(&app.state, id, drop_it(asha.id)).await, Err(OfficerActError::OwnRecord)));
    assert!(is_member(&app, &asha).await, "nothing has changed yet");

    confirm_removal(&app.state, id, second.id).await.unwrap();

    assert!(!is_member(&app, &asha).await);
    assert!(matches!(confirm_removal(&app.state, id, second.id).await, Err(OfficerActError::NothingWaits)));
    app.run_jobs().await;
    app.mail().to(&asha.email).assert_says("Conduct");
}

#[actix_web::test]
async fn it_waits_on_a_page_of_its_own_and_can_be_dropped_with_a_reason() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    let (first, second) = (app.officer(Role::MembershipOfficer).await, app.officer(Role::Trustee).await);
    propose(&app, &asha, first.id).await.unwrap();
    second.get("/admin").await.assert_has("1 removal waits for a second person.");

    let own = first.get("/admin/removals").await;
    own.assert_has("Another person has to confirm it");
    assert!(own.forms().iter().all(|form| !form.action.ends_with("/confirmation")));
    let page = second.get("/admin/removals").await;
    let form = page.form("/admin/removals/1/withdrawal");
    let empty = second.submit(form.clone()).await;
    empty.assert_status(422).assert_has("Enter the reason");
    second.submit(form.fill("reason", "The appeal was upheld")).await.assert_has("It is dropped");

    assert!(is_member(&app, &asha).await);
    second.get("/admin/removals").await.assert_has("No removals are waiting");
    app.admin()
        .await
        .get("/admin/audit")
        .await
        .assert_has("Membership removal dropped")
        .assert_has("The appeal was upheld");
    first.get("/admin/members").await.assert_status(200);
}

#[actix_web::test]
async fn somebody_who_proposed_it_under_a_record_merged_since_does_not_confirm_it() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;
    let (first, kept) = (app.officer(Role::MembershipOfficer).await, app.officer(Role::Trustee).await);
    let id = propose(&app, &asha, first.id).await.unwrap();
    let merged = entity::person::Entity::update_many()
        .col_expr(entity::person::Column::MergedIntoId, Expr::value(kept.id))
        .filter(entity::person::Column::Id.eq(first.id));
    app.state.db.write_tx(async |tx| merged.exec(tx).await).await.unwrap();

    assert!(matches!(confirm_removal(&app.state, id, kept.id).await, Err(OfficerActError::SamePerson)));
    let page = kept.get("/admin/removals").await;
    assert!(page.forms().iter().all(|form| !form.action.ends_with("/confirmation")));

    assert!(is_member(&app, &asha).await);
    let third = app.officer(Role::Trustee).await;
    confirm_removal(&app.state, id, third.id).await.unwrap();
    app.run_jobs().await;
    app.ignore_mail();
}
