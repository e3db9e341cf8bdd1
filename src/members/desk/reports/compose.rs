//! Fills the tables of the reports: terms and facts are read once, and everything is counted on the way.

use chrono::{Days, NaiveDate};

use super::cohorts::{Cohort, Cohorts};
use super::coverage::{Region, by_region};
use super::employers::{EmployerCount, by_size};
use super::leaving::{Cause, Leavings, Tally, leavings};
use super::period::Period;
use super::queries::{count_employers, each_chain, ending_facts};
use super::renewals::{Ends, EndsByMonth};
use super::table::{Cell, Row, Table};
use crate::app::App;
use crate::kernel::Unexpected;
use crate::members::employers::councils_in_being;
use crate::members::membership::{GRACE_DAYS, RENEWAL_OPENS_DAYS};
use crate::payments;

/// Employers on the page; the file has them all.
const MOST_EMPLOYERS: usize = 20;
/// Reasons on the page; the file has them all.
const MOST_REASONS: usize = 30;

/// Everything the reports say.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    /// Memberships that were ever counted; none means that there is nothing to report.
    memberships: u64,
    ends: EndsByMonth,
    cohorts: Cohorts,
    leavings: Leavings,
    employers: Vec<EmployerCount>,
    pub(super) regions: Vec<Region>,
}

/// Reads and counts, in five statements.
pub(super) async fn gather(app: &App, period: Period, today: NaiveDate) -> Result<Figures, Unexpected> {
    let db = app.db.reader();
    let facts = ending_facts(db).await?;
    // Money for a renewal comes from the day on which it opens to the last day of grace.
    let opens = period.from.checked_sub_days(Days::new(RENEWAL_OPENS_DAYS)).unwrap_or(period.from);
    let closes = period.to.checked_add_days(Days::new(GRACE_DAYS)).unwrap_or(period.to);
    let value_days = payments::queries::value_days_by_hand(db, (opens, closes)).await?;
    let mut figures = Figures { ends: EndsByMonth::over(period.days()), ..Figures::default() };
    each_chain(db, &value_days, |membership_id, terms| {
        let facts = facts.get(&membership_id).map_or(&[][..], Vec::as_slice);
        figures.memberships += 1;
        figures.ends.add(terms, period.days(), today);
        figures.cohorts.add(terms, today);
        figures.leavings.add(&leavings(terms, facts, today), period.days());
    })
    .await?;
    figures.employers = count_employers(db, today).await?;
    figures.regions = by_region(&councils_in_being(db, today).await?, &figures.employers);
    Ok(figures)
}

impl Figures {
    /// Nobody was ever a member.
    pub(super) fn is_empty(&self) -> bool {
        self.memberships == 0
    }

    /// The tables of the page, in its order.
    pub(super) fn tables(&self) -> [Table; 6] {
        [self.renewals(), self.cohorts(), self.leaving(), self.reasons(), self.employers(), self.coverage()]
    }

    /// Each council with its members, for a file; the page names those without any.
    pub(super) fn councils(&self) -> Table {
        let of = |region: &Region| {
            let row = |council: &super::coverage::Council| {
                Row::new(format!("{}: {}", region.label, council.name), vec![Cell::Count(council.members)])
            };
            region.councils.iter().map(row).collect::<Vec<_>>()
        };
        Table {
            slug: "councils",
            title: "Each council and its members",
            note: "",
            of: "Council",
            columns: &["Members"],
            rows: self.regions.iter().flat_map(of).collect(),
            folded: None,
            none: "",
        }
    }

    fn renewals(&self) -> Table {
        let row = |(month, ends): (&NaiveDate, &Ends)| {
            let counts = [ends.all(), ends.in_time, ends.in_grace, ends.won_back];
            let later = [ends.back_later, ends.gone, ends.undecided];
            let rates = [Cell::Rate(ends.renewed(), ends.decided())];
            let cells = counts.into_iter().chain(later).map(Cell::Count).chain(rates).collect();
            Row::new(month.format("%B %Y").to_string(), cells)
        };
        Table {
            slug: "renewals",
            title: "Renewals, by the month in which terms ended",
            note: "In time: paid by the end of the last day, or written down later without a gap. In grace: in the \
                   30 days after it. Won back: joined again after \
                   that, within 12 months of the last day. Grace running: the 30 days are not over, so they are not in the \
                   rate. A term that was ended on purpose is not here but under leaving; one that a pause or an extension \
                   put off counts when that ends. Months in which none ended are left out.",
            of: "Month",
            columns: &[
                "Ended",
                "In time",
                "In grace",
                "Won back",
                "Back later",
                "Still gone",
                "Grace running",
                "Renewed",
            ],
            rows: self.ends.0.iter().filter(|(_, ends)| ends.all() > 0).map(row).collect(),
            folded: None,
            none: "No term ended in this period.",
        }
    }

    fn cohorts(&self) -> Table {
        let row = |(year, cohort): (&i32, &Cohort)| {
            let after = cohort.after.iter().map(|after| Cell::Of(after.members, after.reached));
            Row::new(year.to_string(), std::iter::once(Cell::Count(cohort.joined)).chain(after).collect())
        };
        Table {
            slug: "joining-years",
            title: "Who stays, by the year of joining",
            note: "The year in which the first term on record began, whatever the period above. After 1 year: of those for \
                   whom that day and its 30 days of grace are over, those who had a term on it. Somebody who came back \
                   counts again.",
            of: "Joined in",
            columns: &["Joined", "After 1 year", "After 2 years", "After 3 years"],
            rows: self.cohorts.0.iter().map(row).collect(),
            folded: None,
            none: "Nobody has joined yet.",
        }
    }

    fn leaving(&self) -> Table {
        let all: i64 = self.leavings.causes.values().map(|tally| tally.left).sum();
        let row = |cause: Cause| {
            let tally = self.leavings.causes.get(&cause).copied().unwrap_or_default();
            let cells = vec![Cell::Count(tally.left), Cell::Share(tally.left, all), Cell::Count(tally.back)];
            Row::new(cause.label(), cells)
        };
        Table {
            slug: "leaving",
            title: "Who left, and how",
            note: "Counted by the last day of membership. Somebody who only did not renew counts when their 30 days of grace \
                   are over.",
            of: "How",
            columns: &["Left", "Share", "Back since"],
            rows: if all == 0 { Vec::new() } else { Cause::ALL.map(row).into() },
            folded: None,
            none: "Nobody left in this period.",
        }
    }

    fn reasons(&self) -> Table {
        let Leavings { reasons, unsaid, .. } = &self.leavings;
        let mut said: Vec<&(String, Tally)> = reasons.values().collect();
        said.sort_by(|(one, ones), (other, others)| others.left.cmp(&ones.left).then_with(|| one.cmp(other)));
        let all = said.iter().map(|(_, tally)| tally.left).sum::<i64>() + unsaid.left;
        let row = |words: &str, tally: Tally| {
            Row::new(words, vec![Cell::Count(tally.left), Cell::Share(tally.left, all), Cell::Count(tally.back)])
        };
        // What was not said stands first: it is no reason, and must not be lost among those that are folded.
        let unsaid = (unsaid.left > 0).then(|| row("No reason given", *unsaid));
        Table {
            slug: "reasons",
            title: "What those who gave notice said",
            note: "In their own words, or in the officer’s who wrote the notice down; the same words are one row. The question \
                   is optional. Words may say who somebody is: keep them among officers.",
            of: "Reason",
            columns: &["Left", "Share", "Back since"],
            rows: unsaid.into_iter().chain(said.iter().map(|(words, tally)| row(words, *tally))).collect(),
            folded: Some((MOST_REASONS, "Other reasons, each in the file")),
            none: "Nobody who left in this period had given notice.",
        }
    }

    fn employers(&self) -> Table {
        let sizes = by_size(&self.employers);
        let all: i64 = sizes.iter().map(|(_, members)| members).sum();
        let row =
            |(name, members): (String, i64)| Row::new(name, vec![Cell::Count(members), Cell::Share(members, all)]);
        Table {
            slug: "employers",
            title: "Whom members work for today",
            note: "Members today, those in grace with them, by the employer on their profile. Organisations stand under the \
                   name they have today.",
            of: "Employer",
            columns: &["Members", "Share"],
            rows: sizes.into_iter().map(row).collect(),
            folded: Some((MOST_EMPLOYERS, "All other employers, each in the file")),
            none: "Nobody is a member today.",
        }
    }

    fn coverage(&self) -> Table {
        let row = |region: &Region| {
            let (all, covered) = (region.all(), region.covered());
            let counts = [all, covered, all - covered, region.members()].map(Cell::Count);
            Row::new(region.label.clone(), counts.into_iter().chain([Cell::Rate(covered, all)]).collect())
        };
        Table {
            slug: "regions",
            title: "Councils with a member, by region",
            note: "The councils of England and Wales and the island governments that are in being today. A trust that runs \
                   children’s services is an employer of its own and does not count as its council.",
            of: "Region or nation",
            columns: &["Councils", "With a member", "Without", "Their members", "Covered"],
            rows: self.regions.iter().map(row).collect(),
            folded: None,
            none: "The list of councils has not been loaded. It comes with an update of the database.",
        }
    }
}
