use serde_json::json;

use super::*;

fn view() -> Json {
    json!({
        "title": "Invoice NAIRO-2026-00001", "kind": "Invoice", "number": "NAIRO-2026-00001", "warning": "",
        "seller": { "name": "A Charity", "lines": ["1 High Street", "Registered charity, number 1234567"] },
        "buyer_label": "To", "buyer": ["Sampleton Council", "Town Hall"],
        "facts": [{ "label": "Date", "value": "Monday 1 June 2026" }],
        "columns": ["What for", "Amount"],
        "lines": [{ "description": "A course: Siân O’Neill", "note": "", "cells": ["£90"] }],
        "sums": [{ "label": "To pay", "value": "£90", "strong": true }],
        "sections": [{ "title": "How to pay", "paragraphs": ["By bank transfer."], "facts": [{ "label": "Sort code", "value": "00-00-00" }] }],
        "foot": ["A Charity, registered charity 1234567"],
    })
}

#[test]
fn a_document_is_tagged_and_names_its_language_and_title() {
    let set = money_document(&view()).unwrap();
    assert!(set.pdf.starts_with(b"%PDF-"));
    let file = String::from_utf8_lossy(&set.pdf);
    for mark in ["/MarkInfo", "/StructTreeRoot", "/Lang", "pdfuaid"] {
        assert!(file.contains(mark), "{mark} is missing");
    }
    assert!(set.text.contains("Siân O’Neill") && set.text.contains("£90"), "{}", set.text);
}

#[test]
fn the_same_values_give_the_same_bytes() {
    assert_eq!(money_document(&view()).unwrap(), money_document(&view()).unwrap());
}

#[test]
fn typed_markup_is_printed_as_typed() {
    let mut view = view();
    let typed = "#import \"/etc/passwd\" *bold* $x$ [a] \\ <label> @ref = heading";
    view["lines"][0]["description"] = json!(typed);
    let set = money_document(&view).unwrap();
    let squeezed: String = set.text.split_whitespace().collect();
    assert!(squeezed.contains(&typed.split_whitespace().collect::<String>()), "{}", set.text);
}

#[test]
fn many_lines_run_on_to_further_pages() {
    let mut view = view();
    view["lines"] =
        (1..=120).map(|n| json!({ "description": format!("Place {n}"), "note": "", "cells": ["£90"] })).collect();
    assert!(money_document(&view).unwrap().pages > 2);
}
