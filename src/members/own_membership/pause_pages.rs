//! `/account/pause`: parental leave, long sickness, a break. Today or at the end of the term; the dates stand beside each
//! choice (rules 2.3).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use chrono::NaiveDate;
use serde::Serialize;

use super::words::months_words;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::membership::{
    Chain, LONGEST_PAUSE_MONTHS, Pause, PauseError, PauseFrom, PauseMembership, PauseReason, load_chain,
    pause_membership, plan_pause,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

/// The lengths that are offered.
const MONTHS: [u32; 4] = [3, 6, 9, LONGEST_PAUSE_MONTHS];

#[derive(Serialize)]
struct PausePage {
    form: FormView,
    /// Why not now; "" when it may be.
    refusal: String,
    /// Today and the day after the term, where both may be chosen.
    starts: Vec<Choice>,
    lengths: Vec<Choice>,
    reasons: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
    hint: String,
}

/// GET `/account/pause`.
pub async fn show_pause(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let chain = load_chain(app.db.reader(), me.person_id).await?;
    page.render("members/pause.html", &view(&app, &chain, FormView::blank(&["from", "months", "reason"])))
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
    let from = PauseFrom::parse(form.get("from"));
    if from.is_none() {
        errors.add("from", "Choose when it begins");
    }
    if months.is_none() {
        errors.add("months", "Choose how long");
    }
    if reason.is_none() {
        errors.add("reason", "Choose why; one word is enough for us");
    }
    let (Some(from), Some(months), Some(reason)) = (from, months, reason) else {
        let chain = load_chain(app.db.reader(), me.person_id).await?;
        let fields = ["from", "months", "reason"].map(|field| (field, form.get(field)));
        let shown = FormView::filled(fields).with_errors(&errors);
        return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "members/pause.html", &view(&app, &chain, shown));
    };
    let command = PauseMembership { person_id: me.person_id, from, months, reason, actor: Actor::Person(me.person_id) };
    match pause_membership(&app, command).await {
        Ok(pause) => {
            let words = format!(
                "You pause from {} to the end of {}. Your membership runs until the end of {}. An email with this is on its way.",
                long_date(pause.starts_on),
                long_date(pause.ends_on),
                long_date(pause.member_until)
            );
            Ok(page.redirect_with(&Flash::done(words), "/account"))
        }
        Err(PauseError::Unexpected(error)) => Err(error.into()),
        Err(refused) => Ok(page.redirect_with(&Flash::info(refused.to_string()), "/account")),
    }
}

/// The pauses that may be asked for today, by their first day.
fn planned(chain: &Chain, months: u32, today: NaiveDate) -> Vec<(PauseFrom, Pause)> {
    let plan = |from| plan_pause(chain, (from, months), today, false).ok().map(|pause| (from, pause));
    PauseFrom::ALL.into_iter().filter_map(plan).collect()
}

fn view(app: &App, chain: &Chain, mut form: FormView) -> PausePage {
    let today = london_date(app.now());
    let lengths: Vec<Choice> =
        MONTHS.iter().filter_map(|months| length(*months, &planned(chain, *months, today))).collect();
    let possible = planned(chain, LONGEST_PAUSE_MONTHS, today);
    let is_chosen = form.fields.get("from").is_some_and(|field| !field.value.is_empty());
    if let Some((from, _)) = possible.last().filter(|_| !is_chosen) {
        form.set("from", from.word());
    }
    let refusal = plan_pause(chain, (PauseFrom::Today, LONGEST_PAUSE_MONTHS), today, false).err();
    let starts = possible.iter().map(|(from, pause)| start(*from, pause)).collect();
    PausePage {
        form,
        refusal: refusal.filter(|_| lengths.is_empty()).map(|why| why.to_string()).unwrap_or_default(),
        starts,
        lengths,
        reasons: PauseReason::ALL
            .map(|reason| Choice {
                value: reason.word().to_owned(),
                label: reason.label().to_owned(),
                hint: String::new(),
            })
            .into(),
    }
}

fn start(from: PauseFrom, pause: &Pause) -> Choice {
    let (label, hint) = match from {
        PauseFrom::Today => {
            ("Today", "The days you have paid for are not lost: as many months as you pause are added after them.")
        }
        PauseFrom::TermEnd => ("When my term ends", "You go on as you are until then."),
    };
    Choice {
        value: from.word().to_owned(),
        label: format!("{label}, {}", long_date(pause.starts_on)),
        hint: hint.to_owned(),
    }
}

/// One length with every date that it would have.
fn length(months: u32, planned: &[(PauseFrom, Pause)]) -> Option<Choice> {
    let (_, first) = planned.first()?;
    let days = planned
        .iter()
        .map(|(_, pause)| format!("from {} to the end of {}", long_date(pause.starts_on), long_date(pause.ends_on)));
    let days = days.collect::<Vec<_>>().join(", or ");
    let hint = format!("Paused {days}. Your membership then runs to the end of {}.", long_date(first.member_until));
    Some(Choice { value: months.to_string(), label: months_words(months), hint })
}
