//! Asks a server again and again over a number of connections, each waiting for its answer before it asks anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use nairo::kernel::Unexpected;

use super::http::{Answer, Connection};

/// Makes the n-th request.
pub type Requests = Arc<dyn Fn(u64) -> Arc<[u8]> + Send + Sync>;

/// What to ask, how, for how long.
#[derive(Clone)]
pub struct Load {
    /// Port of this machine.
    pub port: u16,
    /// Connections at once.
    pub connections: usize,
    /// How long it is measured; as much as a quarter of it runs before, unmeasured.
    pub measured: Duration,
    /// What is asked.
    pub requests: Requests,
    /// Which answers are right.
    pub is_right: fn(&Answer) -> bool,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Right answers a second.
    pub per_second: f64,
    /// Right answers in all, the unmeasured ones too.
    pub right: u64,
    /// Right answers while it was measured.
    pub measured: u64,
    /// Half of the answers took no longer, in milliseconds.
    pub p50: f64,
    /// 99 of 100 took no longer, in milliseconds.
    pub p99: f64,
}

#[derive(Default)]
struct Tally {
    right: u64,
    wrong: u64,
    microseconds: Vec<u32>,
    first_wrong: Option<String>,
}

/// The same requests in turn.
pub fn in_turn(requests: Vec<Vec<u8>>) -> Requests {
    let requests: Vec<Arc<[u8]>> = requests.into_iter().map(Arc::from).collect();
    Arc::new(move |n| {
        let at = usize::try_from(n).unwrap_or(0) % requests.len();
        Arc::clone(&requests[at])
    })
}

impl Load {
    /// Runs to its end on two threads of its own (one for one connection), as wrk would.
    pub async fn run(self, at_begin: impl FnOnce() + Send + 'static) -> Result<Outcome, Unexpected> {
        let handle = actix_web::rt::task::spawn_blocking(move || self.run_on_threads(at_begin));
        handle.await?
    }

    fn run_on_threads(&self, at_begin: impl FnOnce()) -> Result<Outcome, Unexpected> {
        let begins = Instant::now() + self.measured / 4;
        let ends = begins + self.measured;
        let counter = Arc::new(AtomicU64::new(0));
        let threads = std::cmp::min(self.connections, 2);
        let handles: Vec<_> = (0..threads)
            .map(|thread| {
                let (load, counter) = (self.clone(), Arc::clone(&counter));
                let share = self.connections / threads + usize::from(thread < self.connections % threads);
                std::thread::spawn(move || load.run_on_one(share, (begins, ends), &counter))
            })
            .collect();
        std::thread::sleep(begins.saturating_duration_since(Instant::now()));
        at_begin();
        let mut all = Tally::default();
        for handle in handles {
            let part = handle.join().map_err(|_| Unexpected::because("a client thread panicked"))??;
            all.right += part.right;
            all.wrong += part.wrong;
            all.microseconds.extend(part.microseconds);
            all.first_wrong = all.first_wrong.or(part.first_wrong);
        }
        if let Some(wrong) = &all.first_wrong {
            eprintln!("bench: {} answers were not right, the first: {wrong}", all.wrong);
        }
        Ok(summed(all, self.measured))
    }

    fn run_on_one(
        &self,
        connections: usize,
        span: (Instant, Instant),
        counter: &Arc<AtomicU64>,
    ) -> Result<Tally, Unexpected> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async {
            let tasks: Vec<_> = (0..connections)
                .map(|_| {
                    let (load, counter) = (self.clone(), Arc::clone(counter));
                    tokio::task::spawn_local(async move { load.run_connection(span, &counter).await })
                })
                .collect();
            let mut all = Tally::default();
            for task in tasks {
                let part = task.await??;
                all.right += part.right;
                all.wrong += part.wrong;
                all.microseconds.extend(part.microseconds);
                all.first_wrong = all.first_wrong.or(part.first_wrong);
            }
            Ok(all)
        })
    }

    async fn run_connection(
        &self,
        (begins, ends): (Instant, Instant),
        counter: &AtomicU64,
    ) -> Result<Tally, Unexpected> {
        let mut connection = Connection::open(self.port).await?;
        let mut tally = Tally::default();
        loop {
            let request = (self.requests)(counter.fetch_add(1, Ordering::Relaxed));
            let asked = Instant::now();
            if asked >= ends {
                return Ok(tally);
            }
            let answer = connection.ask(&request).await?;
            let answered = Instant::now();
            if !(self.is_right)(&answer) {
                tally.wrong += 1;
                tally.first_wrong.get_or_insert_with(|| answer.head.lines().next().unwrap_or_default().to_owned());
                continue;
            }
            tally.right += 1;
            if asked >= begins && answered < ends {
                tally.microseconds.push(u32::try_from((answered - asked).as_micros()).unwrap_or(u32::MAX));
            }
        }
    }
}

fn summed(mut tally: Tally, measured: Duration) -> Outcome {
    tally.microseconds.sort_unstable();
    let times = &tally.microseconds;
    let at = |percent: usize| {
        let index = std::cmp::min(times.len() * percent / 100, times.len().saturating_sub(1));
        times.get(index).map_or(0.0, |microseconds| f64::from(*microseconds) / 1_000.0)
    };
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX);
    Outcome {
        per_second: f64::from(count) / measured.as_secs_f64(),
        right: tally.right,
        measured: u64::from(count),
        p50: at(50),
        p99: at(99),
    }
}
