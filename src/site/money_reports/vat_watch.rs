//! Whether the charity has to think of VAT (AC-02): its taxable total of 12 months against the threshold, and the share of its
//! members who are in the profession, on which the exemption of subscriptions rests.

use chrono::NaiveDate;

use super::views::VatWatchView;
use crate::app::App;
use crate::identity::load_identity;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::long_date;
use crate::members::membership::profession::{ProfessionShare, profession_share};
use crate::payments::reports::taxable_total;
use crate::payments::vat::{Nearness, PROFESSION_WARNS_BELOW, ThresholdWatch};

/// The section of the reports, as it stands today.
pub(super) async fn vat_watch(app: &App, today: NaiveDate) -> Result<VatWatchView, Unexpected> {
    let db = app.db.reader();
    let watch = ThresholdWatch::new(taxable_total(db, today).await?, today);
    let identity = load_identity(db).await?;
    let number = identity.as_ref().and_then(|identity| identity.vat_number.clone().zip(identity.vat_registered_from));
    let registered = number.map(|(number, from)| format!("{number}, from {}", long_date(from)));
    Ok(view(watch, registered, profession_share(db, today).await?))
}

fn view(watch: ThresholdWatch, registered: Option<String>, share: ProfessionShare) -> VatWatchView {
    let warning = match (watch.nearness(), &registered) {
        (Nearness::Far, _) | (_, Some(_)) => "",
        (Nearness::Coming, None) => {
            "At this pace the charity may have to register for VAT. Look at it again each month."
        }
        (Nearness::Near, None) => "The threshold is close. Ask an adviser now, before more taxable things are sold.",
        (Nearness::Reached, None) => {
            "The threshold is reached. The charity must tell HMRC within 30 days of the end of the month in which that happened."
        }
    };
    let percent = share.percent();
    VatWatchView {
        registered: registered.unwrap_or_default(),
        total: watch.total.to_string(),
        threshold: watch.threshold.to_string(),
        percent: watch.percent(),
        warning: warning.to_owned(),
        kind: if watch.nearness() == Nearness::Reached { "problem" } else { "caution" },
        in_profession: percent
            .map(|percent| format!("{} of {} members, {percent} %", share.in_profession, share.members))
            .unwrap_or_default(),
        profession_warning: if percent.is_some_and(|percent| percent < PROFESSION_WARNS_BELOW) {
            format!(
                "Fewer than {PROFESSION_WARNS_BELOW} % of members are in the profession. Subscriptions are exempt only while it is mainly so; HMRC looks for 75 %. Ask an adviser before more others join."
            )
        } else {
            String::new()
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Pence;

    fn shown(pounds: i64, registered: Option<&str>, (in_profession, members): (u64, u64)) -> VatWatchView {
        let watch = ThresholdWatch::new(Pence::new(pounds * 100), "2026-11-22".parse().unwrap());
        view(watch, registered.map(str::to_owned), ProfessionShare { in_profession, members })
    }

    #[test]
    fn ac_02_each_step_has_its_own_warning_and_a_registered_charity_has_none() {
        let table = [
            (62_999, "", "caution"),
            (63_000, "At this pace", "caution"),
            (76_500, "The threshold is close", "caution"),
            (90_000, "The threshold is reached", "problem"),
        ];
        for (pounds, begins, kind) in table {
            let shown = shown(pounds, None, (9, 10));
            assert!(shown.warning.starts_with(begins) && shown.warning.is_empty() == begins.is_empty(), "{pounds}");
            assert_eq!(shown.kind, kind);
        }
        assert_eq!(shown(90_000, Some("GB 123 4567 89"), (9, 10)).warning, "");
    }

    #[test]
    fn ac_02_below_80_percent_in_the_profession_there_is_a_warning() {
        for (share, words, warns) in [
            ((80, 100), "80 of 100 members, 80 %", false),
            ((79, 100), "79 of 100 members, 79 %", true),
            ((799, 1_000), "799 of 1000 members, 79 %", true),
            ((0, 0), "", false),
        ] {
            let shown = shown(0, None, share);
            assert_eq!((shown.in_profession.as_str(), !shown.profession_warning.is_empty()), (words, warns));
        }
    }
}
