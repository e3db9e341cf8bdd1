//! The bytes of a message: headers, parts, and what cannot be smuggled in.

use crate::notifications::mime_message::mime_message;
use crate::notifications::render::{RenderedCalendar, RenderedMail, one_line};
use crate::notifications::transport::{Mailer, SendError};

fn mail() -> RenderedMail {
    RenderedMail {
        from_name: "NAIRO".to_owned(),
        from_address: "office@nairo.example.org".to_owned(),
        to_name: "Siân O'Neill".to_owned(),
        to_address: "sian@example.org".to_owned(),
        subject: "You are booked: The Role of the IRO".to_owned(),
        text: "Dear Siân,\n\nYou are booked. £50 paid.\n".to_owned(),
        html: "<!doctype html><p>Dear Siân</p>\n".to_owned(),
        message_id: "<0b1c@nairo.example.org>".to_owned(),
        boundary: "0b1c".to_owned(),
        dated: "2026-08-01T10:00:00Z".parse().unwrap(),
        calendar: None,
        unsubscribe_url: None,
    }
}

fn with_calendar() -> RenderedMail {
    let text = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nSUMMARY:Nguyễn\r\nEND:VCALENDAR\r\n".to_owned();
    RenderedMail { calendar: Some(RenderedCalendar { method: "CANCEL", text, replaced: None }), ..mail() }
}

fn raw(mail: &RenderedMail) -> String {
    String::from_utf8(mime_message(mail).unwrap().bytes).unwrap()
}

/// The header lines, unfolded.
fn headers(raw: &str) -> Vec<String> {
    let (head, _) = raw.split_once("\r\n\r\n").unwrap();
    head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
}

fn body_of<'a>(raw: &'a str, kind: &str) -> &'a str {
    let after = &raw[raw.find(kind).unwrap_or_else(|| panic!("no {kind} in {raw}"))..];
    let (_, body) = after.split_once("\r\n\r\n").unwrap();
    body.split("\r\n--").next().unwrap()
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text.replace("\r\n", "")).unwrap()
}

#[test]
fn marketing_carries_both_headers_of_the_way_out_and_service_mail_neither() {
    let url = "https://nairo.example.org/unsubscribe/AQAAAAAAAAFRk1vJYw";
    let marketing = headers(&raw(&RenderedMail { unsubscribe_url: Some(url.to_owned()), ..mail() }));
    let service = headers(&raw(&mail()));

    assert!(marketing.contains(&format!("List-Unsubscribe: <{url}>")), "{marketing:?}");
    assert!(marketing.contains(&"List-Unsubscribe-Post: List-Unsubscribe=One-Click".to_owned()), "{marketing:?}");
    assert!(!service.iter().any(|header| header.starts_with("List-")), "{service:?}");
}

#[test]
fn the_headers_name_sender_recipient_and_message() {
    let raw = raw(&mail());
    let headers = headers(&raw);

    for expected in [
        "From: NAIRO <office@nairo.example.org>",
        "Message-ID: <0b1c@nairo.example.org>",
        "Subject: You are booked: The Role of the IRO",
        "Date: Sat, 01 Aug 2026 10:00:00 +0000",
        "Auto-Submitted: auto-generated",
        "MIME-Version: 1.0",
    ] {
        assert!(headers.iter().any(|line| line == expected), "{expected} in {headers:#?}");
    }
    assert!(headers.iter().any(|line| line.starts_with("To: ") && line.ends_with("<sian@example.org>")));
    assert!(raw.is_ascii(), "fit for any server");
}

#[test]
fn text_and_html_are_alternatives() {
    let raw = raw(&mail());

    assert!(headers(&raw).iter().any(|line| line.starts_with("Content-Type: multipart/alternative;")), "{raw}");
    assert!(raw.find("Content-Type: text/plain; charset=utf-8") < raw.find("Content-Type: text/html; charset=utf-8"));
    assert!(!raw.contains("text/calendar") && !raw.contains("attachment"));
}

#[test]
fn the_invitation_is_an_alternative_and_a_file() {
    let mail = with_calendar();
    let raw = raw(&mail);
    let calendar = mail.calendar.unwrap().text;

    let kind = "Content-Type: text/calendar; method=CANCEL; charset=utf-8";
    assert_eq!(String::from_utf8(base64(body_of(&raw, kind))).unwrap(), calendar);
    let file = "Content-Type: application/ics; name=\"invite.ics\"";
    assert_eq!(String::from_utf8(base64(body_of(&raw, file))).unwrap(), calendar);
    assert!(raw.contains("Content-Disposition: attachment; filename=\"invite.ics\""), "{raw}");
    assert!(headers(&raw).iter().any(|line| line.starts_with("Content-Type: multipart/mixed;")));
    let (first, last) = (raw.find("multipart/alternative"), raw.find("application/ics"));
    assert!(first < raw.find(kind) && raw.find(kind) < last, "the invitation stands among the alternatives");
}

#[test]
fn the_same_message_gives_the_same_bytes() {
    assert_eq!(raw(&with_calendar()), raw(&with_calendar()));
}

#[test]
fn names_and_subjects_cannot_add_headers() {
    let nasty = "Jo\r\nBcc: all@example.org\r\n\r\nHello";
    let mail =
        RenderedMail { to_name: one_line(nasty), subject: one_line(nasty), from_name: one_line(nasty), ..mail() };
    let raw = raw(&mail);

    assert!(!headers(&raw).iter().any(|line| line.to_lowercase().starts_with("bcc:")), "{raw}");
    assert_eq!(headers(&raw).iter().filter(|line| line.starts_with("Subject:")).count(), 1);
}

#[test]
fn even_uncleaned_text_cannot_add_headers() {
    let nasty = "Jo\r\nBcc: all@example.org\r\n\r\nHello";
    let mail = RenderedMail { to_name: nasty.to_owned(), subject: nasty.to_owned(), ..mail() };
    let Ok(message) = mime_message(&mail) else { return };
    let raw = String::from_utf8(message.bytes).unwrap();

    assert!(!headers(&raw).iter().any(|line| line.to_lowercase().starts_with("bcc:")), "{raw}");
}

#[actix_web::test]
async fn an_address_that_is_none_is_no_message() {
    let (mailer, mails) = Mailer::memory();
    for bad in ["", "jo", "jo@", "jo@example.org\r\nBcc: x@example.org", "a@b, c@d"] {
        let sent = mailer.send(&RenderedMail { to_address: bad.to_owned(), ..mail() }).await;

        assert!(matches!(sent, Err(SendError::NotAMessage(_))), "{bad:?} {sent:?}");
    }
    assert!(mails.lock().unwrap().is_empty());
}

#[actix_web::test]
async fn captured_mail_can_be_read_back() {
    let folder = std::env::temp_dir().join(format!("nairo-captured-{}", std::process::id()));
    let mailer = Mailer::Captured(folder.clone());
    mailer.send(&with_calendar()).await.unwrap();
    let later = RenderedMail { dated: "2026-08-01T10:00:01Z".parse().unwrap(), boundary: "0b1d".to_owned(), ..mail() };
    mailer.send(&later).await.unwrap();

    let list = crate::notifications::captured_mail::list(&folder).await.unwrap();
    std::fs::remove_dir_all(&folder).unwrap();

    let ids: Vec<&str> = list.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["20260801T100001000000-0b1d", "20260801T100000000000-0b1c"], "newest first");
    assert_eq!(list[1].mail.subject, "You are booked: The Role of the IRO");
    assert!(list[1].mail.calendar.as_ref().unwrap().contains("CANCEL"));
    assert!(list[1].mail.raw.starts_with(b"From: "));
}
