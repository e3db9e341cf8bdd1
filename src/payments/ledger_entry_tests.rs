//! Tests of the rules of double entry.

use proptest::prelude::*;

use super::*;

fn posting(account: Account, pence: i64) -> Posting {
    Posting { account, pot: Pot::undecided(), amount: Pence::new(pence), charge_id: None, payment_id: None }
}

#[test]
fn words_are_read_back() {
    for account in Account::ALL {
        assert_eq!(Account::parse(account.word()), Some(account));
    }
    for kind in EntryKind::ALL {
        assert_eq!(EntryKind::parse(kind.word()), Some(kind));
    }
}

#[test]
fn a_free_charge_has_no_postings() {
    let nothing = vec![posting(Account::Receivable, 0), posting(Account::DeferredIncome, 0)];

    assert_eq!(balanced(nothing), Ok(Vec::new()));
}

proptest! {
    #[test]
    fn only_a_set_that_adds_up_to_nothing_is_taken(
        amounts in prop::collection::vec(-1_000_000_i64..1_000_000, 0..12), out_by in -500_i64..500,
    ) {
        let mut postings: Vec<Posting> = amounts.iter().map(|pence| posting(Account::Receivable, *pence)).collect();
        postings.push(posting(Account::DeferredIncome, out_by - amounts.iter().sum::<i64>()));

        match balanced(postings) {
            Ok(kept) => {
                prop_assert_eq!(out_by, 0);
                prop_assert!(kept.iter().map(|kept| kept.amount).sum::<Pence>().is_zero());
                prop_assert!(kept.iter().all(|kept| !kept.amount.is_zero()));
            }
            Err(OutOfBalance(amount)) => prop_assert_eq!(amount, Pence::new(out_by)),
        }
    }

    #[test]
    fn a_transaction_and_its_reversal_cancel(amounts in prop::collection::vec(-1_000_000_i64..1_000_000, 1..12)) {
        let postings = amounts.iter().map(|pence| posting(Account::Bank, *pence));
        let both: Pence = postings.flat_map(|side| [side.amount, side.reversed().amount]).sum();

        prop_assert!(both.is_zero());
    }
}
