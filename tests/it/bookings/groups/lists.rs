//! Lists of names, pasted or uploaded: looked through row by row, saved whole or not at all (GRP-2).

use super::{group, names_of, send_list};
use crate::bookings::shop::course;
use crate::support::spawn_app;

#[actix_web::test]
async fn grp_2_a_list_is_shown_row_by_row_and_saved_by_a_second_press() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &["Asha Verma"], 3).await;
    app.ignore_mail();
    let file = "Name,Email\n\
                Siân O'Neill,team@example.org\n\
                Asha Verma,asha.verma@example.org\n\
                =cmd|'/C calc'!A0,evil@example.org\n\
                Nguyễn Thị Hoa,team@example.org\n\
                siân o'neill,TEAM@example.org\n\
                Bo Ng,bo.ng@example.org\n\
                Cy Dee,cy@example.org\n";

    let page = send_list(&visitor, &manage, file.as_bytes()).await;
    assert_eq!(names_of(&app, &event).await, ["Asha Verma", "", "", ""], "nothing is saved by looking");

    page.assert_status(200)
        .assert_has("Row 3: This person already has a place on this date")
        .assert_has("Row 4: A cell begins like a formula")
        .assert_has("Row 6: This person stands in row 2 already")
        .assert_has("Row 8: No place without a name is left for this person")
        .assert_has("Save these 3 names");
    let save = page.forms().into_iter().find(|form| form.value("list").is_some_and(|list| list.contains("Bo Ng")));
    let done = visitor.submit(save.unwrap()).await;
    app.run_jobs().await;
    done.assert_has("3 names saved").assert_lacks("no name yet");
    assert_eq!(names_of(&app, &event).await, ["Asha Verma", "Siân O'Neill", "Nguyễn Thị Hoa", "Bo Ng"]);
    assert_eq!(app.mail().all().len(), 3);
    visitor.get(&format!("{manage}/names")).await.assert_has("Every place of this booking has a name");
}

#[actix_web::test]
async fn a_pasted_list_works_the_same() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 2).await;
    app.ignore_mail();

    let action = format!("{manage}/names/list");
    let form = visitor.get(&format!("{manage}/names")).await.form(&action);
    let form = form.fill("list", "Asha Verma <asha@example.org>\r\nSiân O'Neill, team@example.org\r\n");
    let page = visitor.upload(form, "", b"").await;
    page.assert_status(200).assert_has("Save these 2 names");
    let save = page.forms().into_iter().find(|form| form.value("list").is_some_and(|list| list.starts_with("Name\t")));
    visitor.submit(save.unwrap()).await.assert_has("2 names saved");

    assert_eq!(names_of(&app, &event).await, ["Asha Verma", "Siân O'Neill"]);
    app.run_jobs().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn ten_thousand_rows_are_judged_and_none_is_written() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 2).await;
    app.ignore_mail();
    let rows = (0..10_000).map(|number| format!("Person {number},team@example.org\n")).collect::<Vec<_>>().concat();

    let page = send_list(&visitor, &manage, format!("Name,Email\n{rows}").as_bytes()).await;
    page.assert_status(200)
        .assert_has("Save these 2 names")
        .assert_has("Row 4: No place")
        .assert_has("And 9948 more rows");
    let long = send_list(&visitor, &manage, format!("Name,Email\n{rows}x,y@example.org\n").as_bytes()).await;
    long.assert_status(422).assert_has("more than 10,000 rows");

    assert_eq!(names_of(&app, &event).await, ["", ""]);
}

#[actix_web::test]
async fn what_cannot_be_read_is_refused_in_words() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 2).await;
    app.ignore_mail();
    let large = vec![b'x'; 2 * 1024 * 1024 + 1];
    let table: [(&[u8], &str); 5] = [
        (b"PK\x03\x04", "not a CSV file"),
        (b"Name,Telephone\nAsha,1\n", "headings Name and Email"),
        (b"Name,Email\n", "nobody on the list"),
        (b"", "The file is empty"),
        (&large, "larger than 2 MB"),
    ];
    for (file, words) in table {
        send_list(&visitor, &manage, file).await.assert_status(422).assert_has(words);
    }
}

#[actix_web::test]
async fn a_list_that_no_longer_fits_when_it_is_saved_saves_nobody() {
    let app = spawn_app().await;
    let event = app.sell(course()).await;
    let visitor = app.visitor();
    let manage = group(&app, &event, &visitor, &[], 2).await;
    let page = send_list(&visitor, &manage, b"Asha,asha@example.org\nBo,bo.ng@example.org\n").await;
    let save =
        page.forms().into_iter().find(|form| form.value("list").is_some_and(|list| list.contains("Bo"))).unwrap();
    group(&app, &event, &app.visitor(), &["Cy Dee"], 0).await;
    let tampered = save.clone().set("list", "Name\tEmail\nDi Eve\tdi@example.org\nCy Dee\tcy.dee@example.org\n");
    let too_many = save.set("list", "Name\tEmail\nA\ta@example.org\nB\tb@example.org\nC\tc@example.org\n");

    for form in [tampered, too_many] {
        visitor.submit_once(form).await.assert_status(422).assert_has("Nothing has changed");
    }

    assert_eq!(names_of(&app, &event).await, ["", "", "Cy Dee"]);
    app.run_jobs().await;
    app.ignore_mail();
}
