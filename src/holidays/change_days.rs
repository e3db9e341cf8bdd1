//! Changes which days are bank holidays: days added, days taken away, and changes taken back, each with its audit entry.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::store::{delete_change, find_change, load_working_days, put_change};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::working_days::{HolidayChange, shipped_on};
use crate::kernel::{Instant, Unexpected, WorkingDays};
use crate::unexpected_from;

/// One day that is to become a bank holiday, or to be none any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayChange {
    /// With its name.
    Add(NaiveDate, String),
    /// The day stays in the list as taken away, so that it can be put back.
    TakeAway(NaiveDate),
}

impl DayChange {
    /// Which day.
    pub fn day(&self) -> NaiveDate {
        match self {
            Self::Add(day, _) | Self::TakeAway(day) => *day,
        }
    }
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeDaysError {
    /// The day is in the list already.
    #[error("That day is a bank holiday already: {0}.")]
    AlreadyHoliday(String),
    /// The day is not in the list.
    #[error("That day is not a bank holiday, so it cannot be taken away. Somebody else may have done it.")]
    NotHoliday,
    /// Nothing was changed about that day.
    #[error("That day is as it comes with the program. Somebody else may have taken the change back.")]
    NothingToTakeBack,
    /// We or the database failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(ChangeDaysError);

/// Makes the changes, all of them or none.
pub async fn change_days(app: &App, changes: &[DayChange], by: Actor, now: Instant) -> Result<(), ChangeDaysError> {
    let written = app.db.write_tx(async |tx| {
        let before = load_working_days(tx).await?;
        for change in changes {
            match (change, before.holiday_on(change.day())) {
                (DayChange::Add(..), Some(name)) => {
                    return Err(ChangeDaysError::AlreadyHoliday(name.to_owned()));
                }
                (DayChange::TakeAway(_), None) => return Err(ChangeDaysError::NotHoliday),
                _ => write_change(tx, change, &before, (by, now)).await?,
            }
        }
        Ok(())
    });
    written.await?;
    app.holidays.forget();
    Ok(())
}

/// Leaves `day` to the table that comes with the program again.
pub async fn take_back(app: &App, day: NaiveDate, by: Actor, now: Instant) -> Result<(), ChangeDaysError> {
    let written = app.db.write_tx(async |tx| {
        let before = load_working_days(tx).await?;
        let row = find_change(tx, day).await?.ok_or(ChangeDaysError::NothingToTakeBack)?;
        if !delete_change(tx, day).await? {
            return Err(ChangeDaysError::NothingToTakeBack);
        }
        let (was, is) = (before.holiday_on(day), shipped_on(day));
        record(tx, "bank_holiday.change_taken_back", (row.id, day), (was, is), (by, now)).await?;
        Ok(())
    });
    written.await?;
    app.holidays.forget();
    Ok(())
}

/// A change that leads back to the shipped table is the end of an earlier change, not a second one.
async fn write_change(
    tx: &Tx,
    change: &DayChange,
    before: &WorkingDays,
    (by, now): (Actor, Instant),
) -> Result<(), ChangeDaysError> {
    let day = change.day();
    let was = before.holiday_on(day);
    let earlier = find_change(tx, day).await?;
    let (action, is, kept) = match change {
        DayChange::Add(_, name) => {
            let name = shipped_on(day).unwrap_or(name);
            ("bank_holiday.added", Some(name), shipped_on(day).is_none().then_some((name, true)))
        }
        DayChange::TakeAway(_) => ("bank_holiday.taken_away", None, shipped_on(day).map(|name| (name, false))),
    };
    let id = if let Some((name, is_holiday)) = kept {
        put_change(tx, day, &HolidayChange { name: name.to_owned(), is_holiday }, now).await?;
        find_change(tx, day).await?.map(|row| row.id)
    } else {
        delete_change(tx, day).await?;
        earlier.map(|row| row.id)
    };
    Ok(record(tx, action, (id.unwrap_or_default(), day), (was, is), (by, now)).await?)
}

async fn record(
    tx: &Tx,
    action: &'static str,
    (id, day): (i64, NaiveDate),
    (was, is): (Option<&str>, Option<&str>),
    (by, now): (Actor, Instant),
) -> Result<(), Unexpected> {
    let value = |name: Option<&str>| -> Value { json!({ "day": day, "bank_holiday": name }) };
    let entry = Entry {
        actor: by,
        action,
        subject_kind: "bank_holiday",
        subject_id: id,
        reason: None,
        values: Some((value(was), value(is))),
    };
    Ok(audit::record(tx, entry, now).await?)
}
