//! More people than were agreed (INH-2): what their coming costs, and the line of the charge when the training has taken place. Pure
//! but for the one statement's call.

use super::queries::{QuoteRecord, count_registered};
use crate::db::Tx;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, NewLine, Purpose, VatTreatment};

/// People beyond the number agreed, and what they cost together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct More {
    /// How many.
    pub people: i64,
    /// Their price in all.
    pub price: Pence,
}

/// Who of these many is more than was agreed; none when nobody is, or when they cost nothing.
pub fn more_than_agreed(coming: u64, most: i32, extra: Option<Pence>) -> Option<More> {
    let people = i64::try_from(coming).unwrap_or(i64::MAX).saturating_sub(i64::from(most));
    let price = extra?.checked_mul(people.max(0))?;
    (people > 0 && price > Pence::ZERO).then_some(More { people, price })
}

/// What the price of more people is, for pages: "2 more than agreed: £80 more on the invoice".
pub fn more_words(more: More) -> String {
    format!("{} more than agreed: {} more on the invoice", more.people, more.price)
}

/// Charges for everybody who came beyond the number agreed, in the transaction that marks the training delivered. The caller holds
/// the charge.
pub(super) async fn charge_for_more(tx: &Tx, quote: &QuoteRecord, now: Instant) -> Result<Option<More>, Unexpected> {
    let Some((event_id, charge_id)) = quote.row.event_id.zip(quote.row.charge_id) else { return Ok(None) };
    let coming = count_registered(tx, event_id).await?;
    let Some(more) = more_than_agreed(coming, quote.content.most_attendees, quote.content.extra) else {
        return Ok(None);
    };
    let each = quote.content.extra.context("more people have no price")?;
    let people = if more.people == 1 { "1 person".to_owned() } else { format!("{} people", more.people) };
    let line = NewLine {
        purpose: Purpose::InHouse(quote.row.id),
        description: format!("{}: {people} more than agreed, {each} each", quote.content.title),
        vat: quote.content.lines.first().map_or(VatTreatment::OutsideScope, |line| line.vat),
        list_price: more.price,
        discount: Pence::ZERO,
        fund: "general".to_owned(),
        activity: "training".to_owned(),
    };
    payments::add_lines(tx, charge_id, &[line], now).await?;
    Ok(Some(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inh_2_each_person_beyond_the_number_agreed_costs_what_the_quote_says() {
        let each = Some(Pence::new(4_000));
        let more = |people, pence| Some(More { people, price: Pence::new(pence) });
        let table = [
            (12, 12, each, None),
            (13, 12, each, more(1, 4_000)),
            (15, 12, each, more(3, 12_000)),
            (0, 12, each, None),
            (15, 12, Some(Pence::ZERO), None),
            (15, 12, None, None),
        ];

        for (coming, most, extra, wanted) in table {
            assert_eq!(more_than_agreed(coming, most, extra), wanted, "{coming} of {most}, {extra:?}");
        }
        let words = more_words(More { people: 2, price: Pence::new(8_000) });
        assert_eq!(words, "2 more than agreed: £80 more on the invoice");
    }
}
