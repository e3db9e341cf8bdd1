use super::*;
use crate::kernel::working_days::HolidayChange;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The shipped days of these years, as a list would have them.
fn list_of(years: std::ops::RangeInclusive<i32>) -> DayList {
    let shipped = WorkingDays::shipped();
    let days = shipped.holidays().into_iter().filter(|(day, _)| years.contains(&day.year()));
    DayList { days: days.map(|(day, name)| (day, name.to_owned())).collect() }
}

fn with(mut list: DayList, date: &str) -> DayList {
    list.days.insert(day(date), "A day of thanks".to_owned());
    list
}

fn without(mut list: DayList, date: &str) -> DayList {
    assert!(list.days.remove(&day(date)).is_some());
    list
}

fn changes(list: &DayList, today: &str) -> Vec<DayChange> {
    plan(list, &WorkingDays::shipped(), day(today)).changes
}

fn add(date: &str) -> DayChange {
    DayChange::Add(day(date), "A day of thanks".to_owned())
}

#[test]
fn tm_05_a_list_that_says_the_same_changes_nothing() {
    let found = plan(&list_of(2026..=2028), &WorkingDays::shipped(), day("2026-11-23"));

    assert_eq!(found, Plan { changes: vec![], whole_years: vec![2026, 2027, 2028], at_weekends: 0 });
}

#[test]
fn tm_05_days_from_today_on_are_added_and_earlier_ones_left() {
    let table =
        [("2027-06-03", vec![add("2027-06-04")]), ("2027-06-04", vec![add("2027-06-04")]), ("2027-06-05", vec![])];
    for (today, wanted) in table {
        assert_eq!(changes(&with(list_of(2027..=2027), "2027-06-04"), today), wanted, "{today}");
    }
}

#[test]
fn tm_05_a_day_that_was_moved_is_taken_away_and_added() {
    let moved = with(without(list_of(2027..=2027), "2027-05-03"), "2027-05-07");

    assert_eq!(changes(&moved, "2026-11-23"), [DayChange::TakeAway(day("2027-05-03")), add("2027-05-07")]);
    assert_eq!(changes(&moved, "2027-05-04"), [add("2027-05-07")], "a day that is over stays");
}

#[test]
fn tm_05_of_a_year_that_is_not_whole_nothing_is_taken_away() {
    let cut_off = without(list_of(2027..=2027), "2027-05-03");
    let found = plan(&cut_off, &WorkingDays::shipped(), day("2026-11-23"));
    assert_eq!((found.changes, found.whole_years), (vec![], vec![]), "seven days");

    let eight = with(cut_off, "2027-05-07");
    assert_eq!(changes(&eight, "2026-11-23").len(), 2, "eight days");
}

#[test]
fn tm_05_a_day_at_a_weekend_is_left_aside() {
    let found = plan(&with(list_of(2027..=2027), "2027-06-05"), &WorkingDays::shipped(), day("2026-11-23"));

    assert_eq!((found.changes, found.at_weekends), (vec![], 1));
}

#[test]
fn tm_05_what_the_charity_added_and_the_list_lacks_is_taken_away() {
    let change = HolidayChange { name: "A day of thanks".to_owned(), is_holiday: true };
    let now = WorkingDays::with_changes([(day("2027-06-04"), change)]);
    let found = plan(&list_of(2027..=2027), &now, day("2026-11-23"));

    assert_eq!(found.changes, [DayChange::TakeAway(day("2027-06-04"))]);
}

#[test]
fn what_is_written_for_the_page_is_read_back() {
    let changes = vec![add("2027-06-04"), DayChange::TakeAway(day("2027-05-03"))];

    assert_eq!(read_written(&written(&changes)), Some(changes.clone()));
    assert_eq!(read_written(&written(&changes).replace('\n', "\r\n")), Some(changes));
    for tampered in
        ["", "2027-06-04", "+2027-06-04", "+2027-06-04 ", "-2027-02-30", "*2027-06-04", "-1999-01-01", "é2027"]
    {
        assert_eq!(read_written(tampered), None, "{tampered}");
    }
}
