use chrono::{Duration, TimeZone, Utc};
use proptest::prelude::*;

use super::*;

const BOTH: Prices = Prices { standard: Pence::new(9_000), member: Some(Pence::new(5_000)) };

fn now() -> Instant {
    Utc.with_ymd_and_hms(2026, 6, 1, 9, 0, 0).unwrap()
}

fn early(price: i64, most_places: Option<i32>) -> EarlyBird {
    EarlyBird { price: Pence::new(price), ends_at: now() + Duration::days(1), most_places, created_at: now() }
}

fn code(reduction: Reduction) -> CodeOffer {
    CodeOffer {
        code: CodeText::parse("AUTUMN").unwrap(),
        reduction,
        combines: false,
        created_at: now() + Duration::hours(1),
    }
}

fn offers(early_bird: Option<EarlyBird>, code: Option<&CodeOffer>) -> Offers<'_> {
    Offers { prices: BOTH, early_bird: early_bird.map(|early| (early, 0)), code }
}

fn prices(priced: &Priced) -> Vec<i64> {
    priced.places.iter().map(|place| place.price.get()).collect()
}

#[test]
fn elg_10_the_cheapest_lawful_price_wins_and_only_one_discount_counts() {
    let table = [
        (None, None, vec![5_000, 9_000], 0),
        (Some(7_000), None, vec![5_000, 7_000], 0),
        (Some(4_000), None, vec![4_000, 4_000], 0),
        (None, Some(Reduction::Percent(10)), vec![5_000, 8_100], 900),
        (None, Some(Reduction::Percent(50)), vec![4_500, 4_500], 5_000),
        (None, Some(Reduction::Percent(100)), vec![0, 0], 14_000),
        (Some(7_000), Some(Reduction::Percent(10)), vec![5_000, 7_000], 0),
        (Some(7_000), Some(Reduction::FixedPrice(Pence::new(6_000))), vec![5_000, 6_000], 1_000),
        (None, Some(Reduction::FixedPrice(Pence::new(9_500))), vec![5_000, 9_000], 0),
        (None, Some(Reduction::OffBooking(Pence::new(1_400))), vec![4_500, 8_100], 1_400),
        (None, Some(Reduction::OffBooking(Pence::new(99_999))), vec![0, 0], 14_000),
    ];
    for (early_price, reduction, expected, given) in table {
        let code = reduction.map(code);
        let priced =
            offers(early_price.map(|price| early(price, None)), code.as_ref()).price_places(&[true, false], now());
        assert_eq!((prices(&priced), priced.given_by_code.get()), (expected, given), "{early_price:?} {reduction:?}");
        assert_eq!(priced.places.iter().any(|place| place.with_code), given > 0);
    }
}

#[test]
fn elg_12_a_code_that_may_be_combined_comes_off_the_lower_price_too() {
    use PriceReason::{Code, EarlyBird, Member};
    let table = [
        (None, 10, vec![4_500, 8_100], [Member, Code], 1_400),
        (Some(7_000), 10, vec![4_500, 6_300], [Member, EarlyBird], 1_200),
        (Some(4_999), 50, vec![2_499, 2_499], [EarlyBird, EarlyBird], 5_000),
        (Some(7_000), 100, vec![0, 0], [Member, EarlyBird], 12_000),
    ];
    for (early_price, percent, expected, reasons, given) in table {
        let code = CodeOffer { combines: true, ..code(Reduction::Percent(percent)) };
        let early = early_price.map(|price| early(price, None));
        let priced = offers(early, Some(&code)).price_places(&[true, false], now());
        assert_eq!((prices(&priced), priced.given_by_code.get()), (expected, given), "{early_price:?} {percent}");
        assert_eq!(priced.places.iter().map(|place| place.reason).collect::<Vec<_>>(), reasons);
        assert!(priced.places.iter().all(|place| place.with_code && place.price >= Pence::ZERO));
    }
}

#[test]
fn elg_10_without_saying_so_a_code_never_stacks() {
    let alone = code(Reduction::Percent(10));
    let combined = CodeOffer { combines: true, ..alone.clone() };
    let of = |code: &CodeOffer| offers(Some(early(7_000, Some(1))), Some(code)).price_places(&[false, false], now());
    assert_eq!(prices(&of(&alone)), [7_000, 8_100]);
    assert_eq!(prices(&of(&combined)), [6_300, 8_100], "one place is early, and the code comes off both");
}

#[test]
fn elg_10_of_two_that_are_the_same_the_first_created_counts() {
    let same = code(Reduction::FixedPrice(Pence::new(7_000)));
    let older = CodeOffer { created_at: now() - Duration::hours(1), ..same.clone() };
    let member = code(Reduction::FixedPrice(Pence::new(5_000)));
    // Two places, one of them early: the code takes something off the other, so it counts.
    let first_reason = |code: &CodeOffer| {
        offers(Some(early(7_000, Some(1))), Some(code)).price_places(&[false, false], now()).places[0].reason
    };
    let reason_of_member = offers(None, Some(&member)).price_places(&[true, false], now()).places[0].reason;

    assert_eq!(first_reason(&same), PriceReason::EarlyBird);
    assert_eq!(first_reason(&older), PriceReason::Code);
    assert_eq!(reason_of_member, PriceReason::Member);
}

#[test]
fn a_code_that_takes_nothing_off_the_booking_is_not_used() {
    let same = code(Reduction::FixedPrice(Pence::new(7_000)));
    let older = CodeOffer { created_at: now() - Duration::hours(1), ..same };
    let priced = offers(Some(early(7_000, None)), Some(&older)).price_places(&[false], now());
    assert_eq!((priced.places[0].reason, priced.given_by_code), (PriceReason::EarlyBird, Pence::ZERO));
}

#[test]
fn elg_11_the_end_is_inclusive_and_the_number_may_come_first() {
    let end = early(7_000, None).ends_at;
    let moment = Duration::microseconds(1);
    for (at, expected) in [(end - moment, 7_000), (end, 7_000), (end + moment, 9_000)] {
        let priced = offers(Some(early(7_000, None)), None).price_places(&[false], at);
        assert_eq!(prices(&priced), [expected], "{at}");
    }
    for (taken, expected) in [(0, [7_000, 7_000, 9_000]), (1, [7_000, 9_000, 9_000]), (5, [9_000; 3])] {
        let offers = Offers { prices: BOTH, early_bird: Some((early(7_000, Some(2)), taken)), code: None };
        assert_eq!(prices(&offers.price_places(&[false; 3], now())), expected, "{taken} taken");
    }
}

#[test]
fn elg_11_a_member_who_pays_less_uses_no_early_place_up() {
    let offers = Offers { prices: BOTH, early_bird: Some((early(7_000, Some(1)), 0)), code: None };
    assert_eq!(prices(&offers.price_places(&[true, false, false], now())), [5_000, 7_000, 9_000]);
}

#[test]
fn ref_4_an_amount_off_the_booking_is_shared_by_largest_remainder() {
    let code = code(Reduction::OffBooking(Pence::new(1_000)));
    let priced = offers(None, Some(&code)).price_places(&[true, true, true, true, false, false], now());

    let shares: Vec<i64> =
        [5_000, 5_000, 5_000, 5_000, 9_000, 9_000].iter().zip(prices(&priced)).map(|(own, paid)| own - paid).collect();
    assert_eq!(shares, [132, 132, 131, 131, 237, 237]);
    assert_eq!(priced.given_by_code, Pence::new(1_000));
    assert_eq!(priced.places[0].reason, PriceReason::Member, "it is still the member price, less a share");
}

#[test]
fn ten_percent_off_all_six_of_the_rule_book() {
    let ten = code(Reduction::Percent(10));
    let cheap =
        Offers { prices: Prices { standard: Pence::new(5_000), member: None }, early_bird: None, code: Some(&ten) };
    assert_eq!(prices(&cheap.price_places(&[false], now())), [4_500]);
    assert_eq!(prices(&offers(None, Some(&ten)).price_places(&[false], now())), [8_100]);
}

#[test]
fn a_free_event_needs_no_code() {
    let half = code(Reduction::Percent(50));
    let free = Offers { prices: Prices { standard: Pence::ZERO, member: None }, early_bird: None, code: Some(&half) };
    let priced = free.price_places(&[false], now());
    assert_eq!((priced.places[0].reason, priced.given_by_code), (PriceReason::Free, Pence::ZERO));
}

fn any_reduction() -> impl Strategy<Value = Reduction> {
    prop_oneof![
        (0_u8..=100).prop_map(Reduction::Percent),
        (0_i64..60_000).prop_map(|pence| Reduction::OffBooking(Pence::new(pence))),
        (0_i64..12_000).prop_map(|pence| Reduction::FixedPrice(Pence::new(pence))),
    ]
}

proptest! {
    #[test]
    fn a_discount_never_makes_a_place_dearer_or_cheaper_than_nothing(
        standard in 0_i64..20_000, member in prop::option::of(0_i64..20_000), early_price in prop::option::of(0_i64..20_000),
        most in prop::option::of(1_i32..6), reduction in prop::option::of(any_reduction()),
        members in prop::collection::vec(any::<bool>(), 1..10),
    ) {
        let code = reduction.map(code);
        let own = Prices { standard: Pence::new(standard), member: member.map(Pence::new) };
        let all = Offers { prices: own, early_bird: early_price.map(|price| (early(price, most), 0)), code: code.as_ref() };
        let priced = all.price_places(&members, now());
        let without = Offers { code: None, ..all.clone() }.price_places(&members, now());
        for (place, is_member) in priced.places.iter().zip(&members) {
            prop_assert!(place.price <= own.price_for(*is_member).price && !place.price.is_negative());
            prop_assert!(place.list >= place.price && place.list == own.price_for(*is_member).list);
        }
        prop_assert_eq!(without.total() - priced.total(), priced.given_by_code);
        prop_assert!(!priced.given_by_code.is_negative());
    }
}
