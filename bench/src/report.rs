//! The report, as the README keeps it: tables of what was measured, then each aim with whether it was met.

use super::book::BookingFigures;
use super::pages::{ACCOUNT, PageFigures};
use super::sign_in::Flood;

/// Everything that was measured.
#[derive(Default)]
pub struct Report {
    /// Milliseconds.
    pub start_up: f64,
    /// Size of the stripped program.
    pub binary_bytes: u64,
    /// Pages.
    pub pages: Vec<PageFigures>,
    /// KiB.
    pub resident_after_pages: u64,
    /// Sign-ins.
    pub flood: Flood,
    /// By database.
    pub bookings: Vec<BookingFigures>,
}

/// The three figures of `/proc/loadavg`.
pub fn machine_load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

impl Report {
    /// Prints all of it.
    pub fn print(&self, load_before: &str) {
        let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
        println!(
            "{cores} cores, shared by server, client and database; load average before {load_before}, after {}.\n",
            machine_load()
        );
        print_pages(&self.pages);
        self.print_bookings();
        self.print_process();
        self.print_aims();
    }

    fn print_bookings(&self) {
        println!("\n| bookings to held | bookings/s | p50 ms | p99 ms | server CPU µs | commits/s of one small row |");
        println!("|---|--:|--:|--:|--:|--:|");
        for figures in &self.bookings {
            let many = figures.commits_of_many.map_or_else(String::new, |many| format!("; 16 connections {many:.0}"));
            for (how, measured) in
                [("web server alone", &figures.web_alone), ("web and worker in one", &figures.with_worker)]
            {
                println!(
                    "| {}, {how} | {:.0} | {:.1} | {:.1} | {:.0} | {:.0}{many} |",
                    figures.database,
                    measured.outcome.per_second,
                    measured.outcome.p50,
                    measured.outcome.p99,
                    measured.processor,
                    figures.commits
                );
            }
        }
    }

    fn print_process(&self) {
        println!("\n| the process | |");
        println!("|---|--:|");
        println!("| start to the first 200, median of 5 | {:.0} ms |", self.start_up);
        println!("| resident after those pages | {:.0} MiB |", mebibytes(self.resident_after_pages));
        let Flood { let_in, asked_to_wait, peak, took } = &self.flood;
        println!(
            "| most resident while 64 people sign in at once ({let_in} let in, {asked_to_wait} asked to wait, {took:.0} ms) | {:.0} MiB |",
            mebibytes(*peak)
        );
        println!(
            "| the program, stripped | {:.1} MB |",
            f64::from(u32::try_from(self.binary_bytes).unwrap_or(u32::MAX)) / 1e6
        );
    }

    fn print_aims(&self) {
        println!("\n| aim | worst figure | |");
        println!("|---|--:|---|");
        let line = |aim: &str, figure: String, is_met: bool| {
            println!("| {aim} | {figure} | {} |", if is_met { "met" } else { "not met" });
        };
        let least = self.pages.iter().filter_map(share).fold(f64::INFINITY, f64::min);
        line("public pages at 60 % of the static limit or more", format!("{:.0} %", 100.0 * least), least >= 0.6);
        let account = self.pages.iter().filter(|page| page.name == ACCOUNT);
        let most = account.map(|page| page.product.processor).fold(0.0, f64::max) / 1_000.0;
        line("signed-in page under 1.5 ms of server CPU", format!("{most:.2} ms"), most < 1.5);
        let (shown, own): (Vec<_>, Vec<_>) = (self.pages.iter().filter(|page| page.connections == 16))
            .partition(|page| page.limit.is_some() || page.name == ACCOUNT);
        let slowest = |pages: Vec<&PageFigures>| pages.iter().map(|page| page.product.outcome.p99).fold(0.0, f64::max);
        let (shown, own) = (slowest(shown), slowest(own));
        line("p99 under 10 ms at 16 connections", format!("{shown:.1} ms"), shown < 10.0);
        line("prices, a booking, what comes back: p99 under 20 ms at 16", format!("{own:.1} ms"), own < 20.0);
        for figures in &self.bookings {
            let rate = figures.web_alone.outcome.per_second;
            line(&format!("500 bookings a second, {}", figures.database), format!("{rate:.0}"), rate >= 500.0);
        }
        let resident = mebibytes(self.resident_after_pages);
        line("under 64 MiB resident after the pages", format!("{resident:.0} MiB"), resident < 64.0);
        let peak = mebibytes(self.flood.peak);
        line("under 160 MiB in the sign-in flood", format!("{peak:.0} MiB"), peak < 160.0);
        line("first answer within 300 ms of the start", format!("{:.0} ms", self.start_up), self.start_up <= 300.0);
    }
}

/// A table of pages.
pub fn print_pages(pages: &[PageFigures]) {
    println!(
        "| page | connections | requests/s | p50 ms | p99 ms | server CPU µs | static limit requests/s | its CPU µs | share of the limit |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    for page in pages {
        let product = &page.product;
        let limit = page.limit.as_ref().map_or_else(
            || "– | – | –".to_owned(),
            |limit| {
                let share = 100.0 * share(page).unwrap_or(0.0);
                format!("{:.0} | {:.0} | {share:.0} %", limit.outcome.per_second, limit.processor)
            },
        );
        println!(
            "| {} | {} | {:.0} | {:.2} | {:.2} | {:.0} | {limit} |",
            page.name,
            page.connections,
            product.outcome.per_second,
            product.outcome.p50,
            product.outcome.p99,
            product.processor
        );
    }
}

/// The product's part of the static limit's requests a second.
fn share(page: &PageFigures) -> Option<f64> {
    page.limit.as_ref().map(|limit| page.product.outcome.per_second / limit.outcome.per_second)
}

fn mebibytes(kibibytes: u64) -> f64 {
    f64::from(u32::try_from(kibibytes).unwrap_or(u32::MAX)) / 1_024.0
}
