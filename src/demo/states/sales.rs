//! Small things that happen to sales: a code whose uses are gone, a payment page nobody used, an answer that was changed too late,
//! and an attendee whom no mail reaches.

use chrono::Duration;

use super::queries::message_to;
use super::{Scene, said};
use crate::audit::Actor;
use crate::bookings::book_places::Extras;
use crate::bookings::discounts::code_terms::CodePowers;
use crate::bookings::discounts::code_text::CodeText;
use crate::bookings::discounts::desk::{NewCode, create_code};
use crate::bookings::discounts::offers::Reduction;
use crate::bookings::end_hold::end_hold;
use crate::bookings::questions::Home;
use crate::bookings::questions::answer::Answer;
use crate::bookings::questions::edit_questions::{Edit, edit_questions};
use crate::bookings::questions::queries::{Respondent, questions_of};
use crate::bookings::questions::question::{QuestionKind, QuestionScope};
use crate::bookings::questions::save_answers::{SaveAnswers, save_answers};
use crate::demo::bookings::{Somebody, for_council};
use crate::demo::questions::{place_of, wording};
use crate::kernel::{Pence, Unexpected};
use crate::notifications::deliver::deliver_message;
use crate::notifications::outbox::DeliverMessage;

const ROWANSIDE: &str = "Rowanside Council";
const CODED: Somebody = ("Zinnia Holt", "zinnia.holt");
const DAWDLES: Somebody = ("Alaric Penn", "alaric.penn");
const ANSWERS_LATE: Somebody = ("Bethan Loy", "bethan.loy");
const BOOKS: Somebody = ("Caspian Wray", "caspian.wray");
/// The mail server of the demo refuses addresses that begin so.
const UNREACHABLE: Somebody = ("Delyth Marr", "no.such.delyth.marr");
const CODE: &str = "NEWSLETTER-10";

pub(super) async fn make_sales(scene: &Scene<'_>) -> Result<(), Unexpected> {
    code_used_up(scene).await?;
    let (desk, app, far) = (&scene.desk, scene.app(), scene.dates.far);
    let dawdles = desk.on_day(-7).book(for_council(far, ROWANSIDE, DAWDLES, &[DAWDLES])).await?;
    desk.maker.clock.travel(desk.now - Duration::days(7) + Duration::hours(2));
    end_hold(app, dawdles.booking_id).await?;
    desk.on_day(-3).pay(for_council(far, ROWANSIDE, BOOKS, &[UNREACHABLE])).await?;
    let to = format!("{}@example.org", UNREACHABLE.1);
    if let Some(outbox_message_id) = message_to(app.db.reader(), &to).await.map_err(said)? {
        deliver_message(app, DeliverMessage { outbox_message_id, resent_at: None }, 1).await?;
    }
    answer_late(scene).await
}

/// One booking may use it, and one has.
async fn code_used_up(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let (desk, app) = (&scene.desk, scene.app());
    desk.on_day(-26);
    let code = NewCode {
        code: CodeText::parse(CODE)?,
        name: "For the first who reads the newsletter".to_owned(),
        reduction: Reduction::Percent(10),
        starts_at: None,
        ends_at: None,
        most_uses: Some(1),
        most_uses_a_person: None,
        least_places: 1,
        most_places: None,
        budget: None,
        members_only: false,
        courses: Vec::new(),
        events: Vec::new(),
        powers: CodePowers::default(),
    };
    let made_at = app.now();
    app.db.write_tx(async |tx| create_code(tx, &code, Actor::System, made_at).await).await.map_err(said)?;
    let mut order = for_council(scene.dates.far, ROWANSIDE, CODED, &[CODED]);
    order.total = Some(Pence::new(8_100));
    order.extras = Extras { code: Some(CODE.to_owned()), ..Extras::default() };
    desk.on_day(-25).pay(order).await?;
    Ok(())
}

/// Answered in time, and otherwise two hours ago: whoever arranges the date is told (QST-6).
async fn answer_late(scene: &Scene<'_>) -> Result<(), Unexpected> {
    let (desk, app, near) = (&scene.desk, scene.app(), scene.dates.near);
    desk.on_day(-20);
    let asked = wording("Whom do you work with most?", QuestionKind::Text, QuestionScope::Place);
    edit_questions(app, Home::Event(near), Edit::Add(asked), scene.officer).await.map_err(said)?;
    desk.on_day(-18).pay(for_council(near, ROWANSIDE, ANSWERS_LATE, &[ANSWERS_LATE])).await?;
    let (place, generation) = place_of(app, near, ANSWERS_LATE.0).await?;
    for (hours_ago, words) in [(17 * 24, "Children of school age"), (2, "Small children, since this month")] {
        desk.maker.clock.travel(desk.now - Duration::hours(hours_ago));
        let questions = questions_of(app.db.reader(), Home::Event(near)).await?;
        let answers = questions.into_iter().map(|question| (question, Some(Answer::One(words.to_owned())))).collect();
        let command = SaveAnswers { who: Respondent::Place(place), generation, answers };
        save_answers(app, &command).await.map_err(said)?;
    }
    Ok(())
}
