//! The lines of a new session: name, price and quantity of each, and their total within Stripe's bounds.

use super::api_error::ApiError;
use super::form_params::Params;
use super::objects::SessionLine;
use crate::kernel::money::Pence;

const LEAST_TOTAL: Pence = Pence::new(30);
const MOST: Pence = Pence::new(99_999_999);
const MOST_LINES: usize = 100;

/// At least one line, each with its own price.
pub(super) fn take_lines(params: &mut Params) -> Result<Vec<SessionLine>, ApiError> {
    let groups = params.take_groups("line_items")?;
    if groups.is_empty() {
        return Err(params.missing("line_items"));
    }
    if groups.len() > MOST_LINES {
        let message = format!("At most {MOST_LINES} line items are allowed");
        return Err(ApiError::invalid("parameter_invalid_object", "line_items", message));
    }
    groups.into_iter().map(read_line).collect()
}

fn read_line(mut line: Params) -> Result<SessionLine, ApiError> {
    let quantity = line.take_integer("quantity")?.ok_or_else(|| line.missing("quantity"))?;
    let quantity_name = line.name_of("quantity");
    let mut price = line.require_group("price_data")?;
    require_pounds(&mut price)?;
    let unit_amount = price.take_integer("unit_amount")?.map(Pence::new).ok_or_else(|| price.missing("unit_amount"))?;
    let unit_amount_name = price.name_of("unit_amount");
    let mut product = price.require_group("product_data")?;
    let name = product.take_short_text("name", 250)?.ok_or_else(|| product.missing("name"))?;
    let description = product.take_text("description")?;
    product.take_metadata("metadata")?;
    product.finish()?;
    price.finish()?;
    line.finish()?;
    if quantity < 1 {
        let message = "This value must be greater than or equal to 1.";
        return Err(ApiError::invalid("parameter_invalid_integer", quantity_name, message));
    }
    if unit_amount < Pence::ZERO {
        let message = "This value must be greater than or equal to 0.";
        return Err(ApiError::invalid("parameter_invalid_integer", unit_amount_name, message));
    }
    let amount = unit_amount.checked_mul(quantity).filter(|amount| *amount <= MOST).ok_or_else(too_large)?;
    Ok(SessionLine { name, description, unit_amount, quantity, amount })
}

fn require_pounds(price: &mut Params) -> Result<(), ApiError> {
    let currency = price.require_text("currency")?;
    if currency == "gbp" {
        return Ok(());
    }
    let message = format!("Invalid currency: {currency}. The local Stripe has only gbp.");
    Err(ApiError::invalid("parameter_invalid_string", price.name_of("currency"), message))
}

/// The sum, within what Stripe can charge.
pub(super) fn total_of(lines: &[SessionLine]) -> Result<Pence, ApiError> {
    let total: Pence = lines.iter().map(|line| line.amount).sum();
    if total < LEAST_TOTAL {
        let message = "The Checkout Session's total amount due must add up to at least £0.30 gbp";
        return Err(ApiError::invalid("amount_too_small", "line_items", message));
    }
    if total > MOST { Err(too_large()) } else { Ok(total) }
}

fn too_large() -> ApiError {
    let message = "The Checkout Session's total amount due must be no more than £999,999.99";
    ApiError::invalid("amount_too_large", "line_items", message)
}
