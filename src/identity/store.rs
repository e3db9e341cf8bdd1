//! The one row.

use chrono::{DateTime, NaiveDate, Utc};
use entity::charity_identity::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use crate::kernel::Instant;
use crate::web::SiteIdentity;

/// The identity as it is kept and edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CharityIdentity {
    /// Registered name.
    pub name: String,
    /// The short name people use.
    pub short_name: String,
    /// One line under the name.
    pub strapline: String,
    /// Six or seven digits (CH-04).
    pub charity_number: String,
    /// "unincorporated", "cio" or "company".
    pub legal_form: String,
    /// For a company (CH-03).
    pub company_number: Option<String>,
    /// For a company (CH-03).
    pub registered_office: Option<String>,
    /// Postal address, lines.
    pub address: String,
    /// Where people write.
    pub email: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// Account name for bank transfers (D14); empty when transfers are not offered.
    pub bank_account_name: String,
    /// Sort code.
    pub bank_sort_code: String,
    /// Account number.
    pub bank_account_number: String,
    /// The VAT registration number, when registered (AC-01).
    pub vat_number: Option<String>,
    /// The first day of the registration, when registered (AC-01).
    pub vat_registered_from: Option<NaiveDate>,
    /// Rises by one with each change; 0 means "not saved yet".
    pub version: i32,
}

impl From<Model> for CharityIdentity {
    fn from(row: Model) -> Self {
        Self {
            name: row.name,
            short_name: row.short_name,
            strapline: row.strapline,
            charity_number: row.charity_number,
            legal_form: row.legal_form,
            company_number: row.company_number,
            registered_office: row.registered_office,
            address: row.address,
            email: row.email,
            phone: row.phone,
            bank_account_name: row.bank_account_name,
            bank_sort_code: row.bank_sort_code,
            bank_account_number: row.bank_account_number,
            vat_number: row.vat_number,
            vat_registered_from: row.vat_registered_from,
            version: row.version,
        }
    }
}

impl CharityIdentity {
    /// As pages and emails print it.
    pub fn site_identity(&self) -> SiteIdentity {
        let address_lines: Vec<String> =
            self.address.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        SiteIdentity {
            name: self.name.clone(),
            short_name: self.short_name.clone(),
            strapline: self.strapline.clone(),
            charity_number: self.charity_number.clone(),
            legal_words: "Registered charity in England and Wales".to_owned(),
            register_url: format!(
                "https://register-of-charities.charitycommission.gov.uk/charity-details/?regId={}&subId=0",
                self.charity_number
            ),
            is_company: self.legal_form == "company",
            company_number: self.company_number.clone().unwrap_or_default(),
            registered_office: self.registered_office.clone().unwrap_or_default(),
            address: address_lines.join(", "),
            address_lines,
            email: self.email.clone(),
            phone: self.phone.clone(),
        }
    }

    /// The VAT number that documents of this day print: none before the registration's first day, and none at all for a body
    /// that is not registered (AC-01).
    pub fn vat_number_on(&self, day: NaiveDate) -> Option<&str> {
        self.vat_number.as_deref().filter(|_| self.vat_registered_from.is_some_and(|from| from <= day))
    }

    /// Whether bank details for transfers are complete (D14).
    pub fn takes_bank_transfers(&self) -> bool {
        [&self.bank_account_name, &self.bank_sort_code, &self.bank_account_number].iter().all(|part| !part.is_empty())
    }
}

/// The record, or none before set-up.
pub async fn load_identity(db: &impl ConnectionTrait) -> Result<Option<CharityIdentity>, DbErr> {
    Ok(Entity::find_by_id(1).one(db).await?.map(CharityIdentity::from))
}

/// Writes the record over the one of `identity.version`; its version becomes one more. False when another version is there.
pub async fn save_identity(db: &impl ConnectionTrait, identity: &CharityIdentity, now: Instant) -> Result<bool, DbErr> {
    let now: DateTime<Utc> = now;
    let row = ActiveModel {
        id: Set(1),
        name: Set(identity.name.clone()),
        short_name: Set(identity.short_name.clone()),
        strapline: Set(identity.strapline.clone()),
        charity_number: Set(identity.charity_number.clone()),
        legal_form: Set(identity.legal_form.clone()),
        company_number: Set(identity.company_number.clone()),
        registered_office: Set(identity.registered_office.clone()),
        address: Set(identity.address.clone()),
        email: Set(identity.email.clone()),
        phone: Set(identity.phone.clone()),
        bank_account_name: Set(identity.bank_account_name.clone()),
        bank_sort_code: Set(identity.bank_sort_code.clone()),
        bank_account_number: Set(identity.bank_account_number.clone()),
        vat_number: Set(identity.vat_number.clone()),
        vat_registered_from: Set(identity.vat_registered_from),
        version: Set(identity.version + 1),
        updated_at: Set(now),
    };
    let everything = OnConflict::column(Column::Id)
        .update_columns([
            Column::Name,
            Column::ShortName,
            Column::Strapline,
            Column::CharityNumber,
            Column::LegalForm,
            Column::CompanyNumber,
            Column::RegisteredOffice,
            Column::Address,
            Column::Email,
            Column::Phone,
            Column::BankAccountName,
            Column::BankSortCode,
            Column::BankAccountNumber,
            Column::VatNumber,
            Column::VatRegisteredFrom,
            Column::Version,
            Column::UpdatedAt,
        ])
        .action_and_where(Expr::col((Entity, Column::Version)).eq(identity.version))
        .to_owned();
    Ok(Entity::insert(row).on_conflict(everything).exec_without_returning(db).await? == 1)
}
