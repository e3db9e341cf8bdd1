//! `/account/leaving`: until when, what comes back, and one button. No reason is needed, nobody has to be rung (CO-10).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::Serialize;

use crate::app::App;
use crate::audit::Actor;
use crate::kernel::Pence;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::membership::{FactKind, Leave, LeaveError, leave, load_chain, preview_leaving};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn, TextInput};

const REASON: TextInput = TextInput::block("reason", "reason", 500).optional();

#[derive(Serialize)]
struct LeavingPage {
    /// "may_leave", "has_left", "not_a_member".
    state: &'static str,
    form: FormView,
    effective_on: String,
    refund: String,
    why: String,
}

/// GET `/account/leaving`.
pub async fn show_leaving(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let view = view(&app, me.person_id, FormView::blank(&["reason"])).await?;
    page.render("members/leaving.html", &view)
}

/// POST `/account/leaving`.
pub async fn create_leaving(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let mut errors = FieldErrors::new();
    let reason = REASON.read(&form, &mut errors);
    if !errors.is_empty() {
        let shown = FormView::filled([("reason", form.get("reason"))]).with_errors(&errors);
        let view = view(&app, me.person_id, shown).await?;
        return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "members/leaving.html", &view);
    }
    let command = Leave {
        person_id: me.person_id,
        reason: Some(reason).filter(|reason| !reason.is_empty()),
        actor: Actor::Person(me.person_id),
    };
    match leave(&app, command).await {
        Ok(leaving) => {
            let words = format!("We have your notice. {} An email with this is on its way.", leaving.why);
            Ok(page.redirect_with(&Flash::done(words), "/account/leaving"))
        }
        Err(LeaveError::Unexpected(error)) => Err(error.into()),
        Err(refused) => Ok(page.redirect_with(&Flash::info(refused.to_string()), "/account/leaving")),
    }
}

async fn view(app: &App, person_id: i64, form: FormView) -> Result<LeavingPage, PageError> {
    let now = app.now();
    let chain = load_chain(app.db.reader(), person_id).await?;
    let has_left = chain.fact_on(FactKind::Resigned, london_date(now)).is_some();
    let leaving = preview_leaving(&chain, now);
    let state = match (&leaving, has_left) {
        (_, true) => "has_left",
        (Some(_), false) => "may_leave",
        (None, false) => "not_a_member",
    };
    let refund = leaving.as_ref().map(|leaving| leaving.refund).filter(|refund| *refund > Pence::ZERO);
    Ok(LeavingPage {
        state,
        form,
        effective_on: leaving.as_ref().map(|leaving| long_date(leaving.effective_on)).unwrap_or_default(),
        refund: refund.map(|refund| refund.to_string()).unwrap_or_default(),
        why: leaving.map(|leaving| leaving.why).unwrap_or_default(),
    })
}
