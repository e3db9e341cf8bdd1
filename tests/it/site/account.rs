//! A person's own first page.

use crate::support::spawn_app;

#[actix_web::test]
async fn a_member_reads_where_they_stand() {
    let app = spawn_app().await;
    let asha = app.member("Asha").await;

    let page = asha.get("/account").await;

    page.assert_status(200)
        .assert_has("Asha Example")
        .assert_has(&asha.email)
        .assert_has("You are a member until the end of");
    page.assert_has("No bookings yet");
}

#[actix_web::test]
async fn somebody_else_must_sign_in_first() {
    let app = spawn_app().await;

    let page = app.visitor().get_once("/account").await;

    page.assert_status(303);
    assert_eq!(page.header("location"), "/sign-in?next=%2Faccount");
}

#[actix_web::test]
async fn somebody_who_is_no_member_is_told_how_to_join() {
    let app = spawn_app().await;
    let ben = app.person("Ben").await;

    ben.get("/account").await.assert_has("You are not a member.").assert_has("See what members get");
}
