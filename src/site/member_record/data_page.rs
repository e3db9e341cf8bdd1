//! Everything we keep about a person, for themselves to read or take along, or given out by an officer (DP-08).

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use serde::Serialize;
use serde_json::{Value, json};

use super::merge_page::load;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::short_text::clean_line;
use crate::kernel::uk_time::rfc3339_london;
use crate::person_registry::export_person;
use crate::web::{Flash, PageContext, PageError, Permitted, Posted, SignedIn, may};

#[derive(Debug, Serialize)]
struct DataView {
    sections: Vec<SectionView>,
}

/// One part of the download.
#[derive(Debug, Serialize)]
struct SectionView {
    title: String,
    entries: Vec<Vec<LineView>>,
}

/// One thing known.
#[derive(Debug, Serialize)]
struct LineView {
    label: String,
    value: String,
}

/// GET /account/data
pub async fn show_data(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let all = export_person(app.db.reader(), me.person_id, Some(app.settings.sealing())).await?;
    page.render("site/data.html", &DataView { sections: sections(&all) })
}

/// GET /account/data.json
pub async fn download_data(app: Data<App>, me: SignedIn) -> Result<HttpResponse, PageError> {
    let all = export_person(app.db.reader(), me.person_id, Some(app.settings.sealing())).await?;
    file(&app, all)
}

/// POST /admin/members/{reference}/data
pub async fn give_data(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageMembers>,
    reference: Path<String>,
    typed: Posted,
) -> Result<HttpResponse, PageError> {
    let person = load(&app, &reference).await?;
    let Ok(reason) = clean_line(typed.get("reason"), 200) else {
        let words = "Say how you made sure who asked, then download again.";
        let back = format!("/admin/members/{}/erasure", person.reference);
        return Ok(page.redirect_with(&Flash::problem(words), &back));
    };
    let all = export_person(app.db.reader(), person.id, None).await?;
    let now = app.now();
    let entry = Entry {
        actor: Actor::Person(officer.person_id),
        action: "person.data_given",
        subject_kind: "person",
        subject_id: person.id,
        reason: Some(&reason),
        values: None,
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    file(&app, all)
}

fn file(app: &App, all: Value) -> Result<HttpResponse, PageError> {
    let body = json!({ "made_at": rfc3339_london(app.now()), "data": all });
    let text = serde_json::to_string_pretty(&body).map_err(PageError::from_error)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\""))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text))
}

/// The download as a page: a section for each part, a list of labels and values for each thing in it. Empty parts are left out.
fn sections(all: &Value) -> Vec<SectionView> {
    let mut found = Vec::new();
    gather(&mut found, "", all);
    found
}

fn gather(found: &mut Vec<SectionView>, title: &str, value: &Value) {
    let Value::Object(parts) = value else { return };
    let mut lines = Vec::new();
    let mut below = Vec::new();
    for (name, part) in parts {
        match part {
            Value::Object(_) => below.push((words(name), part)),
            Value::Array(items) if items.iter().any(Value::is_object) => below.push((words(name), part)),
            _ => lines.extend(line(name, part)),
        }
    }
    if !lines.is_empty() {
        found.push(SectionView { title: title.to_owned(), entries: vec![lines] });
    }
    for (name, part) in below {
        match part {
            Value::Array(items) => {
                let entries: Vec<Vec<LineView>> = items.iter().map(flat).filter(|lines| !lines.is_empty()).collect();
                if !entries.is_empty() {
                    found.push(SectionView { title: name, entries });
                }
            }
            part => gather(found, &name, part),
        }
    }
}

/// Everything in one thing, things inside it included.
fn flat(item: &Value) -> Vec<LineView> {
    let Value::Object(parts) = item else { return Vec::new() };
    let mut lines = Vec::new();
    for (name, part) in parts {
        match part {
            Value::Array(items) if items.iter().any(Value::is_object) => lines.extend(items.iter().flat_map(flat)),
            Value::Object(_) => lines.extend(flat(part)),
            _ => lines.extend(line(name, part)),
        }
    }
    lines
}

fn line(name: &str, value: &Value) -> Option<LineView> {
    let value = match value {
        Value::Null => return None,
        Value::String(text) if text.is_empty() => return None,
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(items) if items.is_empty() => return None,
        other => other.to_string(),
    };
    Some(LineView { label: words(name), value })
}

/// `choices_about_news` -> "Choices about news".
fn words(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_becomes_sections_of_labels_and_values() {
        let all = json!({ "you": { "person": { "full_name": "Asha Mir", "emails": [{ "address": "a@example.org" }], "gone": null },
            "choices_about_news": [{ "answer": "no" }, { "answer": "yes" }], "notes": [] } });

        let seen = sections(&all);

        let titles: Vec<&str> = seen.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["Choices about news", "Person", "Emails"]);
        assert_eq!(seen[0].entries.len(), 2);
        assert_eq!(
            (seen[1].entries[0][0].label.as_str(), seen[1].entries[0][0].value.as_str()),
            ("Full name", "Asha Mir")
        );
    }
}
