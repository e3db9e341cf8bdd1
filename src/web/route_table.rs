//! The route table: every address with its methods and what each demands. A route cannot be added without saying who may
//! use it, and the demand is enforced here, before the handler. Tests walk the same table (S1).

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::ServiceConfig;
use actix_web::{FromRequest, Handler, HttpMessage, Resource, Responder, ResponseError, Route, guard, web};

use super::access::{Access, Demand};
use super::page_error::PageError;
use super::posted::accept_form;
use super::request_log::catch_panics;
use super::route_groups::{Group, group};
use super::upload::TakesFile;

/// One method of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteEntry {
    /// The pattern, such as `/events/{slug}`.
    pub path: &'static str,
    /// GET stands for HEAD too.
    pub method: Method,
    /// Who may.
    pub access: Access,
    /// It asks for a fresh proof of who they are.
    pub sudo: bool,
}

/// Collects routes, then hands them to actix.
#[derive(Default)]
pub struct RouteTable {
    entries: Vec<RouteEntry>,
    resources: Vec<(&'static str, Vec<Route>)>,
}

/// One address being described.
pub struct At<'a> {
    table: &'a mut RouteTable,
    path: &'static str,
}

impl RouteTable {
    /// Begins an address.
    pub fn at(&mut self, path: &'static str) -> At<'_> {
        self.resources.push((path, Vec::new()));
        At { table: self, path }
    }

    /// Every route described so far.
    pub fn entries(&self) -> &[RouteEntry] {
        &self.entries
    }

    /// Registers everything; an address answers 405 to other methods.
    pub fn configure(self, config: &mut ServiceConfig) {
        let (alone, groups) = group(self.resources);
        for (path, routes) in alone {
            config.service(resource(path, routes));
        }
        for Group { prefix, rest } in groups {
            let scope = web::scope(prefix);
            config.service(rest.into_iter().fold(scope, |scope, (path, routes)| scope.service(resource(path, routes))));
        }
    }
}

fn resource(path: &str, routes: Vec<Route>) -> Resource {
    let refuse = web::to(async || Err::<String, _>(PageError::MethodNotAllowed));
    routes.into_iter().fold(Resource::new(path).default_service(refuse), Resource::route)
}

impl At<'_> {
    /// Answers GET and HEAD.
    pub fn get<F, Args>(self, demand: impl Into<Demand>, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let route = web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
        self.add(Method::GET, demand.into(), route.to(handler))
    }

    /// Answers POST; the form is checked before the handler runs.
    pub fn post<F, Args>(self, demand: impl Into<Demand>, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        self.add(Method::POST, demand.into(), web::post().to(handler))
    }

    /// Answers POST like [`Self::post`], and takes one file of at most so many bytes with the form. Of senders without an office
    /// each file is counted before it is read.
    pub fn upload<F, Args>(self, demand: impl Into<Demand>, most: u64, handler: F) -> Self
    where
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let demand = demand.into();
        let takes = TakesFile { most, is_counted: !matches!(demand.access, Access::Can(_)) };
        let at = self.post(demand, handler);
        if let Some((_, routes)) = at.table.resources.last_mut()
            && let Some(route) = routes.pop()
        {
            routes.push(route.wrap(from_fn(move |request, next| takes_file(takes, request, next))));
        }
        at
    }

    fn add(self, method: Method, demand: Demand, route: Route) -> Self {
        let guarded =
            route.wrap(from_fn(move |request, next| enforce(demand, request, next))).wrap(from_fn(catch_panics));
        self.table.entries.push(RouteEntry { path: self.path, method, access: demand.access, sudo: demand.sudo });
        if let Some((_, routes)) = self.table.resources.last_mut() {
            routes.push(guarded);
        }
        self
    }
}

async fn takes_file(
    takes: TakesFile,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    request.extensions_mut().insert(takes);
    Ok(next.call(request).await?.map_into_boxed_body())
}

fn has_nul(request: &ServiceRequest) -> bool {
    request.match_info().iter().any(|(_, value)| value.contains('\0') || value.contains("%00"))
}

async fn enforce(
    demand: Demand,
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let access = demand.access;
    let allowed = demand.check_access(request.request());
    let checked = match allowed {
        // No text of ours holds a NUL, and PostgreSQL refuses to be asked about one: such an address leads nowhere.
        Ok(()) if has_nul(&request) => Err(PageError::NotFound),
        Ok(()) if !request.method().is_safe() && !access.has_own_proof() => accept_form(&mut request).await,
        other => other,
    };
    if let Err(error) = checked.and_then(|()| demand.check_proof(request.request())) {
        return Ok(request.into_response(error.error_response()));
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    if matches!(access, Access::Link | Access::OneClick) {
        let headers = response.headers_mut();
        headers.insert(header::REFERRER_POLICY, header::HeaderValue::from_static("no-referrer"));
        headers.insert(header::HeaderName::from_static("x-robots-tag"), header::HeaderValue::from_static("noindex"));
    }
    Ok(response)
}
