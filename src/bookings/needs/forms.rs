//! What the form of needs sends. Nothing is ever required; but what is told is taken only with the agreement beside it (QST-3).

use super::need::{Need, Needs};
use crate::kernel::short_text::{TextError, clean_block};
use crate::web::{FieldErrors, FormView, Posted};

const MOST: usize = 2_000;

/// A form filled with these needs. The agreement is given anew each time something is told.
pub fn filled(needs: &Needs) -> FormView {
    let mut form = FormView::filled(Need::ALL.map(|need| {
        let value = if needs.ticked.contains(&need) { "yes" } else { "" };
        (need.word(), value)
    }));
    form.set("more", needs.more.clone());
    form.set("dietary", needs.dietary.clone());
    form.set("agreed", "");
    form.set("keep", "");
    form
}

/// The form as it was sent.
pub fn sent(posted: &Posted) -> FormView {
    let mut form = filled(&Needs::default());
    let names: Vec<String> = form.fields.keys().cloned().collect();
    for name in names {
        let value = posted.get(&name).to_owned();
        form.set(name, value);
    }
    form
}

/// What was told.
pub fn read_needs(posted: &Posted, asks_dietary: bool) -> Result<Needs, FieldErrors> {
    let mut errors = FieldErrors::new();
    let more = errors.check("more", or_empty(clean_block(posted.get("more"), MOST)));
    let typed = if asks_dietary { posted.get("dietary") } else { "" };
    let dietary = errors.check("dietary", or_empty(clean_block(typed, MOST)));
    let ticked = Need::ALL.into_iter().filter(|need| posted.has(need.word())).collect();
    let needs = Needs { ticked, more: more.unwrap_or_default(), dietary: dietary.unwrap_or_default() };
    if needs.ticked.contains(&Need::Other) && needs.more.is_empty() {
        errors.add("more", "Say in a few words what else you need, so that we can arrange it");
    }
    if !needs.is_empty() && !posted.has("agreed") {
        errors.add("agreed", "Tick the box to say that we may use what you told us here, or take out what you told us");
    }
    errors.into_result().map(|()| needs)
}

fn or_empty(read: Result<String, TextError>) -> Result<String, TextError> {
    match read {
        Err(TextError::Empty) => Ok(String::new()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qst_3_what_is_told_is_taken_only_with_the_agreement_and_nothing_is_required() {
        let read = |fields: &[(&str, &str)]| read_needs(&Posted::of(fields), true);
        let field = |fields: &[(&str, &str)]| read(fields).unwrap_err().iter().next().unwrap().field.clone();

        assert!(read(&[]).unwrap().is_empty(), "nothing is required");
        assert_eq!(field(&[("breaks", "yes")]), "agreed");
        assert_eq!(field(&[("dietary", "Vegan")]), "agreed");
        assert_eq!(field(&[("other", "yes"), ("agreed", "yes")]), "more");
        let told = read(&[("breaks", "yes"), ("more", " Every hour "), ("agreed", "yes")]).unwrap();
        assert_eq!((told.labels(), told.more.as_str()), (vec!["Breaks, or more of them"], "Every hour"));
    }

    #[test]
    fn qst_1_diet_is_not_read_where_it_is_not_asked() {
        assert!(read_needs(&Posted::of(&[("dietary", "Vegan")]), false).unwrap().is_empty());
    }
}
