//! The boxes of the email choices: one for each kind of mail.

use std::collections::BTreeMap;

use crate::notifications::preferences::{Answer, Choice, MailPurpose};
use crate::web::{FormView, Posted};

/// Which kinds were ticked.
pub(super) fn read_wanted(form: &Posted) -> Vec<MailPurpose> {
    MailPurpose::ALL.into_iter().filter(|purpose| form.has(purpose.word())).collect()
}

/// The form as it stands: ticked only where they said yes themselves (DP-06).
pub(super) fn choices_view(current: &BTreeMap<MailPurpose, Choice>) -> FormView {
    FormView::filled(MailPurpose::ALL.map(|purpose| {
        let is_yes = current.get(&purpose).is_some_and(|choice| choice.answer == Answer::Yes);
        (purpose.word(), if is_yes { "yes" } else { "" })
    }))
}
