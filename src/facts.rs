//! Durable facts and the features that care about them, one exhaustive match each. What the money side learns (a payment
//! arrived, a refund failed) is handed on here, inside the same transaction, because payments may not know what is sold.
