//! Every email has its three files, stands on the layouts that say who we are, and sells nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::json;

use crate::notifications::outbox::MARKETING_PREFIX;
use crate::web::assets::Assets;
use crate::web::{SiteIdentity, Templates};

const PARTS: [&str; 3] = ["subject.txt", "body.txt", "body.html"];

fn folder() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/emails")
}

/// Each email's folder with the names of its files.
fn emails() -> BTreeMap<String, BTreeSet<String>> {
    let names = |path: &std::path::Path| -> BTreeSet<String> {
        std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    };
    let folders = names(&folder()).into_iter().filter(|name| folder().join(name).is_dir());
    folders.map(|name| (name.clone(), names(&folder().join(name)))).collect()
}

fn text(email: &str, part: &str) -> String {
    std::fs::read_to_string(folder().join(email).join(part)).unwrap()
}

#[test]
fn every_email_has_a_subject_a_plain_and_an_html_text() {
    for (email, files) in emails() {
        assert_eq!(files, PARTS.map(str::to_owned).into(), "templates/emails/{email}");
    }
}

#[test]
fn every_email_stands_on_the_layout_that_says_who_we_are() {
    for email in emails().keys() {
        for (part, layout) in [("body.txt", "layouts/email.txt"), ("body.html", "layouts/email.html")] {
            let wanted = format!("{{% extends \"{layout}\"");
            assert!(text(email, part).contains(&wanted), "templates/emails/{email}/{part} does not extend {layout}");
        }
    }
}

#[test]
fn service_mail_sells_nothing_and_watches_nobody() {
    let forbidden = [
        "unsubscribe",
        "newsletter",
        "you may also like",
        "special offer",
        "donate",
        "donation",
        "event_card",
        "<img",
        "<script",
        "http://",
        "| safe",
    ];
    for email in emails().keys().filter(|email| !email.starts_with(MARKETING_PREFIX)) {
        for part in PARTS {
            let text = text(email, part).to_lowercase();
            for words in forbidden {
                assert!(!text.contains(words), "templates/emails/{email}/{part} contains {words:?}");
            }
        }
    }
}

/// The text of every source file but tests.
fn product_code() -> String {
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut text = String::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") && !name.contains("tests") {
                text.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    text
}

/// What stands in quotation marks right after `words`, wherever they stand.
fn named_after<'a>(code: &'a str, words: &str) -> Vec<&'a str> {
    let quoted = |(at, _): (usize, &str)| code[at + words.len()..].trim_start().strip_prefix('"')?.split('"').next();
    code.match_indices(words).filter_map(quoted).collect()
}

#[test]
fn every_email_that_code_names_exists() {
    let (code, known) = (product_code(), emails());
    let named: BTreeSet<&str> =
        ["template:", "to_booker(", "to_attendee("].iter().flat_map(|words| named_after(&code, words)).collect();

    assert!(named.contains("booking_confirmed") && named.contains("password_changed"), "the search finds them");
    // A page's template is named by its path; an email's by its folder.
    let missing: Vec<&&str> = named.iter().filter(|name| !name.contains('.') && !known.contains_key(**name)).collect();
    assert!(missing.is_empty(), "there is no folder in templates/emails for {missing:?}");
}

#[test]
fn every_email_there_is_gets_sent_by_somebody() {
    let code = product_code();

    let unused: Vec<String> = emails().into_keys().filter(|name| !code.contains(&format!("\"{name}\""))).collect();

    assert!(unused.is_empty(), "nothing sends {unused:?}");
}

#[test]
fn marketing_offers_a_way_out_in_both_parts() {
    let marketing: Vec<String> = emails().into_keys().filter(|email| email.starts_with(MARKETING_PREFIX)).collect();
    assert!(!marketing.is_empty());
    for email in marketing {
        for part in ["body.txt", "body.html"] {
            let text = text(&email, part);
            assert!(text.contains("view.unsubscribe_url"), "templates/emails/{email}/{part} has no way out");
            assert!(!text.contains("<img") && !text.contains("http://"), "templates/emails/{email}/{part} watches");
        }
    }
}

fn templates() -> Templates {
    Templates::load(Arc::new(Assets::load())).unwrap()
}

fn identity(is_company: bool) -> SiteIdentity {
    SiteIdentity {
        name: "National Association of <Independent> Reviewing Officers".to_owned(),
        short_name: "NAIRO".to_owned(),
        legal_words: "Registered charity in England and Wales".to_owned(),
        charity_number: "1159275".to_owned(),
        register_url: "https://register.example/1159275".to_owned(),
        is_company,
        company_number: if is_company { "01234567".to_owned() } else { String::new() },
        registered_office: if is_company { "2 Invented Lane".to_owned() } else { String::new() },
        address: "1 Invented Street, Sampleton, ZZ1 1ZZ".to_owned(),
        email: "office@nairo.example.org".to_owned(),
        ..SiteIdentity::default()
    }
}

fn render(layout: &str, identity: &SiteIdentity) -> String {
    let base = "https://nairo.example.org".to_owned();
    templates()
        .render(layout, &[("view", &json!({})), ("identity", identity), ("base_url", &base), ("subject", &"Hello")])
        .unwrap()
}

#[test]
fn all_templates_load() {
    assert!(!templates().names().is_empty());
}

#[test]
fn both_layouts_print_the_charity_in_full() {
    for layout in ["layouts/email.txt", "layouts/email.html"] {
        let text = render(layout, &identity(false));

        for part in [
            "Registered charity in England and Wales",
            "1159275",
            "1 Invented Street, Sampleton",
            "office@nairo.example.org",
        ] {
            assert!(text.contains(part), "{layout} lacks {part}: {text}");
        }
        assert!(!text.contains("limited by guarantee"));
        assert!(render(layout, &identity(true)).contains("01234567"), "{layout}");
    }
}

#[test]
fn html_is_escaped_and_plain_text_is_not() {
    assert!(render("layouts/email.html", &identity(false)).contains("&lt;Independent&gt;"));
    assert!(render("layouts/email.txt", &identity(false)).contains("<Independent>"));
}
