//! Turns an outbox row into a message: personal links derived, subject, plain and HTML text rendered, the calendar entry
//! written. Rendering the same row twice gives the same message under the same Message-ID.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::calendar::CalendarFile;
use super::calendar_text::{CalendarParty, PUBLISH, calendar_text, several_entries_text};
use super::personal_links::{resolve, resolve_all};
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::web::SiteIdentity;

/// A message as it waits in the outbox.
#[derive(Clone, Debug)]
pub struct QueuedMessage {
    /// The row.
    pub id: i64,
    /// The folder below `templates/emails`.
    pub template: String,
    /// Marketing, which a flagged address never gets (D19).
    pub is_marketing: bool,
    /// The recipient's name.
    pub to_name: String,
    /// The recipient's address.
    pub to_address: String,
    /// [`MessageData`] as it is stored.
    pub data: Value,
    /// Names the message for ever; part of its Message-ID.
    pub uuid: String,
    /// When it was queued.
    pub created_at: Instant,
}

/// What the outbox keeps of a message until it is wiped.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MessageData {
    /// What templates see as `view`, with markers for links.
    pub view: Value,
    /// The calendar entry.
    pub calendar: Option<CalendarFile>,
}

/// A message ready to be handed to a mail server.
#[derive(Clone, Debug)]
pub struct RenderedMail {
    /// The charity's short name.
    pub from_name: String,
    /// The charity's address.
    pub from_address: String,
    /// The recipient's name, without control characters.
    pub to_name: String,
    /// The recipient's address.
    pub to_address: String,
    /// One line.
    pub subject: String,
    /// The plain part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// With its angle brackets.
    pub message_id: String,
    /// Unlike anything in the text; tells the parts of the message apart.
    pub boundary: String,
    /// The Date header.
    pub dated: Instant,
    /// The calendar entry.
    pub calendar: Option<RenderedCalendar>,
    /// Marketing only: where one click ends it (RFC 8058, EM-01).
    pub unsubscribe_url: Option<String>,
}

/// A calendar entry ready to be sent.
#[derive(Clone, Debug)]
pub struct RenderedCalendar {
    /// REQUEST or CANCEL, for the part's header; PUBLISH for a file of several entries.
    pub method: &'static str,
    /// The file.
    pub text: String,
    /// The entry it stands in for, taken away.
    pub replaced: Option<Box<RenderedCalendar>>,
}

/// Renders `message` as the charity described by `identity`, dated `now`.
pub fn render(
    app: &App,
    message: &QueuedMessage,
    identity: &SiteIdentity,
    now: Instant,
) -> Result<RenderedMail, Unexpected> {
    let base_url = &app.settings.base_url;
    let data: MessageData = serde_json::from_value(message.data.clone()).context("the stored data of a message")?;
    let view = resolve_all(data.view, &app.links, base_url)?;
    let part = |file: &str, subject: &String| {
        let name = format!("emails/{}/{file}", message.template);
        let values =
            [("view", &view as _), ("identity", identity as _), ("base_url", base_url as _), ("subject", subject as _)];
        app.shell.templates.render(&name, &values)
    };
    let subject = one_line(&part("subject.txt", &String::new())?);
    if subject.is_empty() {
        return Err(Unexpected::because(format!("the subject of {} is empty", message.template)));
    }
    let way_out = || view["unsubscribe_url"].as_str().map(str::to_owned).context("marketing without a way out");
    let unsubscribe_url = message.is_marketing.then(way_out).transpose()?;
    Ok(RenderedMail {
        unsubscribe_url,
        from_name: one_line(&identity.short_name),
        from_address: identity.email.clone(),
        to_name: one_line(&message.to_name),
        to_address: message.to_address.clone(),
        text: tidy_text(&part("body.txt", &subject)?),
        html: part("body.html", &subject)?.trim().to_owned() + "\n",
        subject,
        message_id: format!("<{}@{}>", message.uuid, host_of(base_url)),
        boundary: message.uuid.clone(),
        dated: now,
        calendar: data.calendar.as_ref().map(|file| render_calendar(app, message, file, identity)).transpose()?,
    })
}

fn render_calendar(
    app: &App,
    message: &QueuedMessage,
    file: &CalendarFile,
    identity: &SiteIdentity,
) -> Result<RenderedCalendar, Unexpected> {
    let page_of = |file: &CalendarFile| {
        let page = file.page.as_ref().map(|page| resolve(page, &app.links, &app.settings.base_url)).transpose();
        page.context("the calendar entry's page")
    };
    let organiser = CalendarParty { name: identity.short_name.clone(), address: identity.email.clone() };
    let attendee = CalendarParty { name: message.to_name.clone(), address: message.to_address.clone() };
    if !file.and_more.is_empty() {
        let entry = |file| Ok::<_, Unexpected>((file, page_of(file)?));
        let entries = std::iter::once(file).chain(&file.and_more).map(entry).collect::<Result<Vec<_>, _>>()?;
        let text = several_entries_text(&entries, &organiser, message.created_at);
        return Ok(RenderedCalendar { method: PUBLISH, text, replaced: None });
    }
    // Dated when it was queued: a repeat must not look newer than a later change of the same sequence.
    let text = calendar_text(file, page_of(file)?.as_deref(), &organiser, Some(&attendee), message.created_at);
    let replaced = match &file.replaces {
        Some(old) => Some(Box::new(render_calendar(app, message, old, identity)?)),
        None => None,
    };
    Ok(RenderedCalendar { method: file.method.word(), text, replaced })
}

/// Everything that could begin another header becomes a space (S13).
pub(super) fn one_line(text: &str) -> String {
    let spaced = text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What template logic leaves behind: spaces at line ends, and more than one empty line in a row.
fn tidy_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.trim().lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// `https://nairo.example.org:8443` -> `nairo.example.org`.
pub(super) fn host_of(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let end = rest.find(['/', ':']).unwrap_or(rest.len());
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_can_add_a_header() {
        assert_eq!(
            one_line(" Booked:\r\nBcc: all@example.org\n\t x\u{2028}y\0z "),
            "Booked: Bcc: all@example.org x y z"
        );
    }

    #[test]
    fn plain_text_keeps_paragraphs_and_loses_gaps() {
        assert_eq!(
            tidy_text("\n\nDear Siân,  \n\n\n\nYou are booked.\n- one\n- two\n\n"),
            "Dear Siân,\n\nYou are booked.\n- one\n- two\n"
        );
    }

    #[test]
    fn a_message_id_carries_the_site_s_host() {
        for url in ["https://nairo.example.org", "https://nairo.example.org:8443", "nairo.example.org/x"] {
            assert_eq!(host_of(url), "nairo.example.org");
        }
    }
}
