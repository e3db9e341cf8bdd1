//! The forms as the booker and the attendees get them, before anybody does. Nothing that is sent from here is kept.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::home::OpenHome;
use super::open_form::asked_at;
use super::queries::questions_of;
use super::question::{Question, QuestionScope};
use super::showing::{AskedOf, on_form};
use super::views::{self, FieldView};
use crate::app::App;
use crate::bookings::needs;
use crate::web::{FormView, PageContext, PageError};

#[derive(Serialize)]
struct PreviewView {
    title: String,
    back: String,
    list: String,
    is_course: bool,
    forms: Vec<PreviewForm>,
    /// Diet is asked as well, with the attendees' needs.
    asks_dietary: bool,
}

#[derive(Serialize)]
struct PreviewForm {
    id: &'static str,
    heading: &'static str,
    form: FormView,
    fields: Vec<FieldView>,
}

/// GET …/questions/preview
pub async fn preview_questions(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let open = OpenHome::find(&app, &page.path, &id).await?;
    let questions = questions_of(app.db.reader(), open.home).await?;
    let asked = match &open.event {
        Some(event) => {
            let serves_food = needs::care::find_care(app.db.reader(), event.id.0).await?.serves_food;
            asked_at(event, serves_food, QuestionScope::Place, false)
        }
        // A course may be held in any way.
        None => AskedOf {
            scope: QuestionScope::Place,
            online: true,
            in_person: true,
            serves_food: true,
            member_price: false,
        },
    };
    let member = AskedOf { member_price: true, ..asked };
    let booking = AskedOf { scope: QuestionScope::Booking, ..asked };
    let mut forms = vec![
        preview(&questions, "booker", "What the booker is asked", booking),
        preview(&questions, "attendee", "What each attendee is asked", asked),
    ];
    if on_form(&questions, member) != on_form(&questions, asked) {
        forms.push(preview(&questions, "member", "What an attendee at the member price is asked", member));
    }
    let view = PreviewView {
        title: open.title,
        list: format!("{}/questions", open.base),
        back: open.base,
        is_course: open.event.is_none(),
        forms,
        asks_dietary: asked.in_person && asked.serves_food,
    };
    page.render("admin/questions/preview.html", &view)
}

/// One form. Each has names of its own, because several stand on one page.
fn preview(questions: &[Question], id: &'static str, heading: &'static str, asked: AskedOf) -> PreviewForm {
    let form = on_form(questions, asked);
    let filled = views::filled(&form, &std::collections::BTreeMap::new());
    let named = |name: &str| if name.is_empty() { String::new() } else { format!("{id}_{name}") };
    let mut fields = views::fields(&form);
    for field in &mut fields {
        field.name = named(&field.name);
        for option in &mut field.options {
            option.name = named(&option.name);
        }
        if let Some(wait) = &mut field.waits_for {
            wait.name = named(&wait.name);
        }
    }
    let form = FormView::filled(filled.fields.into_iter().map(|(name, field)| (named(&name), field.value)));
    PreviewForm { id, heading, form, fields }
}
