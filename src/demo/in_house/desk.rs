//! What officers, contacts and their people do in the demo's in-house training, one call each.

use chrono::{Days, Duration, NaiveTime};

use super::Asking;
use crate::bookings::invoicing::carry_out_decision;
use crate::demo::WorldMaker;
use crate::events::{DateCertainty, EventMode, EventWhen, Platform, WallTime, list_published_courses};
use crate::facts;
use crate::in_house::accept_quote::accept_as;
use crate::in_house::cancellation_terms::DEFAULT_TERMS;
use crate::in_house::deliver::{mark_delivered, mark_invoiced};
use crate::in_house::enquire::{Enquire, enquire};
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
use crate::payments::customers::{DecideCustomer, decide_customer};
use crate::payments::invoices::queries::find_account_of_charge;
use crate::payments::{self, MoneyFact, RecordBankPayment, VatTreatment, record_bank_payment};

/// Who looks after events in the demo, and after money.
const OFFICER: &str = "dilys.penhaligon@example.org";
const TREASURER: &str = "suresh.valliyappan@example.org";

/// Does what the pages do.
pub(super) struct Desk<'a> {
    pub(super) maker: &'a WorldMaker<'a>,
    pub(super) now: Instant,
    pub(super) officer: i64,
    treasurer: i64,
}

impl<'a> Desk<'a> {
    pub(super) async fn open(maker: &'a WorldMaker<'a>, now: Instant) -> Result<Self, Unexpected> {
        let db = maker.app.db.reader();
        let address = |text| EmailAddress::parse(text).context("a demo address");
        let officer = find_by_verified_email(db, &address(OFFICER)?).await?;
        let treasurer = find_by_verified_email(db, &address(TREASURER)?).await?;
        let officer = officer.context("the demo's events officer")?;
        Ok(Self { maker, now, officer, treasurer: treasurer.context("the demo's treasurer")? })
    }

    /// Goes to a day before or after the real one.
    pub(super) fn on_day(&self, days: i64) -> &Self {
        self.maker.clock.travel(self.now + Duration::days(days));
        self
    }

    pub(super) async fn ask(&self, asking: Asking) -> Result<i64, Unexpected> {
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

    pub(super) async fn write(&self, enquiry_id: i64, kind: NoteKind, words: &str) -> Result<(), Unexpected> {
        let command = NoteDown { enquiry_id, kind, words: words.to_owned(), officer: self.officer };
        note_down(self.maker.app, &command).await.map_err(said)
    }

    /// Writes and sends a version over so many pence; gives its id.
    pub(super) async fn quote(
        &self,
        enquiry_id: i64,
        (people, pence): (i32, i64),
        open_days: u64,
    ) -> Result<i64, Unexpected> {
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
    pub(super) async fn accepted(&self, asking: Asking, days_ago: i64) -> Result<i64, Unexpected> {
        let id = self.on_day(-days_ago).ask(asking).await?;
        let quote = self.on_day(1 - days_ago).quote(id, (asking.attendees, 120_000), 30).await?;
        self.on_day(4 - days_ago);
        let accepted = accept_as(self.maker.app, quote, ("Imelda Farrow", "Head of Safeguarding", "PO-88214")).await;
        accepted.map_err(|error| Unexpected::because(format!("{error:?}")))?;
        Ok(id)
    }

    /// Sets the date so many days from the real today; gives the event.
    pub(super) async fn date(&self, enquiry_id: i64, days: i64, seats: i32) -> Result<i64, Unexpected> {
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

    pub(super) async fn register(&self, event_id: i64, host: &str, people: &[(&str, &str)]) -> Result<(), Unexpected> {
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
    pub(super) async fn delivered(
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

    /// The treasurer approves the authority as a customer, and the officer issues the invoice.
    pub(super) async fn invoiced(&self, id: i64, days_ago: i64) -> Result<(), Unexpected> {
        let app = self.on_day(-days_ago).maker.app;
        let account = find_account_of_charge(app.db.reader(), self.charge_of(id).await?).await?;
        let command = DecideCustomer {
            customer_id: account.context("a demo charge is not invoiced")?.customer.id,
            is_approved: true,
            reason: String::new(),
            decided_by: self.treasurer,
        };
        let decided = decide_customer(app, &command).await.map_err(said)?;
        carry_out_decision(app, &decided).await?;
        mark_invoiced(app, id, "", self.officer).await.map_err(said)
    }

    async fn charge_of(&self, id: i64) -> Result<i64, Unexpected> {
        let quotes = quotes_of_enquiry(self.maker.app.db.reader(), id).await?;
        quotes.iter().find_map(|quote| quote.row.charge_id).context("an accepted demo quote has a charge")
    }

    pub(super) async fn paid(&self, id: i64, days_ago: i64) -> Result<(), Unexpected> {
        let app = self.on_day(-days_ago).maker.app;
        let charge_id = self.charge_of(id).await?;
        let amount = payments::queries::charge_money(app.db.reader(), charge_id).await?.outstanding;
        let command = RecordBankPayment {
            charge_id,
            amount,
            value_on: london_date(app.now()),
            bank_reference: "NORTHMOOR CC 0001".to_owned(),
            recorded_by: self.treasurer,
            idempotency_key: app.tokens.uuid(),
            body_digest: String::new(),
        };
        record_bank_payment(app, command).await.map_err(said)?;
        let written = payments::queries::payments_of_charge(app.db.reader(), charge_id).await?;
        let payment_id = written.last().context("a demo payment is missing")?.id;
        let (fact, now) = (MoneyFact::PaymentArrived { payment_id, charge_id, amount }, app.now());
        app.db.write_tx(async |tx| facts::hand_on(app, tx, fact, now).await).await
    }
}

/// A refusal in the demo is our fault.
pub(super) fn said(error: impl std::fmt::Display) -> Unexpected {
    Unexpected::because(error.to_string())
}
