use super::*;
use crate::bookings::waiting_list::turns::USUAL;

const TICK: Duration = Duration::microseconds(1);

fn at(minutes: i64) -> Instant {
    "2026-06-01T09:00:00Z".parse::<Instant>().unwrap() + Duration::minutes(minutes)
}

fn until() -> Instant {
    at(48 * 60)
}

fn entry(id: i64, places: i32) -> OpenEntry {
    let wish =
        Waiting { id, priority: USUAL, joined_at: at(id), places, all_together: false, mode: None, was_told: false };
    OpenEntry { wish, is_offered: false, told_some_free_at: None, told_first_come: false, has_place: false }
}

fn offered(id: i64, places: i32) -> OpenEntry {
    OpenEntry { is_offered: true, ..entry(id, places) }
}

fn told(id: i64, places: i32, when: Instant) -> OpenEntry {
    let mut entry = entry(id, places);
    entry.wish.all_together = true;
    entry.wish.was_told = true;
    OpenEntry { told_some_free_at: Some(when), ..entry }
}

fn offer(entry_id: i64, seats: i32, expires_at: Instant) -> OpenOffer {
    OpenOffer { id: entry_id * 100, entry_id, seats, mode: None, expires_at }
}

fn list(free: i32, entries: Vec<OpenEntry>, offers: Vec<OpenOffer>) -> ListNow {
    ListNow { now: at(0), handing: Handing::InTurn { until: until() }, free: free.into(), entries, offers }
}

fn acts(list: &ListNow) -> Vec<Act> {
    plan(list).acts
}

#[test]
fn a_full_event_with_a_list_has_nothing_to_do_and_keeps_the_public_out() {
    let full = list(0, vec![entry(1, 1), entry(2, 3), offered(3, 1)], vec![offer(3, 1, at(1))]);
    assert_eq!(plan(&full), Plan { acts: vec![], keeps_public_out: 2, keeps_out_of_modes: (0, 0) });
}

#[test]
fn wtl_4_a_freed_seat_is_offered_to_the_next_and_the_public_stays_out_while_others_wait() {
    let freed = list(1, vec![entry(1, 1), entry(2, 1)], vec![]);
    let expected = Act::Offer { entry_id: 1, seats: 1, mode: None, until: until() };
    assert_eq!(plan(&freed), Plan { acts: vec![expected], keeps_public_out: 1, keeps_out_of_modes: (0, 0) });
    let last = list(2, vec![entry(1, 1)], vec![]);
    assert_eq!(plan(&last).keeps_public_out, 0, "one seat is the last one's, the other is for sale");
}

#[test]
fn wtl_9_at_its_end_an_offer_is_over_and_the_next_person_is_offered_the_seat() {
    let one = offer(1, 2, at(0));
    let entries = vec![offered(1, 2), entry(2, 2)];
    let ended = Act::EndOffer { offer: one, why: Ended::TimeOver };
    let next = Act::Offer { entry_id: 2, seats: 2, mode: None, until: until() };
    let before = ListNow { now: at(0) - TICK, ..list(0, entries.clone(), vec![one]) };
    assert_eq!(acts(&before), []);
    assert_eq!(acts(&list(0, entries, vec![one])), [ended, next], "exclusive (CLK-6)");
}

#[test]
fn wtl_14_when_nobody_takes_the_seat_it_is_for_sale() {
    let one = offer(1, 1, at(0));
    let ended = Act::EndOffer { offer: one, why: Ended::TimeOver };
    assert_eq!(
        plan(&list(0, vec![offered(1, 1)], vec![one])),
        Plan { acts: vec![ended], keeps_public_out: 0, keeps_out_of_modes: (0, 0) }
    );
}

#[test]
fn wtl_14_who_insists_on_more_than_there_is_keeps_the_seats_back_only_as_long_as_an_offer_lasts() {
    let day = Duration::hours(48);
    for (when, out) in [(at(0) - day + TICK, 1), (at(0) - day, 0)] {
        assert_eq!(
            plan(&list(2, vec![told(1, 3, when)], vec![])),
            Plan { acts: vec![], keeps_public_out: out, keeps_out_of_modes: (0, 0) }
        );
    }
    assert_eq!(plan(&list(0, vec![told(1, 3, at(0) - day)], vec![])).keeps_public_out, 1, "nothing is free");
    let enough = Act::Offer { entry_id: 1, seats: 3, mode: None, until: until() };
    assert_eq!(acts(&list(3, vec![told(1, 3, at(0) - day)], vec![])), [enough]);
}

#[test]
fn dup_4_an_entry_ends_when_the_person_has_a_place() {
    let booked = OpenEntry { has_place: true, ..entry(1, 1) };
    assert_eq!(acts(&list(0, vec![booked], vec![])), [Act::EndEntry { entry_id: 1, why: Ended::HasPlace }]);
    let with_offer = OpenEntry { is_offered: true, ..booked };
    let one = offer(1, 1, at(9));
    let freed = list(0, vec![with_offer, entry(2, 1)], vec![one]);
    let next = Act::Offer { entry_id: 2, seats: 1, mode: None, until: until() };
    assert_eq!(acts(&freed), [Act::EndOffer { offer: one, why: Ended::HasPlace }, next]);
}

#[test]
fn wtl_12_the_end_of_the_list_ends_everything_on_it() {
    let one = offer(1, 1, at(9));
    let ended = ListNow { handing: Handing::Ended, ..list(3, vec![offered(1, 1), entry(2, 1)], vec![one]) };
    let expected = [Act::EndOffer { offer: one, why: Ended::List }, Act::EndEntry { entry_id: 2, why: Ended::List }];
    assert_eq!(plan(&ended), Plan { acts: expected.to_vec(), keeps_public_out: 0, keeps_out_of_modes: (0, 0) });
}

#[test]
fn while_bookings_are_paused_nothing_is_offered_and_nobody_is_sent_away() {
    let paused = ListNow { handing: Handing::Paused, ..list(3, vec![entry(1, 1)], vec![]) };
    assert_eq!(plan(&paused), Plan { acts: vec![], keeps_public_out: 1, keeps_out_of_modes: (0, 0) });
}

#[test]
fn seats_kept_for_somebody_who_has_gone_are_freed() {
    let one = offer(1, 1, at(9));
    assert_eq!(acts(&list(0, vec![], vec![one])), [Act::EndOffer { offer: one, why: Ended::Gone }]);
}

#[test]
fn wtl_5_shortly_before_the_start_everybody_who_can_use_a_seat_is_told_once_a_round() {
    let mut group = entry(3, 2);
    group.wish.all_together = true;
    let informed = OpenEntry { told_first_come: true, ..entry(2, 1) };
    let tell = |entry_id| Act::TellFirstCome { entry_id, free: 1 };
    let close =
        ListNow { handing: Handing::FirstCome, ..list(1, vec![entry(1, 1), informed, group, entry(4, 2)], vec![]) };
    assert_eq!(plan(&close), Plan { acts: vec![tell(1), tell(4)], keeps_public_out: 4, keeps_out_of_modes: (0, 0) });
    let gone = ListNow { handing: Handing::FirstCome, ..list(0, vec![entry(1, 1), informed], vec![]) };
    assert_eq!(acts(&gone), [Act::ForgetFirstCome]);
    let quiet = ListNow { handing: Handing::FirstCome, ..list(0, vec![entry(1, 1)], vec![]) };
    assert_eq!(acts(&quiet), []);
}

#[test]
fn hld_8_fewer_seats_than_are_taken_offer_nothing() {
    assert_eq!(acts(&list(-3, vec![entry(1, 1)], vec![offer(9, 2, at(9))])).len(), 1, "only the orphan ends");
    assert_eq!(acts(&list(-1, vec![entry(1, 1)], vec![])), []);
}

#[test]
fn what_was_done_needs_no_doing_again() {
    let freed = list(1, vec![entry(1, 1), entry(2, 2)], vec![]);
    let done = list(0, vec![offered(1, 1), entry(2, 2)], vec![offer(1, 1, until())]);
    assert_eq!(acts(&freed).len(), 1);
    assert_eq!(acts(&done), []);
}

#[test]
fn ses_8_a_freed_chair_goes_to_who_waits_for_one_and_keeps_nobody_from_the_screen() {
    use crate::bookings::modes::PlaceMode::{Online, Room};
    let wants = |id: i64, mode| {
        let mut entry = entry(id, 1);
        entry.wish.mode = mode;
        entry
    };
    let free = |of_date, room, online| FreeSeats { of_date, of_modes: Some((room, online)) };
    let entries = vec![wants(1, Some(Room)), wants(2, Some(Room)), wants(3, None), wants(4, Some(Online))];

    let one_chair = plan(&ListNow { free: free(1, 1, 0), ..list(0, entries.clone(), vec![]) });
    let offer = |entry_id, mode| Act::Offer { entry_id, seats: 1, mode: Some(mode), until: until() };
    assert_eq!(one_chair.acts, [offer(1, Room)]);
    assert_eq!((one_chair.keeps_public_out, one_chair.keeps_out_of_modes), (1, (1, 1)));

    let one_screen = plan(&ListNow { free: free(1, 0, 1), ..list(0, entries.clone(), vec![]) });
    assert_eq!(one_screen.acts, [offer(3, Online)], "who takes either joined before who wants the screen");
    assert_eq!((one_screen.keeps_public_out, one_screen.keeps_out_of_modes), (0, (2, 1)));

    let limited = plan(&ListNow { free: free(0, 3, 3), ..list(0, entries, vec![]) });
    assert_eq!(limited.acts, [], "another limit of the date is used up");
}

#[test]
fn ses_8_an_offer_that_ends_frees_its_own_kind_only() {
    use crate::bookings::modes::PlaceMode::Room;
    let mut next = entry(2, 1);
    next.wish.mode = Some(Room);
    let over = OpenOffer { mode: Some(Room), ..offer(1, 1, at(0)) };
    let full = FreeSeats { of_date: 0, of_modes: Some((0, 5)) };

    let acts = acts(&ListNow { free: full, ..list(0, vec![offered(1, 1), next], vec![over]) });

    let expected = Act::Offer { entry_id: 2, seats: 1, mode: Some(Room), until: until() };
    assert_eq!(acts, [Act::EndOffer { offer: over, why: Ended::TimeOver }, expected]);
}
