//! `/account/pause`: parental leave, long sickness, a break. The dates stand beside each choice (rules 2.3).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::Serialize;

use super::words::months_words;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::membership::{
    Chain, LONGEST_PAUSE_MONTHS, PauseError, PauseMembership, PauseReason, load_chain, pause_membership, plan_pause,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// The lengths that are offered.
const MONTHS: [u32; 4] = [3, 6, 9, LONGEST_PAUSE_MONTHS];

#[derive(Serialize)]
struct PausePage {
    form: FormView,
    /// Why not now; "" when it may be.
    refusal: String,
    starts_on: String,
    lengths: Vec<Choice>,
    reasons: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// GET `/account/pause`.
pub async fn show_pause(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let chain = load_chain(app.db.reader(), me.person_id).await?;
    page.render("members/pause.html", &view(&app, &chain, FormView::blank(&["months", "reason"])))
}

/// POST `/account/pause`.
pub async fn create_pause(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let mut errors = FieldErrors::new();
    let months = form.get("months").parse::<u32>().ok().filter(|months| MONTHS.contains(months));
    let reason = PauseReason::parse(form.get("reason"));
    if months.is_none() {
        errors.add("months", "Choose how long");
    }
    if reason.is_none() {
        errors.add("reason", "Choose why; one word is enough for us");
    }
    let (Some(months), Some(reason)) = (months, reason) else {
        let chain = load_chain(app.db.reader(), me.person_id).await?;
        let fields = ["months", "reason"].map(|field| (field, form.get(field)));
        let shown = FormView::filled(fields).with_errors(&errors);
        return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "members/pause.html", &view(&app, &chain, shown));
    };
    let command = PauseMembership { person_id: me.person_id, months, reason, actor: Actor::Person(me.person_id) };
    match pause_membership(&app, command).await {
        Ok(pause) => {
            let words = format!(
                "Your membership goes on free of charge from {} to the end of {}. An email with this is on its way.",
                long_date(pause.starts_on),
                long_date(pause.ends_on)
            );
            Ok(page.redirect_with(&Flash::done(words), "/account"))
        }
        Err(PauseError::Unexpected(error)) => Err(error.into()),
        Err(refused) => Ok(page.redirect_with(&Flash::info(refused.to_string()), "/account")),
    }
}

fn view(app: &App, chain: &Chain, form: FormView) -> PausePage {
    let today = london_date(app.now());
    let planned = MONTHS.map(|months| (months, plan_pause(chain, months, today, false)));
    let refusal = planned.iter().find_map(|(_, plan)| plan.as_ref().err()).map(PauseError::to_string);
    let starts_on = planned.iter().find_map(|(_, plan)| plan.as_ref().ok()).map(|plan| long_date(plan.starts_on));
    let lengths = planned.iter().filter_map(|(months, plan)| {
        let plan = plan.as_ref().ok()?;
        let label = format!("{}, to the end of {}", months_words(*months), long_date(plan.ends_on));
        Some(Choice { value: months.to_string(), label })
    });
    PausePage {
        form,
        refusal: refusal.unwrap_or_default(),
        starts_on: starts_on.unwrap_or_default(),
        lengths: lengths.collect(),
        reasons: PauseReason::ALL
            .map(|reason| Choice { value: reason.word().to_owned(), label: reason.label().to_owned() })
            .into(),
    }
}
