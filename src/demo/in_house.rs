//! In-house training in every state, so that the pipeline looks used: waiting, late, in talk, quoted twice, accepted, with a date
//! and people, delivered, invoiced, paid, lost, run out, merged.

mod desk;

use chrono::Duration;

use super::WorldMaker;
use crate::in_house::close_enquiry::{lose_enquiry, merge_enquiry};
use crate::in_house::jobs::run_tend_in_house;
use crate::in_house::note_down::NoteKind;
use crate::in_house::queries::load_enquiry;
use crate::kernel::{Instant, Unexpected};
use desk::{Desk, said};

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

impl Desk<'_> {
    async fn finished(&self) -> Result<(), Unexpected> {
        let premises = "in_person";
        let paid = asking("Northmoor County Council", BRID, (Some(0), ""), 18, premises, "Any Tuesday in spring");
        let id = self.delivered(paid, 120, 60, &[("Calum Strachan", "calum.strachan")]).await?;
        self.invoiced(id, 58).await?;
        self.paid(id, 30).await?;
        let invoiced = asking("Isle of Harrow Council", OWAIN, (Some(1), ""), 24, "online", "Before the summer");
        let id = self.delivered(invoiced, 95, 35, &[]).await?;
        self.invoiced(id, 33).await?;
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
        // Approved before, so its invoice waits for nothing but the day.
        let again = asking("Northmoor County Council", BRID, (Some(1), ""), 12, "online", "Another team, in spring");
        self.accepted(again, 15).await?;
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
        let kept = load_enquiry(app.db.reader(), first).await?.reference;
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
}
