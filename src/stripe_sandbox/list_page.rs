//! Stripe's paging: newest first, `limit` of 1 to 100 (10 when not given), `starting_after` an id.

use super::api_error::ApiError;
use super::form_params::Params;

/// Which page is asked for.
pub(super) struct PageAsked {
    limit: usize,
    starting_after: Option<String>,
}

impl PageAsked {
    pub(super) fn take(params: &mut Params) -> Result<Self, ApiError> {
        let limit = params.take_integer("limit")?.unwrap_or(10);
        let limit = usize::try_from(limit).ok().filter(|limit| (1..=100).contains(limit)).ok_or_else(|| {
            ApiError::invalid("parameter_invalid_integer", "limit", "Limit must be between 1 and 100")
        })?;
        Ok(Self { limit, starting_after: params.take_text("starting_after")? })
    }

    /// The page of `newest_first`, and whether more follows it.
    pub(super) fn cut<'a, T>(
        &self,
        mut newest_first: impl Iterator<Item = &'a T>,
        object: &str,
        id_of: impl Fn(&T) -> &str,
    ) -> Result<(Vec<&'a T>, bool), ApiError> {
        if let Some(last_seen) = &self.starting_after
            && !newest_first.any(|item| id_of(item) == last_seen)
        {
            return Err(ApiError::missing(object, "starting_after", last_seen));
        }
        let mut page: Vec<&T> = newest_first.take(self.limit + 1).collect();
        let has_more = page.len() > self.limit;
        page.truncate(self.limit);
        Ok((page, has_more))
    }
}
