//! What a course covers, with its dates.

use super::{USUAL, half_day, json_ld, training};
use crate::support::spawn_app;

#[actix_web::test]
async fn a_course_says_what_it_covers_and_when_it_comes() {
    let app = spawn_app().await;
    let course = app.course_on_site("The Role of the IRO").await;
    let mut new = training("The Role of the IRO", half_day("2026-09-04"));
    new.course = Some(course);
    let (_, date) = app.on_sale(new, 12, USUAL).await;

    let page = app.visitor().get("/courses/the-role-of-the-iro").await;

    page.assert_status(200);
    for words in [
        "What is a reviewing officer for?",
        "Challenge",
        "Practising officers.",
        "3 hours 30 minutes",
        "£50 for members, £90 for others",
    ] {
        page.assert_has(words);
    }
    assert!(page.targets().contains(&date));
    let data = json_ld(&page).unwrap();
    assert_eq!(data["@type"], "Course");
    assert_eq!(data["hasCourseInstance"][0]["startDate"], "2026-09-04T09:30:00+01:00");
    assert_eq!(data["hasCourseInstance"][0]["courseWorkload"], "PT210M");
}

#[actix_web::test]
async fn courses_are_listed_and_an_empty_list_says_so() {
    let app = spawn_app().await;
    let visitor = app.visitor();

    let none = visitor.get("/courses").await;
    app.course_on_site("The Role of the IRO").await;
    let one = visitor.get("/courses").await;

    none.assert_has("No courses just now");
    assert_eq!(one.link("The Role of the IRO"), "/courses/the-role-of-the-iro");
}
