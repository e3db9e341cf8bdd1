//! Applications: begun as a draft that is saved at every step, sent, decided by people or by the rule of its type, and kept with
//! the reasons (rules 2.2). Approving opens the order that is then paid; membership begins with the money (D6).

mod answer_question;
mod answers;
mod application_kind;
mod application_state;
mod approve;
mod clock;
mod close_unanswered;
mod decide_application;
mod decision;
mod declaration;
pub mod desk;
mod emails;
pub mod jobs;
pub mod queries;
mod review_application;
mod save_draft;
mod step;
mod store;
mod submit_application;
mod withdraw_application;
pub mod words;

pub use answer_question::{AnswerQuestionError, answer_question};
pub use answers::{Answers, EmailWants, EmployerAnswer, EvidenceAnswer};
pub use application_kind::ApplicationKind;
pub use application_state::{ApplicationEvent, ApplicationState, NotAllowed};
pub use clock::{REPLY_DAYS, Urgency, clock_words, reply_by};
pub use decide_application::{DecideApplication, DecideError, Decided, decide_application};
pub use decision::{Decision, RefusalReason};
pub use declaration::{STANDARD_DECLARATION, declaration_of};
pub use emails::queue_way_back;
pub use queries::{
    ApplicationRecord, ApplicationSummary, WaitingWork, application_of, find_live_application, waiting_work,
};
pub use review_application::review_application;
pub use save_draft::{DraftAnswer, SaveDraftError, draft_or_prefilled, save_draft};
pub use step::Step;
pub use submit_application::{SubmitApplication, SubmitError, Submitted, submit_application};
pub use withdraw_application::withdraw_application;

/// What an application keeps of the terms that were accepted with it.
fn terms_words(version: i32) -> String {
    match version {
        // The words of the join form before versions had numbers; drafts may still carry them.
        0 => "membership-2026-11".to_owned(),
        version => format!("Version {version}"),
    }
}
