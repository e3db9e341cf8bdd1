//! Who causes an entry of the ledger (AC-10). Money is moved by use cases of every feature, most of which know nothing of ledgers,
//! so whoever starts the work says once who is at work, and [`post`](super::ledger::post()) writes it down: a request says it for
//! its viewer, what Stripe reports says Stripe, and everything else is the system's own doing.

use std::future::Future;

use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use crate::web::Viewer;

/// Who caused an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Poster {
    /// Somebody signed in.
    Person(i64),
    /// Somebody who is not: a booker, or the bearer of a personal link.
    Visitor,
    /// The card processor, by what it reported.
    Stripe,
    /// A job.
    System,
}

impl Poster {
    /// The stored word, and the person where one is known.
    pub const fn parts(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Person(id) => ("person", Some(id)),
            Self::Visitor => ("visitor", None),
            Self::Stripe => ("stripe", None),
            Self::System => ("system", None),
        }
    }

    /// Who is at work in this task; the system when nobody said so.
    pub fn at_work() -> Self {
        AT_WORK.try_with(|poster| *poster).unwrap_or(Self::System)
    }

    /// Runs `work` as this poster's doing. Boxed, because work lies within work.
    pub async fn does<F: Future>(self, work: F) -> F::Output {
        AT_WORK.scope(self, Box::pin(work)).await
    }
}

tokio::task_local! {
    static AT_WORK: Poster;
}

/// What a stored word means to a reader; entries from before posters were kept say that it is not known.
pub fn poster_words(word: &str, person: Option<&str>) -> String {
    match word {
        "person" => person.unwrap_or("A person who is forgotten").to_owned(),
        "visitor" => "Not signed in".to_owned(),
        "stripe" => "Stripe".to_owned(),
        "system" => "The system".to_owned(),
        _ => "Not recorded".to_owned(),
    }
}

/// Middleware: whatever a request posts is its viewer's doing.
pub async fn attach_poster(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let viewer = request.extensions().get::<Viewer>().map(|viewer| viewer.person_id);
    viewer.map_or(Poster::Visitor, Poster::Person).does(next.call(request)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn ac_10_who_is_at_work_is_whoever_was_named_last_and_the_system_otherwise() {
        assert_eq!(Poster::at_work(), Poster::System);
        let inner = Poster::Person(7)
            .does(async { (Poster::at_work(), Poster::Stripe.does(async { Poster::at_work() }).await) });
        assert_eq!(inner.await, (Poster::Person(7), Poster::Stripe));
        assert_eq!(Poster::at_work(), Poster::System);
    }

    #[test]
    fn ac_10_every_stored_word_reads_as_somebody() {
        let table = [
            ("person", Some("Suresh Valliyappan"), "Suresh Valliyappan"),
            ("person", None, "A person who is forgotten"),
            ("visitor", None, "Not signed in"),
            ("stripe", None, "Stripe"),
            ("system", None, "The system"),
            ("unknown", None, "Not recorded"),
        ];
        for (word, person, words) in table {
            assert_eq!(poster_words(word, person), words);
        }
    }
}
