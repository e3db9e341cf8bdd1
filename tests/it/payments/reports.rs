//! The treasurer's reports: every total is the sum of its rows and what the ledger holds, income counts on the day of the event,
//! refunds in the month they succeeded, and neither an empty nor a very full year breaks the page.

use chrono::Duration;
use nairo::kernel::Role;
use nairo::payments::seen::DisputeStanding;
use nairo::site::money_reports::recognise_income;
use nairo::stripe_sandbox::RefundOutcome;

use crate::bookings::shop::course;
use crate::support::html::Element;
use crate::support::page::Page;
use crate::support::people::Person;
use crate::support::{TestApp, spawn_app};

/// `£1,250.50` or `-£3` in pence; a plain number as itself.
fn number(text: &str) -> i64 {
    let plain = text.replace([',', '£'], "");
    let (pounds, pence) = plain.split_once('.').unwrap_or((&plain, ""));
    let is_money = text.contains('£');
    let whole: i64 = pounds.parse().unwrap_or_else(|_| panic!("{text:?} is not a figure"));
    if !is_money {
        return whole;
    }
    let cents: i64 = if pence.is_empty() { 0 } else { pence.parse().unwrap() };
    whole * 100 + if text.starts_with('-') { -cents } else { cents }
}

fn figures(row: &Element) -> Vec<i64> {
    row.with_class("table-number").iter().filter(|cell| cell.name == "td").map(|cell| number(&cell.text())).collect()
}

/// Fails unless in every table of the page the rows add up to the last line, column by column. Gives how many tables have rows.
fn assert_rows_add_up(page: &Page) -> usize {
    let root = page.root();
    let tables = root.named("table");
    for table in &tables {
        let rows: Vec<Vec<i64>> = table.named("tbody")[0].named("tr").into_iter().map(figures).collect();
        let totals = figures(table.named("tfoot")[0]);
        let sums: Vec<i64> = (0..totals.len()).map(|column| rows.iter().map(|row| row[column]).sum()).collect();
        assert!(!rows.is_empty());
        assert_eq!(sums, totals, "{}", table.text());
    }
    tables.len()
}

/// The totals of one table; empty when it has no rows.
pub fn totals(page: &Page, slug: &str) -> Vec<i64> {
    let root = page.root();
    let section = root.named("section").into_iter().find(|one| one.attr("aria-labelledby") == Some(slug)).unwrap();
    section.named("tfoot").first().map(|foot| figures(foot)).unwrap_or_default()
}

async fn month(treasurer: &Person, month: &str) -> Page {
    let page = treasurer.get(&format!("/admin/money/reports?month={month}")).await;
    page.assert_status(200);
    assert_rows_add_up(&page);
    page
}

/// Three bookings of two events: one cancelled in time, one disputed and lost, one paid by transfer in part.
async fn a_busy_june(app: &TestApp) {
    let july = app.sell(course()).await;
    let other = app.sell(course().for_pence(4_000, None).in_days(12)).await;
    let visitor = app.visitor();
    let page = july.book_and_pay(app, &visitor, &["Asha Verma", "Ben Lee"]).await;
    let manage = page.path.split('?').next().unwrap().to_owned();
    let cancellation = format!("{manage}/cancellation");
    let form = visitor.get(&format!("{cancellation}?place=1")).await.form(&cancellation);
    visitor.submit(form).await;
    other.book_and_pay(app, &app.visitor(), &["Cara Hughes"]).await;
    let by_bank = july.book_by_bank(app, &app.visitor(), &["Dan Wu"]).await;
    app.money_comes(by_bank.charge_id.unwrap(), 2_500).await;
    app.settle().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn rep_1_the_rows_add_up_to_the_totals_and_the_totals_are_the_ledgers() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    a_busy_june(&app).await;

    let page = month(&treasurer, "2026-06").await;

    let money = totals(&page, "money-by-payment-date");
    assert_eq!(money, [24_500, -9_000, 0, 0, 15_500], "two cards, one transfer, one refund");
    assert_eq!(money[4], app.account("bank").await + app.account("stripe_clearing").await);
    let deferred = totals(&page, "deferred");
    assert_eq!(deferred, [22_000, 6_500, 15_500], "two places of £90 and one of £40, £65 not paid");
    assert_eq!(deferred[0], -app.account("deferred_income").await);
    assert_eq!(totals(&page, "income-by-event-date"), Vec::<i64>::new(), "nothing has taken place");
    assert_eq!(totals(&page, "owed-back"), Vec::<i64>::new());
    assert_eq!(totals(&page, "cancellations"), [1, 9_000]);
    page.assert_has("Nothing was earned").assert_has("Standard price").assert_has("The Role of the IRO");
    app.leave_work();
}

#[actix_web::test]
async fn rep_2_income_counts_on_the_day_of_the_event_and_is_deferred_until_then() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.ignore_mail();

    assert_eq!(recognise_income(&app.state).await.unwrap(), 0, "the event is still to come");
    app.advance(Duration::days(45));
    let posted = (recognise_income(&app.state).await.unwrap(), recognise_income(&app.state).await.unwrap());
    app.sign_in(&treasurer).await;
    let (june, july) = (month(&treasurer, "2026-06").await, month(&treasurer, "2026-07").await);

    assert_eq!(posted, (1, 0), "once, though the job came two weeks late and twice");
    assert_eq!(totals(&june, "money-by-payment-date")[0], 9_000);
    assert_eq!(totals(&june, "income-by-event-date"), Vec::<i64>::new());
    assert_eq!(totals(&june, "deferred"), [9_000, 0, 9_000], "at the end of June it was not income yet");
    assert_eq!(totals(&july, "income-by-event-date"), [9_000]);
    assert_eq!(totals(&july, "money-by-payment-date"), Vec::<i64>::new());
    assert_eq!(totals(&july, "deferred"), Vec::<i64>::new());
    july.assert_has("Wednesday 1 July 2026");
    assert_eq!((app.account("income").await, app.account("deferred_income").await), (-9_000, 0));
    app.assert_books_balance().await;
    app.leave_work();
}

#[actix_web::test]
async fn rep_3_a_refund_counts_in_the_month_it_succeeded_and_changes_no_month_that_is_over() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let paid = app.pay_by_card(&[5_000]).await;
    app.stripe.set_refund_outcome(RefundOutcome::Fail);
    app.advance(Duration::days(29));
    app.credit_and_refund(&paid, 5_000, "cancel:1").await;
    app.settle().await;
    app.sign_in(&treasurer).await;
    let before = month(&treasurer, "2026-06").await;
    assert_eq!(totals(&before, "money-by-payment-date"), [5_000, 0, 0, 0, 5_000], "it failed on 30 June");
    assert_eq!(totals(&before, "owed-back"), [5_000]);
    before
        .assert_has("Refund: failed, to be tried again")
        .assert_has("1 failed at least once; 0 of those have arrived");

    app.stripe.set_refund_outcome(RefundOutcome::Succeed);
    app.advance(Duration::hours(25));
    app.settle().await;
    app.sign_in(&treasurer).await;
    let (june, july) = (month(&treasurer, "2026-06").await, month(&treasurer, "2026-07").await);

    assert_eq!(totals(&june, "money-by-payment-date"), totals(&before, "money-by-payment-date"));
    assert_eq!(totals(&july, "money-by-payment-date"), [0, -5_000, 0, 0, -5_000]);
    assert_eq!(totals(&july, "owed-back"), Vec::<i64>::new());
    june.assert_has("1 failed at least once; 1 of those have arrived");
    app.ignore_mail();
}

#[actix_web::test]
async fn a_lost_dispute_shows_with_its_fee_in_the_month_it_was_lost() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    let event = app.sell(course()).await;
    event.book_and_pay(&app, &app.visitor(), &["Asha Verma"]).await;
    app.bank_tells(9_000, DisputeStanding::Open).await;
    let open = month(&treasurer, "2026-06").await;
    app.advance(Duration::days(40));
    app.bank_tells(9_000, DisputeStanding::Lost).await;
    app.run_jobs().await;
    app.sign_in(&treasurer).await;

    let july = month(&treasurer, "2026-07").await;

    open.assert_has("Open today");
    assert_eq!(totals(&july, "disputes"), [1, 9_000, 2_000]);
    assert_eq!(totals(&july, "money-by-payment-date"), [0, 0, -9_000, -2_000, -11_000]);
    assert_eq!(app.account("fees").await, 2_000);
    app.assert_books_balance().await;
    app.ignore_mail();
}

#[actix_web::test]
async fn an_empty_year_says_so_and_odd_addresses_are_this_month() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;

    let year = treasurer.get("/admin/money/reports?year=2025").await;
    year.assert_status(200).assert_has("1 April 2025 to 31 March 2026").assert_has("No money came in or went back");
    assert_eq!(assert_rows_add_up(&year), 1, "the months of the year");
    for odd in ["", "?month=2026-13", "?month=x", "?year=99", "?month=%27"] {
        treasurer.get(&format!("/admin/money/reports{odd}")).await.assert_status(200).assert_has("Reports: June 2026");
    }
    treasurer.get("/admin/money").await.assert_has("Reports by month and year");
    app.officer(Role::EventsOfficer).await.get("/admin/money/reports").await.assert_status(403);
}

#[actix_web::test]
async fn rep_5_each_table_is_a_file_and_an_unknown_one_is_not() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    a_busy_june(&app).await;
    let page = month(&treasurer, "2026-06").await;
    let links: Vec<String> =
        page.targets().into_iter().filter(|target| target.contains("/reports/") && target.contains(".csv")).collect();

    assert!(links.len() >= 5, "{links:?}");
    for link in &links {
        let file = treasurer.get(link).await;
        file.assert_status(200);
        assert!(file.header("content-type").starts_with("text/csv"), "{link}");
        assert!(file.html.starts_with('\u{feff}'), "{link}");
    }
    let money = treasurer.get("/admin/money/reports/deferred.csv?month=2026-06").await.html;
    assert!(money.contains("Course,Detail,Date,Date (UK),Sold (pounds),Not paid yet (pounds)"), "{money}");
    assert!(money.contains(",2026-07-01,Wednesday 1 July 2026,180.00,65.00,115.00"), "{money}");
    treasurer.get("/admin/money/reports/people.csv").await.assert_status(404);
    app.leave_work();
}

#[actix_web::test]
async fn a_year_of_ten_thousand_sales_is_summed_and_shown() {
    let app = spawn_app().await;
    let treasurer = app.officer(Role::Treasurer).await;
    super::many_sales::insert_sales(&app, 10_000).await;

    let begun = std::time::Instant::now();
    let page = treasurer.get("/admin/money/reports?year=2026").await;
    let took = begun.elapsed();

    page.assert_status(200);
    assert_rows_add_up(&page);
    assert_eq!(totals(&page, "money-by-payment-date")[0], 10_000 * 5_000);
    assert_eq!(totals(&page, "deferred"), [50_000_000, 0, 50_000_000]);
    assert!(took < std::time::Duration::from_secs(20), "{took:?}");
    assert!(page.html.len() < 400_000, "{} bytes", page.html.len());
}
