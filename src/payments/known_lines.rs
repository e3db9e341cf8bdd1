//! Lines of charges with what was credited of each, read once behind the charges' locks and kept right while one transaction credits
//! and refunds them.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;

use super::store::{self, LineRow};
use crate::kernel::{Pence, Unexpected};

/// The lines one act is about, by rising id.
#[derive(Debug)]
pub(super) struct KnownLines {
    rows: Vec<LineRow>,
    credited: BTreeMap<i64, Pence>,
}

impl KnownLines {
    /// These lines, whose charges the caller has locked.
    pub(super) async fn of(tx: &impl ConnectionTrait, rows: Vec<LineRow>) -> Result<Self, Unexpected> {
        let ids: Vec<i64> = rows.iter().map(|line| line.id).collect();
        Ok(Self { credited: store::credited_of_lines(tx, &ids).await?, rows })
    }

    /// What they are and what they cost.
    pub(super) fn rows(&self) -> &[LineRow] {
        &self.rows
    }

    /// What was credited of a line so far.
    pub(super) fn credited(&self, line_id: i64) -> Pence {
        self.credited.get(&line_id).copied().unwrap_or_default()
    }

    /// A credit was written.
    pub(super) fn note_credit(&mut self, line_id: i64, amount: Pence) {
        *self.credited.entry(line_id).or_default() += amount;
    }
}
