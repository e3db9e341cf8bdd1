//! The charity's bank holidays (TM-05): the table that comes with the program, what the charity has added and taken away, kept
//! for whoever counts working days, and the back office page that changes it. Nothing here needs the network: a newer list is
//! pasted or uploaded, looked at, and then saved.

pub mod admin;
mod change_days;
mod day_list;
mod forms;
mod kept;
mod refresh;
mod store;
mod views;

pub use change_days::{ChangeDaysError, DayChange, change_days, take_back};
pub use day_list::{DayList, ListedDay, NotAList, read_list};
pub use kept::KeptHolidays;
pub use refresh::{Plan, plan};
pub use views::{PAGE, ending_words};
