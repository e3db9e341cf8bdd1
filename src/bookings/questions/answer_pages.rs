//! The form of questions behind both doors: the booker's for the booking, and each attendee's own for their place; and what their
//! pages say of it.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use entity::{booking, place};

use super::forms::{CHANGED_MEANWHILE, is_current, read_answers};
use super::home::Home;
use super::open_form::{OpenForm, asked_of, is_member_price, takes_a_place};
use super::queries::{GivenFile, Respondent, StoredAnswer, answers_of, given_files, questions_of};
use super::question::{Question, QuestionKind, QuestionScope};
use super::save_answers::{SaveAnswers, SaveAnswersError, save_answers};
use super::showing::{AskedOf, counted, on_form};
use super::views::{self, AnswerPageView, AskedView, FileLink, given_file};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::door::Door;
use crate::bookings::modes::seen_from;
use crate::bookings::needs;
use crate::events::{EventDetails, EventView};
use crate::kernel::{LinkPurpose, Unexpected};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

const FORM: &str = "bookings/questions.html";

/// What a booking's own page says of its questions, with the way to the booker's own place: that is theirs as much as the booking
/// is. Nobody else's leads from there (GRP-7).
pub async fn asked_of_booking(
    app: &App,
    (booking, places): (&booking::Model, &[place::Model]),
    event: &EventDetails,
    base: &str,
) -> Result<AskedView, Unexpected> {
    let is_open = takes_a_place(&booking.state) && !event.is_cancelled() && !event.when.has_started(app.now());
    if !is_open {
        return only_files(app, Respondent::Booking(booking.id), base).await;
    }
    let (asked, questions) = tokio::try_join!(
        asked_of(app, event, QuestionScope::Booking, false),
        questions_of(app.db.reader(), Home::Event(event.id)),
    )?;
    let view = asked_view(app, (&questions, asked), Respondent::Booking(booking.id), base).await?;
    let own = places.iter().find(|place| place.is_booker && place.state == BookingState::Confirmed.word());
    let own_place = own
        .map(|place| format!("/manage/{}", app.links.token(LinkPurpose::ManagePlace, place.id, place.link_generation)));
    Ok(AskedView { own_place: own_place.unwrap_or_default(), ..view })
}

/// What a place's own page says of its questions and of what they need.
pub async fn asked_of_place(
    app: &App,
    place: &place::Model,
    event: &EventDetails,
    base: &str,
) -> Result<AskedView, Unexpected> {
    let is_open = takes_a_place(&place.state) && !event.is_cancelled() && !event.when.has_started(app.now());
    if !is_open {
        return only_files(app, Respondent::Place(place.id), base).await;
    }
    let seen = seen_from(place, event);
    let (asked, questions, needs_words) = tokio::try_join!(
        asked_of(app, &seen, QuestionScope::Place, is_member_price(place)),
        questions_of(app.db.reader(), Home::Event(event.id)),
        needs::standing_words(app, place.id),
    )?;
    let view = asked_view(app, (&questions, asked), Respondent::Place(place.id), base).await?;
    Ok(AskedView { needs_href: format!("{base}/needs"), needs_words, ..view })
}

/// Where nothing is asked any more: the files that can be taken away (DP-15).
async fn only_files(app: &App, who: Respondent, base: &str) -> Result<AskedView, Unexpected> {
    let stored = answers_of(app.db.reader(), who).await?;
    Ok(AskedView { files: file_links(app, &stored, &[], base).await?, ..AskedView::default() })
}

/// The files among these answers whose question is not on the form.
async fn file_links(
    app: &App,
    stored: &BTreeMap<i64, StoredAnswer>,
    form: &[&Question],
    base: &str,
) -> Result<Vec<FileLink>, Unexpected> {
    let files = given_files(app.db.reader(), stored).await?;
    let left = files.into_iter().filter(|file| form.iter().all(|question| question.id != file.question_id));
    let link = |file: GivenFile| FileLink {
        href: format!("{base}/questions/{}/file", file.question_id),
        label: file.label,
        name: file.name,
    };
    Ok(left.map(link).collect())
}

async fn asked_view(
    app: &App,
    (questions, asked): (&[Question], AskedOf),
    who: Respondent,
    base: &str,
) -> Result<AskedView, Unexpected> {
    let db = app.db.reader();
    let form = on_form(questions, asked);
    if form.is_empty() {
        return match who {
            // Not one statement more for every booking of a date that asks nothing.
            Respondent::Booking(_) => Ok(AskedView::default()),
            Respondent::Place(_) => only_files(app, who, base).await,
        };
    }
    let stored = answers_of(db, who).await?;
    let answers = stored.iter().map(|(id, stored)| (*id, stored.answer.clone())).collect();
    let counted = counted(&form, &answers);
    let is_answered = |question: &Question| match question.wording.kind {
        QuestionKind::File => given_file(&stored, question.id).is_some(),
        _ => stored.contains_key(&question.id),
    };
    let is_missing = |question: &&&Question| {
        question.wording.is_required && counted.contains(&question.id) && !is_answered(question)
    };
    Ok(AskedView {
        href: format!("{base}/questions"),
        missing: form.iter().filter(is_missing).count(),
        is_begun: !stored.is_empty(),
        files: file_links(app, &stored, &form, base).await?,
        ..AskedView::default()
    })
}

/// GET /bookings/{ref}/questions, GET /manage/{token}/questions
pub async fn show_form(app: Data<App>, page: PageContext, door: Door) -> Result<HttpResponse, PageError> {
    let open = OpenForm::find(&app, &page, &door).await?;
    let form = open.form();
    if let Some(words) = open.refusal(app.now()) {
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    let answers = answers_of(app.db.reader(), open.who).await?;
    page.render(FORM, &page_view(&app, (&open, &form), &answers, views::filled(&form, &answers)))
}

/// POST /bookings/{ref}/questions, POST /manage/{token}/questions
pub async fn update_answers(
    app: Data<App>,
    page: PageContext,
    door: Door,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = OpenForm::find(&app, &page, &door).await?;
    let form = open.form();
    if let Some(words) = open.refusal(app.now()) {
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    let stored = answers_of(app.db.reader(), open.who).await?;
    let again = |status, errors: &FieldErrors| {
        let sent = views::sent(&form, &posted).with_errors(errors);
        page.render_with(status, FORM, &page_view(&app, (&open, &form), &stored, sent))
    };
    if !is_current(&form, &posted) {
        return again(StatusCode::CONFLICT, &FieldErrors::one("", CHANGED_MEANWHILE));
    }
    let answers = match read_answers(&form, &posted) {
        Ok(answers) => answers,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    match save_answers(&app, &SaveAnswers { who: open.who, generation: open.generation, answers }).await {
        Ok(_) => next_page(&app, &page, &open).await,
        Err(SaveAnswersError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}

fn page_view(
    app: &App,
    (open, form): (&OpenForm, &[&Question]),
    answers: &BTreeMap<i64, StoredAnswer>,
    filled: FormView,
) -> AnswerPageView {
    AnswerPageView {
        base: open.base.clone(),
        event: EventView::new(&open.event, app.now()),
        name: open.name.clone(),
        reference: open.reference.clone(),
        form: filled,
        fields: views::fields_with_files(form, answers, &open.base),
        versions: views::versions(form),
        leads_to_needs: matches!(open.who, Respondent::Place(_)),
        until: open.until(),
    }
}

/// After answers, or a file, were kept: the next file that is asked for and not given, then what an attendee needs.
pub(super) async fn next_page(app: &App, page: &PageContext, open: &OpenForm) -> Result<HttpResponse, PageError> {
    let form = open.form();
    let stored = answers_of(app.db.reader(), open.who).await?;
    let answers = stored.iter().map(|(id, stored)| (*id, stored.answer.clone())).collect();
    let counted = counted(&form, &answers);
    let lacks_file = |question: &&&Question| {
        question.wording.kind == QuestionKind::File
            && counted.contains(&question.id)
            && given_file(&stored, question.id).is_none()
    };
    let base = &open.base;
    // A file that may be left out is asked for once, after the answers, and not again after another file.
    let is_after_file = page.path.ends_with("/file");
    let next = form.iter().filter(|question| question.wording.is_required || !is_after_file).find(lacks_file);
    if let Some(question) = next {
        let kept = if is_after_file {
            "Your file is kept. One more is asked for."
        } else {
            "Your answers are kept. Now a file."
        };
        let flash = Flash::done(kept);
        return Ok(page.redirect_with(&flash, &format!("{base}/questions/{}/file", question.id)));
    }
    Ok(match open.who {
        Respondent::Place(_) => {
            let words =
                "Your answers are kept. Tell us here if there is something you need on the day; if not, you are done.";
            page.redirect_with(&Flash::done(words), &format!("{base}/needs"))
        }
        Respondent::Booking(_) => {
            page.redirect_with(&Flash::done("Your answers are kept. You can change them until the start."), base)
        }
    })
}
