//! The forms of the news desk.

use chrono::{Datelike, NaiveDate};

use crate::campaign::{PostContent, PostKind};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const TITLE: TextInput = TextInput::line("title", "headline", 150);
const SUMMARY: TextInput = TextInput::block("summary", "summary", 300);
/// Written in any script, this fits the largest body a form may have.
const BODY: TextInput = TextInput::block("body", "text", 20_000);
const BYLINE_NAME: TextInput = TextInput::line("byline_name", "name", 120).optional();
const BYLINE_POST: TextInput = TextInput::line("byline_post_held", "post held", 120).optional();
const REASON: TextInput = TextInput::block("reason", "reason", 500);

const FIELDS: [&str; 8] =
    ["idempotency_key", "kind", "title", "summary", "body", "byline_name", "byline_post_held", "released_on"];

/// The form of a new post. `key` makes sending it twice one post (D26).
pub fn blank(key: String) -> FormView {
    let mut form = FormView::blank(&FIELDS);
    form.set("idempotency_key", key);
    form.set("kind", PostKind::News.word());
    form
}

/// The form as it was typed.
pub fn typed(form: &Posted) -> FormView {
    FormView::filled(FIELDS.map(|field| (field, form.get(field))))
}

/// The form of a stored post.
pub fn filled(content: &PostContent) -> FormView {
    FormView::filled([
        ("kind", content.kind.word().to_owned()),
        ("title", content.title.clone()),
        ("summary", content.summary.clone()),
        ("body", content.body.clone()),
        ("byline_name", content.byline_name.clone()),
        ("byline_post_held", content.byline_post_held.clone()),
        ("released_on", content.released_on.map(|day| day.to_string()).unwrap_or_default()),
    ])
}

/// What was typed, or everything that is wrong with it.
pub fn read(form: &Posted) -> Result<PostContent, FieldErrors> {
    let mut errors = FieldErrors::new();
    let kind = PostKind::parse(form.get("kind"));
    if kind.is_none() {
        errors.add("kind", "Choose what kind of post it is");
    }
    let content = PostContent {
        kind: kind.unwrap_or(PostKind::News),
        title: TITLE.read(form, &mut errors),
        summary: SUMMARY.read(form, &mut errors),
        body: BODY.read(form, &mut errors),
        byline_name: BYLINE_NAME.read(form, &mut errors),
        byline_post_held: BYLINE_POST.read(form, &mut errors),
        released_on: released_on(form, &mut errors),
    };
    if form.get("byline_name").trim().is_empty() && !content.byline_post_held.is_empty() {
        errors.add("byline_name", "Enter the name of whoever holds this post, or leave both empty");
    }
    errors.into_result().map(|()| content)
}

/// The blank form of a withdrawal.
pub fn blank_withdrawal() -> FormView {
    FormView::blank(&["reason"])
}

/// Why a post is taken back, or the form with what is wrong.
pub fn read_withdrawal(form: &Posted) -> Result<String, FormView> {
    let mut errors = FieldErrors::new();
    let reason = REASON.read(form, &mut errors);
    if errors.is_empty() {
        return Ok(reason);
    }
    Err(FormView::filled([("reason", form.get("reason"))]).with_errors(&errors))
}

fn released_on(form: &Posted, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let typed = form.get("released_on").trim();
    if typed.is_empty() {
        return None;
    }
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok().filter(|day| (2000..=2100).contains(&day.year()));
    if day.is_none() {
        errors.add("released_on", "Enter a date such as 2026-07-30");
    }
    day
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
