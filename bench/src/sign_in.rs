//! A flood: 64 people send their right password at the same moment.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use nairo::kernel::Unexpected;
use nairo::kernel::unexpected::Context;

use super::child::Running;
use super::crowd::who;
use super::http::{Connection, get_plain, hidden_field, post};
use super::world::World;

const AT_ONCE: i64 = 64;
const PASSWORD: &str = "everybody has the same one here";

/// What became of them.
#[derive(Clone, Debug, Default)]
pub struct Flood {
    /// Let in.
    pub let_in: u32,
    /// Asked to come back in a moment.
    pub asked_to_wait: u32,
    /// The most memory that was resident meanwhile, in KiB.
    pub peak: u64,
    /// Until the last had an answer, in milliseconds.
    pub took: f64,
}

/// Hashed as the product hashes; were its parameters to rise, each sign-in here would hash twice.
pub fn hash_of_everybodys_password() -> Result<String, Unexpected> {
    let params = Params::new(19_456, 2, 1, None).context("hashing parameters")?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password_with_salt(PASSWORD.as_bytes(), b"bench bench salt").context("hashing")?;
    let hash: argon2::password_hash::phc::PasswordHash = hash;
    Ok(hash.to_string())
}

/// Sends them all, and looks at the server's memory.
pub async fn flood(server: &Running, _world: &World) -> Result<Flood, Unexpected> {
    let mut connection = Connection::open(server.port).await?;
    let page = connection.ask(&get_plain("/sign-in")).await?;
    let visit = page.header("set-cookie").and_then(|cookie| cookie.split(';').next()).context("no cookie was set")?;
    let visit = visit.to_owned();
    let csrf = hidden_field(std::str::from_utf8(page.body)?, "csrf")?;
    server.forget_peak()?;
    let started = std::time::Instant::now();
    let people: Vec<_> = (1..=AT_ONCE)
        .map(|id| {
            let (port, email) = (server.port, who(100 + id).1);
            let fields = [("csrf", csrf.as_str()), ("way", "password"), ("email", &email), ("password", PASSWORD)];
            let request = post("/sign-in", &visit, id.unsigned_abs(), &fields);
            actix_web::rt::spawn(async move {
                let mut connection = Connection::open(port).await?;
                Ok::<_, Unexpected>(connection.ask(&request).await?.status)
            })
        })
        .collect();
    let mut flood = Flood::default();
    for person in people {
        match person.await?? {
            303 => flood.let_in += 1,
            429 => flood.asked_to_wait += 1,
            other => return Err(Unexpected::because(format!("a sign-in was answered with {other}"))),
        }
    }
    flood.took = started.elapsed().as_secs_f64() * 1_000.0;
    flood.peak = server.peak()?;
    Ok(flood)
}
