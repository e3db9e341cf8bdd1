//! A stored date as its own form would send it unchanged, so that a change of some of it passes the same rules (SES-1).

use super::early_fields::TypedEarly;
use super::forms::{FACILITATOR_ROWS, TypedDate};
use super::learning_fields::TypedLearning;
use super::sale_fields::TypedSale;
use crate::bookings::modes::TypedPools;
use crate::bookings::sale::{EventSale, SeatLimit};
use crate::events::EventDetails;

impl TypedDate {
    /// Saved again, it changes nothing.
    pub fn stored(event: &EventDetails, sale: &EventSale, limits: &[SeatLimit]) -> Self {
        Self {
            title: event.title.clone(),
            summary: event.summary.clone(),
            description: event.description.clone(),
            when: event.when,
            mode: event.mode,
            platform: event.platform,
            venue: event.venue.clone(),
            venue_details: event.venue_details.clone(),
            join_url: event.join_url.clone(),
            link_promised_on: event.link_promised_on,
            learning: TypedLearning { cpd_minutes: event.cpd_minutes, resources: event.resources.clone() },
            facilitators: event.facilitators.iter().take(FACILITATOR_ROWS).cloned().collect(),
            sale: TypedSale {
                capacity: sale.room,
                standard_price: sale.prices.standard,
                member_price: sale.prices.member,
                members_only: sale.members_only,
                refund_policy_id: sale.policy.id,
                most_places: sale.most_places,
                closes_at: sale.closes_at,
            },
            pools: sale.modes.map(|pools| TypedPools { room: pools.room.capacity, online: pools.online.capacity }),
            limits: limits.to_vec(),
            early: sale.early_bird.map(|(early, _)| TypedEarly {
                price: early.price,
                ends_at: early.ends_at,
                most_places: early.most_places,
            }),
            rules: sale.rules,
            minimum: event.run.map(|run| run.minimum),
        }
    }
}
