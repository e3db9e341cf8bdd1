//! Middleware: gives every page the identity it prints in its footer.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};

use super::store::load_identity;
use crate::db::Db;

/// Reads the record for this request. A database that is away leaves the footer empty rather than failing the error page too.
pub async fn attach_identity(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if let Some(db) = request.app_data::<web::Data<Db>>().cloned() {
        match load_identity(db.reader()).await {
            Ok(Some(identity)) => {
                request.extensions_mut().insert(Arc::new(identity.site_identity()));
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the charity's identity cannot be read"),
        }
    }
    next.call(request).await
}
