//! The waiting list of a full event: joining and leaving it, whose turn it is when a place comes free, offers with an end, and
//! the officers' view of it (WTL-1 to WTL-14, D5). Seats that are offered count as taken; whoever waits goes before the public.

pub mod offer_life;
pub mod turns;
