//! In-house training in every state, so that the pipeline looks used: waiting, late, in talk, quoted twice, accepted, with a date
//! and people, delivered, invoiced, paid, lost, run out, merged.

use chrono::{Days, Duration, NaiveTime};

use super::WorldMaker;
use crate::events::{DateCertainty, EventMode, EventWhen, Platform, WallTime, list_published_courses};
use crate::in_house::accept_quote::accept_as;
use crate::in_house::cancellation_terms::DEFAULT_TERMS;
use crate::in_house::close_enquiry::{lose_enquiry, merge_enquiry};
use crate::in_house::deliver::{mark_delivered, mark_invoiced};
use crate::in_house::enquire::{Enquire, enquire};
use crate::in_house::jobs::run_tend_in_house;
use crate::in_house::note_down::{NoteDown, NoteKind, note_down};
use crate::in_house::queries::{find_enquiry_by_reference, quotes_of_enquiry};
use crate::in_house::quote::{LineKind, QuoteContent, QuoteLine};
use crate::in_house::register::{Register, register};
use crate::in_house::schedule::{ScheduleTraining, schedule_training};
use crate::in_house::write_quote::{save_draft, send_quote};
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::members::people::find_by_verified_email;
use crate::payments::{RecordBankPayment, VatTreatment, record_bank_payment};

/// Who looks after events in the demo, and after money.
const OFFICER: &str = "dilys.penhaligon@example.org";
const TREASURER: &str = "suresh.valliyappan@example.org";

/// Somebody who asks for their authority.
#[derive(Clone, Copy)]
struct Asking {
    authority: &'static str,
    contact: (&'static str, &'static str),
    /// One of our courses by its number, or the topic alone.
    course: Option<usize>,
    topic: &'static str,
    attendees: i32,
    mode: &'static str,
    wishes: &'static str,
}

const fn asking(
    authority: &'static str,
    contact: (&'static str, &'static str),
    (course, topic): (Option<usize>, &'static str),
    attendees: i32,
    mode: &'static str,
    wishes: &'static str,
) -> Asking {
    Asking { authority, contact, course, topic, attendees, mode, wishes }
}

const HANNAH: (&str, &str) = ("Hannah Quill", "hannah.quill");
const BRID: (&str, &str) = ("Bríd Ní Dhomhnaill", "brid.nidhomhnaill");
const OWAIN: (&str, &str) = ("Owain Pritchard", "owain.pritchard");
const FOLA: (&str, &str) = ("Folasade Akintola", "f.akintola");
const MARGIT: (&str, &str) = ("Margit Lindqvist", "margit.lindqvist");
const TEODOR: (&str, &str) = ("Teodor Blaskó", "teodor.blasko");

/// Makes them, oldest first.
pub(super) async fn make_enquiries(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    let desk = Desk::open(maker, now).await?;
    desk.finished().await?;
    desk.under_way().await?;
    desk.came_to_nothing().await?;
    desk.waiting().await
}

/// Does what the pages do.
struct Desk<'a> {
    maker: &'a WorldMaker<'a>,
    now: Instant,
    officer: i64,
    treasurer: i64,
}

impl<'a> Desk<'a> {
    async fn open(maker: &'a WorldMaker<'a>, now: Instant) -> Result<Self, Unexpected> {
        let db = maker.app.db.reader();
        let address = |text| EmailAddress::parse(text).context("a demo address");
        let officer = find_by_verified_email(db, &address(OFFICER)?).await?;
        let treasurer = find_by_verified_email(db, &address(TREASURER)?).await?;
        let officer = officer.context("the demo's events officer")?;
        Ok(Self { maker, now, officer, treasurer: treasurer.context("the demo's treasurer")? })
    }

    /// Goes to a day before or after the real one.
    fn on_day(&self, days: i64) -> &Self {
        self.maker.clock.travel(self.now + Duration::days(days));
        self
    }

    async fn finished(&self) -> Result<(), Unexpected> {
        let premises = "in_person";
        let paid = asking("Northmoor County Council", BRID, (Some(0), ""), 18, premises, "Any Tuesday in spring");
        let id = self.delivered(paid, 120, 60, &[("Calum Strachan", "calum.strachan")]).await?;
        self.invoiced(id, 58, "NAIRO-IH-0001").await?;
        self.paid(id, 30).await?;
        let invoiced = asking("Isle of Harrow Council", OWAIN, (Some(1), ""), 24, "online", "Before the summer");
        let id = self.delivered(invoiced, 95, 35, &[]).await?;
        self.invoiced(id, 33, "NAIRO-IH-0002").await?;
        let delivered = asking("Calder Children’s Trust", FOLA, (Some(2), ""), 12, "online", "");
        self.delivered(delivered, 60, 4, &[("Zofia Wróbel", "zofia.wrobel")]).await?;
        Ok(())
    }

    async fn under_way(&self) -> Result<(), Unexpected> {
        let dated = asking("Sampleton Council", HANNAH, (Some(0), ""), 16, "online", "Early next quarter");
        let id = self.accepted(dated, 30).await?;
        let event = self.on_day(-20).date(id, 24, 16).await?;
        let people = [
            ("Idris Fenwick", "reviewing.team"),
            ("Moira Tallis", "reviewing.team"),
            ("Yusuf Karadeniz", "yusuf.karadeniz"),
        ];
        self.on_day(-12).register(event, "Sampleton Council", &people).await?;
        let accepted =
            asking("Westerby Council", MARGIT, (None, "Reviews with children who use no words"), 20, "either", "");
        self.accepted(accepted, 9).await?;
        let quoted = asking("Loch Arden Council", TEODOR, (Some(1), ""), 30, "in_person", "October or November");
        let id = self.on_day(-8).ask(quoted).await?;
        self.on_day(-7).quote(id, (30, 145_000), 30).await?;
        self.on_day(-5).write(id, NoteKind::Spoken, "They would like a shorter day. Version 2 is half a day.").await?;
        self.on_day(-4).quote(id, (30, 98_000), 30).await?;
        Ok(())
    }

    async fn came_to_nothing(&self) -> Result<(), Unexpected> {
        let app = self.maker.app;
        let lost =
            asking("Ashmere Borough Council", ("Ruth Vandermeer", "ruth.vandermeer"), (Some(0), ""), 8, "online", "");
        let id = self.on_day(-50).ask(lost).await?;
        self.on_day(-49).quote(id, (8, 90_000), 30).await?;
        self.on_day(-40);
        lose_enquiry(app, id, "Their region runs a course of its own.", self.officer).await.map_err(said)?;
        let expired = asking("Port Ellis Council", ("Ngozi Adeyemi", "ngozi.adeyemi"), (Some(2), ""), 15, "online", "");
        let id = self.on_day(-47).ask(expired).await?;
        self.on_day(-45).quote(id, (15, 110_000), 30).await?;
        self.on_day(-10);
        run_tend_in_house(app).await?;
        let twice =
            asking("Thornaby Vale Trust", ("Kasia Domańska", "kasia.domanska"), (Some(0), ""), 10, "online", "");
        let first = self.on_day(-6).ask(twice).await?;
        let second = self.on_day(-5).ask(Asking { topic: "With an hour on dissent", ..twice }).await?;
        self.write(first, NoteKind::Written, "Thank you. Would two half-days suit you better than one whole day?")
            .await?;
        let kept = crate::in_house::queries::load_enquiry(app.db.reader(), first).await?.reference;
        merge_enquiry(app, second, &kept, self.officer).await.map_err(said)?;
        Ok(())
    }

    async fn waiting(&self) -> Result<(), Unexpected> {
        let late =
            asking("Medlock City Council", ("Ambrose Teller", "ambrose.teller"), (Some(1), ""), 22, "either", "Soon");
        self.on_day(-6).ask(late).await?;
        let fresh =
            asking("Westerby Council", ("Sunniva Hale", "sunniva.hale"), (None, "Chairing by video"), 14, "online", "");
        self.on_day(-1).ask(fresh).await?;
        self.maker.clock.travel(self.now - Duration::hours(2));
        self.ask(Asking { topic: "Chairing by video, for new chairs", attendees: 9, ..fresh }).await?;
        Ok(())
    }

    async fn ask(&self, asking: Asking) -> Result<i64, Unexpected> {
        let app = self.maker.app;
        let courses = list_published_courses(app.db.reader()).await?;
        let (name, mailbox) = asking.contact;
        let command = Enquire {
            organisation_id: None,
            organisation_name: asking.authority.to_owned(),
            person_id: None,
            contact_name: PersonName::parse(name).context("a demo name")?,
            email: EmailAddress::parse(&format!("{mailbox}@example.org")).context("a demo address")?,
            phone: "0131 496 0000".to_owned(),
            course_id: asking.course.and_then(|number| courses.get(number)).map(|course| course.id.0),
            topic: asking.topic.to_owned(),
            attendees: asking.attendees,
            mode: asking.mode.to_owned(),
            date_wishes: asking.wishes.to_owned(),
            needs: String::new(),
            budget_holder: "Head of Safeguarding".to_owned(),
            po_route: "Procurement needs a quote first".to_owned(),
            idempotency_key: app.tokens.uuid(),
            digest: String::new(),
        };
        let reference = enquire(app, &command, "demo").await.map_err(|error| Unexpected::because(error.to_string()))?;
        let enquiry = find_enquiry_by_reference(app.db.reader(), &reference).await?;
        Ok(enquiry.context("the demo enquiry just made")?.id)
    }

    async fn write(&self, enquiry_id: i64, kind: NoteKind, words: &str) -> Result<(), Unexpected> {
        let command = NoteDown { enquiry_id, kind, words: words.to_owned(), officer: self.officer };
        note_down(self.maker.app, &command).await.map_err(said)
    }

    /// Writes and sends a version over so many pence; gives its id.
    async fn quote(&self, enquiry_id: i64, (people, pence): (i32, i64), open_days: u64) -> Result<i64, Unexpected> {
        let app = self.maker.app;
        let line = |kind, description: &str, quantity, unit| QuoteLine {
            kind,
            description: description.to_owned(),
            quantity,
            unit: Pence::new(unit),
            vat: VatTreatment::Exempt,
        };
        let content = QuoteContent {
            title: "The Role of the IRO, for your own team".to_owned(),
            mode: EventMode::Online,
            most_attendees: people,
            extra: Some(Pence::new(4_000)),
            words: "Two facilitators, a session plan fitted to your cases, and slides to keep.".to_owned(),
            valid_until: london_date(app.now()) + Days::new(open_days),
            terms: DEFAULT_TERMS.to_vec(),
            lines: vec![
                line(LineKind::Fee, "half a day", 1, pence),
                line(LineKind::Materials, "handbooks", people, 350),
            ],
        };
        let id = save_draft(app, enquiry_id, &content, self.officer).await.map_err(said)?;
        send_quote(app, id, self.officer).await.map_err(said)?;
        Ok(id)
    }

    /// Asked, quoted and accepted within some days.
    async fn accepted(&self, asking: Asking, days_ago: i64) -> Result<i64, Unexpected> {
        let id = self.on_day(-days_ago).ask(asking).await?;
        let quote = self.on_day(1 - days_ago).quote(id, (asking.attendees, 120_000), 30).await?;
        self.on_day(4 - days_ago);
        let accepted = accept_as(self.maker.app, quote, ("Imelda Farrow", "Head of Safeguarding", "PO-88214")).await;
        accepted.map_err(|error| Unexpected::because(format!("{error:?}")))?;
        Ok(id)
    }

    /// Sets the date so many days from the real today; gives the event.
    async fn date(&self, enquiry_id: i64, days: i64, seats: i32) -> Result<i64, Unexpected> {
        let app = self.maker.app;
        let wall = WallTime {
            day: Some(london_date(self.now) + Duration::days(days)),
            starts: NaiveTime::from_hms_opt(9, 30, 0),
            ends: NaiveTime::from_hms_opt(13, 0, 0),
        };
        let when = EventWhen::from_wall(DateCertainty::DateAndTime, wall).map_err(said)?;
        let command = ScheduleTraining {
            enquiry_id,
            when,
            platform: Platform::Zoom,
            venue: String::new(),
            join_url: crate::events::JoinUrl::parse("https://zoom.example.org/j/4711").ok(),
            link_promised_on: None,
            seats,
            domain: "example.org".to_owned(),
            officer: self.officer,
        };
        schedule_training(app, &command).await.map_err(said)?;
        let quotes = quotes_of_enquiry(app.db.reader(), enquiry_id).await?;
        quotes.iter().find_map(|quote| quote.row.event_id).context("an accepted demo quote has an event")
    }

    async fn register(&self, event_id: i64, host: &str, people: &[(&str, &str)]) -> Result<(), Unexpected> {
        for (name, mailbox) in people {
            let command = Register {
                event_id,
                host: host.to_owned(),
                name: PersonName::parse(name).context("a demo name")?,
                email: EmailAddress::parse(&format!("{mailbox}@example.org")).context("a demo address")?,
                person_id: None,
                idempotency_key: self.maker.app.tokens.uuid(),
                digest: String::new(),
            };
            register(self.maker.app, command, "demo").await.map_err(said)?;
        }
        Ok(())
    }

    /// Asked so many days ago, held so many days ago.
    async fn delivered(
        &self,
        asking: Asking,
        asked: i64,
        held: i64,
        people: &[(&str, &str)],
    ) -> Result<i64, Unexpected> {
        let id = self.accepted(asking, asked).await?;
        let event = self.on_day(8 - asked).date(id, -held, asking.attendees).await?;
        self.on_day(10 - asked).register(event, asking.authority, people).await?;
        self.on_day(1 - held);
        mark_delivered(self.maker.app, id, self.officer).await.map_err(said)?;
        Ok(id)
    }

    async fn invoiced(&self, id: i64, days_ago: i64, number: &str) -> Result<(), Unexpected> {
        self.on_day(-days_ago);
        mark_invoiced(self.maker.app, id, number, self.officer).await.map_err(said)
    }

    async fn paid(&self, id: i64, days_ago: i64) -> Result<(), Unexpected> {
        let app = self.on_day(-days_ago).maker.app;
        let quotes = quotes_of_enquiry(app.db.reader(), id).await?;
        let quote = quotes.iter().find(|quote| quote.row.charge_id.is_some()).context("an accepted demo quote")?;
        let command = RecordBankPayment {
            charge_id: quote.row.charge_id.context("a demo charge")?,
            amount: quote.content.total(),
            value_on: london_date(app.now()),
            bank_reference: "NORTHMOOR CC 0001".to_owned(),
            recorded_by: self.treasurer,
            idempotency_key: app.tokens.uuid(),
            body_digest: String::new(),
        };
        record_bank_payment(app, command).await.map_err(said)?;
        Ok(())
    }
}

/// A refusal in the demo is our fault.
fn said(error: impl std::fmt::Display) -> Unexpected {
    Unexpected::because(error.to_string())
}
