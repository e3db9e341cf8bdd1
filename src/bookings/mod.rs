//! Selling places: capacity, prices, holds, refunds.
