use super::{HEADINGS, check, form, officer, rows_in, upload};
use crate::support::app::spawn_app;

#[actix_web::test]
async fn a_byte_order_mark_semicolons_and_windows_letters_are_no_trouble() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let files: [&[u8]; 3] = [
        "\u{feff}Name,Email\r\nSiân O’Neill,sian@example.org\r\n".as_bytes(),
        "Name;Email\nSiân O’Neill;sian2@example.org\n".as_bytes(),
        b"Name;Email\nSi\xe2n O\x92Neill;sian3@example.org\n",
    ];
    for file in files {
        let report = check(&app, &officer, file).await;
        report.assert_has("Siân O’Neill").assert_has("1 person is ready to be written");
    }
}

#[actix_web::test]
async fn each_fault_of_a_file_is_told_by_row_and_column_and_nothing_of_it_is_written() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let mut file = format!("{HEADINGS}\n").into_bytes();
    file.extend_from_slice(b"Asha Mir,asha@example.org,,,,,,,");
    file.extend_from_slice(&vec![b'x'; 10 * 1024 * 1024]);
    file.extend_from_slice(b"\n=HYPERLINK(1),ben@example.org,,,,,,,\n\nCy Dee,cy@example.org,,,,,,,,surplus\n");
    file.extend_from_slice(b"Di Eve,cy@example.org,,,,,,,\nEd Fox,ed@exa");

    let report = check(&app, &officer, &file).await;

    assert_eq!(rows_in(&app, &report, "problem").await, 5);
    report.assert_has("0 people are ready to be written");
    for (row, words) in [
        ("2", "Employer: This cell is longer than anything we keep"),
        ("3", "Name: This begins like a formula"),
        ("5", "Column 10: There are more cells in this row than headings"),
        ("6", "Row 5 has the same email address"),
        ("7", "Second email: The row ends after 2 of 9 columns"),
    ] {
        let rows = report.root().named("tr").iter().map(|row| row.text()).collect::<Vec<_>>();
        assert!(
            rows.iter().any(|text| text.trim_start().starts_with(row) && text.contains(words)),
            "{words}: {rows:?}"
        );
    }
}

#[actix_web::test]
async fn headings_that_stand_twice_are_told_and_only_the_first_is_guessed() {
    let app = spawn_app().await;
    let officer = officer(&app).await;

    let page = upload(&officer, b"Name,Email,Email\nAsha Mir,a@example.org,b@example.org\n").await;

    page.assert_has("Columns 2 and 3 are all headed “Email”");
    let form = form(&page, "/checks");
    assert_eq!((form.value("column_2"), form.value("column_3")), (Some("email"), Some("")));
    let again = officer.submit(form.choose("column_3", "email")).await;
    again.assert_status(422).assert_has("Column 2 is “Email address” already");
}

#[actix_web::test]
async fn what_is_no_csv_file_is_refused_in_words() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let files: [(&[u8], &str); 5] = [
        (b"", "Choose a file"),
        (b"PK\x03\x04 a spreadsheet", "This is not a CSV file"),
        (b"\xff\xfeN\0a\0m\0e\0", "UTF-16"),
        (b",,,\nAsha,b,c,d\n", "The first row must hold the headings"),
        (b"\"Name,Email\nAsha,b\n", "never closed"),
    ];
    for (file, words) in files {
        upload(&officer, file).await.assert_status(422).assert_has(words);
    }
    assert!(!app.state.settings.files.join("imports").exists());
    let left: Vec<_> = std::fs::read_dir(app.state.settings.files.join("uploads")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[actix_web::test]
async fn a_ground_for_news_before_its_time_is_refused() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let file = b"Name,Email,Consent,Consent date\nAsha Mir,a@example.org,soft charity,01/12/2025\n";

    let report = check(&app, &officer, file).await;

    report.assert_has("Consent: The charity ground does not exist before 5 February 2026");
    assert_eq!(rows_in(&app, &report, "good").await, 0);
}

#[actix_web::test]
async fn a_file_from_another_site_is_not_stored() {
    let app = spawn_app().await;
    let officer = officer(&app).await;
    let page = officer.get("/admin/imports").await;
    let form = page.form("/admin/imports").set("csrf", "wrong");

    let refused = officer.upload(form, "members.csv", b"Name\nAsha\n").await;

    refused.assert_status(403);
    assert!(!app.state.settings.files.join("uploads").exists());
}
