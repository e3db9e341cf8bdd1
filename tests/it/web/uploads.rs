//! Files that come by a personal link: no larger than their form takes, and so many from one client (S12, R17).

use crate::support::spawn_app;

const FILE: &str = "/manage/x/questions/1/file";
const LIST: &str = "/manage/x/names/list";

#[actix_web::test]
async fn s_12_a_personal_link_takes_no_file_larger_than_its_form_asks_for() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let form = visitor.get("/sign-in").await.form("/sign-in");
    let megabytes = |count: usize| vec![b'x'; count * 1024 * 1024];

    for (path, taken, refused) in [(FILE, 5, 7), (LIST, 2, 4)] {
        let form = form.clone().moved_to(path);
        visitor.upload(form.clone(), "a.pdf", &megabytes(taken)).await.assert_status(404);
        visitor.upload(form, "a.pdf", &megabytes(refused)).await.assert_status(413);
    }
}

#[actix_web::test]
async fn s_12_one_client_sends_so_many_files_by_links_in_an_hour_and_no_more() {
    let app = spawn_app().await;
    let visitor = app.visitor();
    let form = visitor.get("/sign-in").await.form("/sign-in").moved_to(FILE);
    for _ in 0..60 {
        visitor.upload(form.clone(), "a.pdf", b"%PDF-").await.assert_status(404);
    }

    visitor.upload(form.clone(), "a.pdf", b"%PDF-").await.assert_status(429);
    app.advance(chrono::Duration::hours(1));
    visitor.upload(form, "a.pdf", b"%PDF-").await.assert_status(404);
}
