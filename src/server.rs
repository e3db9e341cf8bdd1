//! Builds the actix application from an [`App`] and runs it.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, PayloadConfig, ServiceConfig};
use actix_web::{App as ActixApp, HttpServer};

use crate::app::App;
use crate::limits::{self, Limit};
use crate::web::kept_pages::serve_kept_pages;
use crate::web::page_error::show_errors;
use crate::web::read_together::read_together;
use crate::web::request_log::log_requests;
use crate::web::route_table::RouteTable;
use crate::web::security_headers::{SecurityHeaders, add_headers};
use crate::web::upload::CountUpload;
use crate::web::{PageError, Uploads};
use crate::{identity, members, payments, site};

/// The largest body a form or webhook may have, in bytes.
const LARGEST_BODY: usize = 256 * 1024;
/// Files that one client may send by personal links or from an account; a whole council may share an address.
const UPLOADS: Limit = Limit { what: "uploads", most: 60, window: chrono::Duration::hours(1) };

/// Which routes to serve: `serve` has the table only, `demo` adds its helpers.
pub type Routes = fn() -> RouteTable;

/// Starts the web server on `listener`; await it to run until it is stopped.
pub fn start(app: Arc<App>, listener: TcpListener, routes: Routes, workers: usize) -> std::io::Result<Server> {
    let shell = app.shell.clone();
    let headers = Data::new(SecurityHeaders::for_shell(&shell));
    let uploads = Data::new(Uploads { folder: app.settings.files.join("uploads"), count: count_uploads(app.clone()) });
    let data = Data::from(app);
    let server = HttpServer::new(move || {
        ActixApp::new()
            .app_data(data.clone())
            .app_data(Data::new(data.db.clone()))
            .app_data(shell.clone())
            .app_data(headers.clone())
            .app_data(uploads.clone())
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .wrap(from_fn(payments::poster::attach_poster))
            .wrap(from_fn(members::session::attach_viewer))
            .wrap(from_fn(identity::attach_identity))
            .wrap(from_fn(read_together))
            .wrap(from_fn(show_errors))
            .wrap(from_fn(log_requests))
            .wrap(from_fn(serve_kept_pages))
            .wrap(from_fn(add_headers))
            .configure(|config: &mut ServiceConfig| routes().configure(config))
            .default_service(web::to(async || Err::<String, _>(PageError::NotFound)))
    })
    .workers(workers)
    .disable_signals()
    .shutdown_timeout(8)
    .client_request_timeout(std::time::Duration::from_secs(10))
    .listen(listener)?
    .run();
    Ok(server)
}

/// Counts files of senders without an office, whether or not the link they came by leads anywhere: each lies on our disk while it
/// is looked at.
fn count_uploads(app: Arc<App>) -> CountUpload {
    Arc::new(move |client| {
        let app = app.clone();
        Box::pin(async move {
            let now = app.now();
            let counted = app.db.write_tx(async |tx| limits::hit(tx, UPLOADS, &client, now).await).await?;
            counted.map_err(PageError::TooManyRequests)
        })
    })
}

/// Starts the address for metrics: one thread, one page, nothing else of the site.
pub fn start_metrics(app: Arc<App>, listener: TcpListener) -> std::io::Result<Server> {
    let data = Data::from(app);
    let server = HttpServer::new(move || {
        ActixApp::new().app_data(data.clone()).route("/metrics", web::get().to(site::metrics::show_metrics))
    });
    Ok(server.workers(1).disable_signals().shutdown_timeout(1).listen(listener)?.run())
}
