//! Who the demo's charity is: the real name and number, a plainly invented address, a bank that does not exist.

use crate::app::App;
use crate::audit::Actor;
use crate::charity::{UpdateIdentity, update_identity};
use crate::identity::CharityIdentity;
use crate::kernel::{Instant, Unexpected};

/// Saves the record as an officer would.
pub(super) async fn save(app: &App, now: Instant) -> Result<(), Unexpected> {
    let identity = CharityIdentity {
        name: "National Association of Independent Reviewing Officers".to_owned(),
        short_name: "NAIRO".to_owned(),
        strapline: "The professional association of independent reviewing officers".to_owned(),
        charity_number: "1159275".to_owned(),
        legal_form: "unincorporated".to_owned(),
        company_number: None,
        registered_office: None,
        address: "Demonstration House\n1 Invented Street\nSampleton\nEX1 2MP".to_owned(),
        email: "office@example.org".to_owned(),
        phone: "01632 960123".to_owned(),
        bank_account_name: "NAIRO (demonstration)".to_owned(),
        bank_sort_code: "00-00-00".to_owned(),
        bank_account_number: "00000000".to_owned(),
        vat_number: None,
        vat_registered_from: None,
        version: 0,
    };
    Ok(update_identity(app, UpdateIdentity { identity, by: Actor::System }, now).await?)
}
