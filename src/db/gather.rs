//! Statements that do not need each other, sent together.
//!
//! On SQLite a statement is a hop to another thread and back, and the hop costs more than most statements. Inside
//! [`Gather::run`], whatever a future asks before it waits (the branches of a `join!`) goes as one text over one connection;
//! on PostgreSQL each goes over a connection of its own, at once, or within a transaction one after the other over its own.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, ready};

use sea_orm::{DbErr, Statement};
use tokio::sync::oneshot;

use super::shelf::Outcome;

/// What a statement gave.
pub(super) type Answer = Result<Outcome, DbErr>;

tokio::task_local! {
    static GATHER: Arc<Gather>;
}

/// A statement and who waits for what it gives.
pub(super) struct Asked {
    pub(super) statement: Statement,
    answer: oneshot::Sender<Answer>,
}

/// What has been asked and not yet sent.
#[derive(Default)]
pub(super) struct Gather {
    asked: Mutex<Vec<Asked>>,
}

impl Gather {
    /// The one this task is in, if it is in one.
    pub(super) fn current() -> Option<Arc<Self>> {
        GATHER.try_with(Arc::clone).ok()
    }

    /// What a statement gives that is sent with others.
    pub(super) async fn ask(&self, statement: Statement) -> Answer {
        let (answer, outcome) = oneshot::channel();
        self.asked().push(Asked { statement, answer });
        outcome.await.map_err(|_| DbErr::Custom("a statement was given up before it was sent".to_owned()))?
    }

    fn asked(&self) -> std::sync::MutexGuard<'_, Vec<Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work`; each time it can go no further, `send` answers all it has asked. Within another one it is part of that.
    pub(super) async fn run<T, S>(work: impl Future<Output = T>, send: impl Fn(Vec<Asked>) -> S) -> T
    where
        S: Future<Output = ()>,
    {
        if Self::current().is_some() {
            return work.await;
        }
        let gather = Arc::new(Self::default());
        gather.attend(GATHER.scope(Arc::clone(&gather), work), send).await
    }

    /// The same for a `work` that asks this one by itself.
    pub(super) async fn attend<T, S>(&self, work: impl Future<Output = T>, send: impl Fn(Vec<Asked>) -> S) -> T
    where
        S: Future<Output = ()>,
    {
        let mut work = pin!(work);
        let mut sending = None;
        std::future::poll_fn(|context| {
            loop {
                // Nothing of `work` can go on meanwhile but what waits for something else than the database.
                if let Some(send) = &mut sending {
                    let send: &mut std::pin::Pin<Box<S>> = send;
                    ready!(send.as_mut().poll(context));
                    sending = None;
                }
                if let Poll::Ready(value) = work.as_mut().poll(context) {
                    return Poll::Ready(value);
                }
                let asked = std::mem::take(&mut *self.asked());
                if asked.is_empty() {
                    return Poll::Pending;
                }
                sending = Some(Box::pin(send(asked)));
            }
        })
        .await
    }
}

/// Statements in one order whatever order they were asked in, so that the text they make together is the same every time.
pub(super) fn in_order(mut asked: Vec<Asked>) -> Vec<Asked> {
    asked.sort_by(|one, other| one.statement.sql.cmp(&other.statement.sql));
    asked
}

/// The statements, and who is to be told what they give.
pub(super) fn apart(asked: Vec<Asked>) -> (Vec<Statement>, Vec<oneshot::Sender<Answer>>) {
    asked.into_iter().map(|Asked { statement, answer }| (statement, answer)).unzip()
}

/// Tells each what its statement gave, or everybody what went wrong.
pub(super) fn tell(outcomes: Result<Vec<Outcome>, DbErr>, answers: Vec<oneshot::Sender<Answer>>) {
    match outcomes {
        Ok(outcomes) => outcomes.into_iter().zip(answers).for_each(|(outcome, answer)| drop(answer.send(Ok(outcome)))),
        Err(error) => answers.into_iter().for_each(|answer| drop(answer.send(Err(error.clone())))),
    }
}

#[cfg(test)]
#[path = "gather_tests.rs"]
mod tests;
