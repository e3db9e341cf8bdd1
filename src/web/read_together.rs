//! Middleware: what the branches of a page ask of the database goes there together.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;

use crate::db::Db;

/// Gathers the statements of this request; see [`Reader::together`](crate::db::Reader::together).
pub async fn read_together(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let db = request.app_data::<Data<Db>>().cloned();
    match db {
        Some(db) => db.reader().together(next.call(request)).await,
        None => next.call(request).await,
    }
}
