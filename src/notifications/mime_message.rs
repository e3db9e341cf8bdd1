//! Builds the bytes of a message: text and HTML as alternatives, and with a calendar entry the invitation among them and
//! the same file attached (rules/training.md 5.1).

use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, address};

use super::calendar_text::PUBLISH;
use super::render::{RenderedCalendar, RenderedMail, one_line};

/// A message and its envelope.
#[derive(Clone, Debug)]
pub(super) struct MimeMessage {
    pub from: Address,
    pub to: Address,
    pub bytes: Vec<u8>,
}

/// Why no message can be made of it.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotAMessage {
    #[error("not an address that mail can be sent to: {0}")]
    Address(#[from] address::AddressError),
    #[error("the message cannot be built: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("the calendar entry has a strange method")]
    Method,
}

/// Builds the message; the same input gives the same bytes.
pub(super) fn mime_message(mail: &RenderedMail) -> Result<MimeMessage, NotAMessage> {
    let from: Address = mail.from_address.parse()?;
    let to: Address = mail.to_address.parse()?;
    let name = |name: &str| Some(one_line(name)).filter(|name| !name.is_empty());
    let mut message = Message::builder()
        .from(Mailbox::new(name(&mail.from_name), from.clone()))
        .to(Mailbox::new(name(&mail.to_name), to.clone()))
        .subject(one_line(&mail.subject))
        .date(mail.dated.into())
        .message_id(Some(mail.message_id.clone()))
        // Out-of-office replies should not answer a machine (RFC 3834).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    if let Some(url) = &mail.unsubscribe_url {
        // One click, no page to look at (RFC 8058).
        let one_click = "List-Unsubscribe=One-Click".to_owned();
        message = message
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("List-Unsubscribe"), format!("<{url}>")))
            .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("List-Unsubscribe-Post"), one_click));
    }
    let message = message.multipart(parts(mail)?)?;
    Ok(MimeMessage { from, to, bytes: message.formatted() })
}

fn parts(mail: &RenderedMail) -> Result<MultiPart, NotAMessage> {
    let alternatives = MultiPart::alternative()
        .boundary(format!("words-{}", mail.boundary))
        .singlepart(SinglePart::plain(mail.text.clone()))
        .singlepart(SinglePart::html(mail.html.clone()));
    let Some(calendar) = &mail.calendar else { return Ok(alternatives) };
    let attached = MultiPart::mixed().boundary(format!("whole-{}", mail.boundary));
    if calendar.method == PUBLISH {
        return Ok(attached.multipart(alternatives).singlepart(file_of_entries(calendar)?));
    }
    let whole =
        attached.multipart(alternatives.singlepart(invitation(calendar)?)).singlepart(invitation_file(calendar)?);
    match &calendar.replaced {
        Some(old) => Ok(whole.singlepart(replaced_entry(old)?)),
        None => Ok(whole),
    }
}

/// A file of several entries, which people take over by opening it: it is no invitation that a calendar would act on by itself.
fn file_of_entries(calendar: &RenderedCalendar) -> Result<SinglePart, NotAMessage> {
    let kind = format!("text/calendar; method={}; charset=utf-8; name=\"dates.ics\"", calendar.method);
    let kind = ContentType::parse(&kind).map_err(|_| NotAMessage::Method)?;
    Ok(Attachment::new("dates.ics".to_owned()).body(calendar.text.clone().into_bytes(), kind))
}

/// The entry that is taken away by the same message: calendars act on it as on any other, people see a file.
fn replaced_entry(calendar: &RenderedCalendar) -> Result<SinglePart, NotAMessage> {
    let kind = format!("text/calendar; method={}; charset=utf-8; name=\"earlier.ics\"", calendar.method);
    let kind = ContentType::parse(&kind).map_err(|_| NotAMessage::Method)?;
    Ok(Attachment::new("earlier.ics".to_owned()).body(calendar.text.clone().into_bytes(), kind))
}

/// The part calendars act on; its method equals the one inside the file (CAL-3).
fn invitation(calendar: &RenderedCalendar) -> Result<SinglePart, NotAMessage> {
    let kind = format!("text/calendar; method={}; charset=utf-8", calendar.method);
    let kind = ContentType::parse(&kind).map_err(|_| NotAMessage::Method)?;
    // Base64: the file's own line breaks and folding arrive untouched.
    let part = SinglePart::builder().header(kind).header(ContentTransferEncoding::Base64);
    Ok(part.body(calendar.text.clone()))
}

/// The same file for people who open it by hand. Its type is not `text/calendar`, or some programs would ask twice.
fn invitation_file(calendar: &RenderedCalendar) -> Result<SinglePart, NotAMessage> {
    let kind = ContentType::parse("application/ics; name=\"invite.ics\"").map_err(|_| NotAMessage::Method)?;
    Ok(Attachment::new("invite.ics".to_owned()).body(calendar.text.clone().into_bytes(), kind))
}
