//! Middleware: gives every page the identity it prints in its footer.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};

use crate::app::App;

/// Hands the record to this request. A database that is away leaves the footer empty rather than failing the error page too.
pub async fn attach_identity(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if let Some(app) = request.app_data::<web::Data<App>>().cloned() {
        match app.identity.read(app.db.reader(), app.now()).await {
            Ok(known) => {
                if let Some(printed) = known.printed {
                    request.extensions_mut().insert(printed);
                }
            }
            Err(error) => tracing::error!(%error, "the charity's identity cannot be read"),
        }
    }
    next.call(request).await
}
