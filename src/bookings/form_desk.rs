//! What the booking form's page is made from: the date as it is sold, who is signed in, the code that was typed, and the prices.

use super::book_places::BookPlacesError;
use super::discounts::code_terms::CodeTerms;
use super::discounts::form_prices::{FormPrices, PriceView, form_prices};
use super::discounts::queries::Buyer;
use super::discounts::{AskedFor, find_code};
use super::event_facts::sale_facts;
use super::forms::BookingForm;
use super::groups::other_places::{OtherPlaces, other_places};
use super::joining::views::{JoinView, join_view};
use super::joining::{JoinChoice, JoinOffer, load_offer};
use super::renewal_nudge::renewal_words;
use super::sale::{EventSale, find_sale};
use super::sale_window::NotOnSale;
use super::views::MeView;
use crate::app::App;
use crate::events::{EventDetails, find_published_by_slug};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence};
use crate::members::{self, Standing, people::PersonRow};
use crate::web::{PageContext, PageError};

/// What the form's page is made from.
pub(super) struct Desk {
    pub(super) event: EventDetails,
    pub(super) sale: EventSale,
    pub(super) booker: Option<PersonRow>,
    pub(super) is_member: bool,
    /// What a member should know whose membership ends before the event (ELG-5).
    renewal_words: String,
    /// What may be done about a membership (ELG-7).
    offer: Option<JoinOffer>,
    pub(super) other_places: OtherPlaces,
    pub(super) now: Instant,
    /// The charity's own details are filled in (CH-03).
    is_set_up: bool,
}

impl Desk {
    /// The published event with its sale, and who is signed in; 404 when there is nothing to book.
    pub(super) async fn open(app: &App, page: &PageContext, slug: &str) -> Result<Self, PageError> {
        let (db, now) = (app.db.reader(), app.now());
        let (event, booker, standing, identity) = tokio::try_join!(
            async { Ok(find_published_by_slug(db, slug).await?) },
            find_booker(app, page),
            standing_of(app, page, now),
            async { Ok(app.identity.read(db, now).await?) },
        )?;
        let event = event.ok_or(PageError::NotFound)?;
        let others = async {
            match &booker {
                Some(person) => other_places(app, &event, person.id).await,
                None => Ok(OtherPlaces::default()),
            }
        };
        let (sale, other_places) = tokio::try_join!(find_sale(db, event.id.0), others)?;
        let sale = sale.ok_or(PageError::NotFound)?;
        let is_member = standing.gives_member_price();
        let saves = sale.prices.member_difference(sale.prices.standard) > Pence::ZERO;
        let offer = match &booker {
            Some(person) if saves && !is_member => load_offer(db, person.id, now).await?,
            _ => None,
        };
        let renewal_words = renewal_words(standing, &event, &sale);
        let is_set_up = identity.is_set_up();
        Ok(Self { event, sale, booker, is_member, renewal_words, offer, other_places, now, is_set_up })
    }

    /// Why this visitor cannot book now, if so.
    pub(super) fn refusal(&self) -> Option<String> {
        if !self.is_set_up {
            return Some(NotOnSale::NotSetUp.to_string());
        }
        if let Err(reason) = sale_facts(&self.event, &self.sale).check(self.now) {
            return Some(reason.to_string());
        }
        (self.sale.members_only && !self.is_member).then(|| BookPlacesError::MembersOnly.to_string())
    }

    pub(super) fn me(&self, price: PriceView) -> Option<MeView> {
        let person = self.booker.as_ref()?;
        let PriceView { price, price_pence, why } = price;
        let renewal_words = self.renewal_words.clone();
        Some(MeView { name: person.name.clone(), email: person.email.clone(), price, price_pence, why, renewal_words })
    }

    /// The membership is paid with this booking, so the own place has the member price.
    fn joins_together(&self, form: &BookingForm) -> bool {
        let can = matches!(self.offer, Some(JoinOffer::Together { .. }));
        can && form.me && form.price.join == JoinChoice::Together
    }

    /// The part of the form about joining, while the booker comes too.
    pub(super) fn join(&self, form: &BookingForm) -> Option<JoinView> {
        let offer = self.offer.as_ref().filter(|_| form.me)?;
        let now = form_prices(&self.sale, ("", None), &[false], self.now).places;
        let own = now.first().map_or(self.sale.prices.standard, |price| Pence::new(price.price_pence));
        let member = self.sale.prices.member.filter(|member| *member < own)?;
        Some(join_view(offer, form.price.join, (own, member)))
    }

    /// The code that was typed, if its terms hold for this form.
    pub(super) async fn code(&self, app: &App, form: &BookingForm) -> Result<Option<CodeTerms>, PageError> {
        let typed = form.price.code.as_str();
        if typed.is_empty() {
            return Ok(None);
        }
        let email = self.booker.as_ref().map_or_else(|| form.folded_email(), |person| person.email.to_lowercase());
        let buyer = Buyer { person_id: self.booker.as_ref().map(|person| person.id), folded_email: &email };
        let asked = AskedFor {
            event: &self.event,
            places: form.places(),
            booker_is_member: self.is_member,
            buyer,
            now: self.now,
        };
        Ok(find_code(app.db.reader(), typed, asked).await?)
    }

    /// The prices of the places on the form, the booker's own first.
    pub(super) fn prices(&self, form: &BookingForm, code: Option<&CodeTerms>) -> FormPrices {
        let members: Vec<bool> = form
            .me
            .then_some(self.is_member || self.joins_together(form))
            .into_iter()
            .chain(form.rows.iter().map(|_| false))
            .chain(std::iter::repeat_n(false, form.unnamed()))
            .collect();
        form_prices(&self.sale, (form.price.code.as_str(), code), &members, self.now)
    }
}

/// How the signed-in person stands as a member.
async fn standing_of(app: &App, page: &PageContext, now: Instant) -> Result<Standing, PageError> {
    match &page.viewer {
        Some(viewer) => Ok(members::standing(app.db.reader(), viewer.person_id, london_date(now)).await?),
        None => Ok(Standing::None),
    }
}

/// The signed-in person, if any.
pub(super) async fn find_booker(app: &App, page: &PageContext) -> Result<Option<PersonRow>, PageError> {
    match &page.viewer {
        Some(viewer) => Ok(members::people::find_person(app.db.reader(), viewer.person_id).await?),
        None => Ok(None),
    }
}
