//! The program: everything is in the library, so that tests reach it.

/// Pages are made of many small pieces: the system's own allocator takes a sixth of what a page costs, this one little.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    nairo::cli::run()
}
