//! What was answered for a date: read at the desk, and taken along as a file (REP-5). Each answer stands under the very words that
//! were asked (QST-8). What attendees need is in neither.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use chrono::Duration;
use serde::Serialize;
use serde_json::{Value, json};

use super::file_desk::file_path;
use super::home::OpenHome;
use super::queries::{AnswerLine, answer_lines};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::kernel::spreadsheet_cell::{BYTE_ORDER_MARK, defused};
use crate::kernel::uk_time::{date_and_time, rfc3339_london};
use crate::kernel::unexpected::Context;
use crate::limits::{self, Limit};
use crate::web::{PageContext, PageError, Permitted, may};

/// As for the list for the door.
const EXPORTS: Limit = Limit { what: "attendee_exports", most: 30, window: Duration::hours(1) };

const HEADINGS: [&str; 7] =
    ["Reference", "Attendee", "Question", "Version of the question", "Answer", "Answered at", "Answered at (UK)"];

#[derive(Serialize)]
struct AnswersView {
    title: String,
    back: String,
    groups: Vec<Group>,
    may_export: bool,
}

/// The answers to one wording.
#[derive(Serialize)]
struct Group {
    words: String,
    version: i32,
    answers: Vec<AnswerView>,
}

#[derive(Serialize)]
struct AnswerView {
    who: String,
    answer: String,
    /// Where a file can be fetched, by those who may take answers along; "" otherwise.
    href: String,
    when: String,
}

/// GET /admin/events/{id}/answers
pub async fn list_answers(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &id).await?;
    let event = open.event.ok_or(PageError::NotFound)?;
    let may_export = page.viewer.as_ref().is_some_and(|viewer| viewer.may(crate::kernel::Permission::ExportAttendees));
    let mut groups: Vec<Group> = Vec::new();
    for line in answer_lines(app.db.reader(), event.id.0).await? {
        let answer = AnswerView {
            who: if line.attendee.is_empty() { format!("Booking {}", line.reference) } else { line.attendee },
            answer: line.answer,
            href: line.file.filter(|_| may_export).map(|id| file_path(event.id, id)).unwrap_or_default(),
            when: date_and_time(line.answered_at),
        };
        match groups.iter_mut().find(|group| group.words == line.words && group.version == line.version) {
            Some(group) => group.answers.push(answer),
            None => groups.push(Group { words: line.words, version: line.version, answers: vec![answer] }),
        }
    }
    page.render("admin/questions/answers.html", &AnswersView { title: open.title, back: open.base, groups, may_export })
}

/// GET /admin/events/{id}/answers.csv
pub async fn export_answers(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ExportAttendees>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &id).await?;
    let event = open.event.ok_or(PageError::NotFound)?;
    let (who, now) = (officer.person_id.to_string(), app.now());
    let allowed = app.db.write_tx(async |tx| limits::hit(tx, EXPORTS, &who, now).await).await?;
    allowed.map_err(PageError::TooManyRequests)?;
    let lines = answer_lines(app.db.reader(), event.id.0).await?;
    let file = write_answers(&lines)?;
    let entry = Entry {
        actor: Actor::Person(officer.person_id),
        action: "answers.exported",
        subject_kind: "event",
        subject_id: event.id.0,
        reason: None,
        values: Some((Value::Null, json!({ "answers": lines.len() }))),
    };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(audit::record(tx, entry, now).await?)).await?;
    let disposition = format!("attachment; filename=\"answers-{}.csv\"", event.id);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, disposition))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(file))
}

fn write_answers(lines: &[AnswerLine]) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(HEADINGS)?;
    for line in lines {
        let cells = [
            line.reference.clone(),
            line.attendee.clone(),
            line.words.clone(),
            line.version.to_string(),
            line.answer.clone(),
            rfc3339_london(line.answered_at),
            date_and_time(line.answered_at),
        ];
        file.write_record(cells.map(defused))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rep_5_an_answer_that_a_spreadsheet_would_run_is_shown_instead() {
        let line = AnswerLine {
            reference: "AB12CD34".to_owned(),
            attendee: "Siân O’Neill".to_owned(),
            words: "=1+1?".to_owned(),
            version: 2,
            answer: "@SUM(A1)".to_owned(),
            file: None,
            answered_at: "2026-09-04T08:30:00Z".parse().unwrap(),
        };

        let file = write_answers(&[line]).unwrap();

        assert!(file.starts_with(BYTE_ORDER_MARK));
        assert!(file.contains("AB12CD34,Siân O’Neill,'=1+1?,2,'@SUM(A1),2026-09-04T09:30:00+01:00,"), "{file}");
    }
}
