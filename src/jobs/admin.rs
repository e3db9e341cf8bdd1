//! The jobs page of the back office: what waits, what runs, what gave up; and putting a dead job back.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::queries::{JobState, count_jobs, list_jobs, list_schedule, list_workers, worker_is_alive};
use super::queue::revive;
use super::views::{JobsView, figures, job_view, turn_view, worker_view};
use crate::app::App;
use crate::audit::{self, Actor};
use crate::web::{Flash, PageContext, PageError, Permitted, may};

/// Rows of each list.
const MOST: u64 = 50;

/// The page.
pub async fn list_all(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let counts = count_jobs(db, now).await?;
    let of = async |state| Ok::<_, PageError>(list_jobs(db, state, MOST).await?.into_iter().map(job_view).collect());
    let view = JobsView {
        worker_is_alive: worker_is_alive(db, now).await?,
        dead: of(JobState::Dead).await?,
        running: of(JobState::Running).await?,
        waiting: of(JobState::Waiting).await?,
        more_dead: counts.dead.saturating_sub(MOST),
        more_waiting: counts.waiting.saturating_sub(MOST),
        schedule: list_schedule(db).await?.into_iter().map(turn_view).collect(),
        workers: list_workers(db).await?.into_iter().map(|worker| worker_view(worker, now)).collect(),
        counts: figures(counts),
    };
    page.render("admin/jobs/list.html", &view)
}

/// Puts a dead job back into the queue.
pub async fn create_revival(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewJobs>,
    id: Path<i64>,
) -> Result<HttpResponse, PageError> {
    let (id, now) = (id.into_inner(), app.now());
    let revived = app
        .db
        .write_tx(async |tx| {
            let revived = revive(tx, id, now).await?;
            if revived {
                let entry = audit::Entry {
                    actor: Actor::Person(officer.person_id),
                    action: "job.revived",
                    subject_kind: "job",
                    subject_id: id,
                    reason: None,
                    values: None,
                };
                audit::record(tx, entry, now).await?;
            }
            Ok::<_, PageError>(revived)
        })
        .await?;
    let flash = if revived {
        Flash::done("The job is back in the queue and will be tried again from the start.")
    } else {
        Flash::info("That job is not waiting for anybody any more.")
    };
    Ok(page.redirect_with(&flash, "/admin/jobs"))
}
