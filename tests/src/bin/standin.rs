//! Runs the stand-in ATS by hand, so that `vitae sync` can be tried without an account.
#![expect(clippy::print_stdout, reason = "a program for people")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use vitae_tests::standin::{Limits, Options, Standin};

/// Pretend to be an applicant tracking system with fictional candidates
#[derive(Debug, Parser)]
struct Arguments {
    /// Port on loopback
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Candidates at the start
    #[arg(long, default_value_t = 1000)]
    candidates: usize,
    /// Jobs at the start
    #[arg(long, default_value_t = 20)]
    jobs: usize,
    /// Everything random follows from it
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Requests allowed a second
    #[arg(long, default_value_t = 10)]
    rate: usize,
    /// Requests allowed at once
    #[arg(long, default_value_t = 8)]
    concurrent: usize,
    /// Probability that a request fails
    #[arg(long, default_value_t = 0.0)]
    faults: f64,
    /// Lead downloads to signed addresses on another port
    #[arg(long)]
    signed_downloads: bool,
    /// Changes a minute while it runs
    #[arg(long, default_value_t = 0)]
    churn: u32,
    /// A home to write an account into, for `vitae --home HOME sync`; it must not be configured yet
    #[arg(long)]
    home: Option<PathBuf>,
    /// A folder of files to hand out as résumés
    #[arg(long)]
    resumes: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let files = arguments.resumes.as_deref().map(files_in).transpose()?.unwrap_or_default();
    let standin = Standin::start(Options {
        port: arguments.port,
        candidates: arguments.candidates,
        jobs: arguments.jobs,
        seed: arguments.seed,
        limits: Limits { rate: arguments.rate, concurrent: arguments.concurrent, ..Limits::default() },
        faults: arguments.faults,
        signed_downloads: arguments.signed_downloads,
        files,
        ..Options::default()
    })?;
    let account = |key: &str| {
        format!(
            "[[account]]\nname = \"standin\"\ncompany = \"{}\"\napi_key = {key}\nbase_url = \"{}\"\nmax_requests_per_second = {}\n",
            standin.company(),
            standin.url(),
            // More than this no account may ask for.
            arguments.rate.min(10_000)
        )
    };
    println!("{} candidates and {} jobs at {}. Ctrl-C ends this.\n", arguments.candidates, arguments.jobs, standin.url());
    match &arguments.home {
        Some(home) => {
            write_home(home, &account("{ file = \"standin.key\" }"), standin.key())?;
            println!("Now, in another terminal: vitae --home {} sync --once", home.display());
        }
        None => {
            println!("Put this into vitae.toml:\n\n{}", account("{ env = \"STANDIN_KEY\" }"));
            println!("and start vitae with STANDIN_KEY={} in the environment.", standin.key());
        }
    }
    loop {
        std::thread::sleep(Duration::from_secs_f64(60.0 / f64::from(arguments.churn.max(1))));
        if arguments.churn > 0 {
            standin.world(vitae_tests::standin::World::churn);
        }
    }
}

fn files_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

/// Writes the configuration and the key. A home that was written for another run is used again; one of somebody's own is left alone.
#[expect(clippy::disallowed_methods, reason = "a tool at the command line writes what it was asked for")]
fn write_home(home: &Path, account: &str, key: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(home)?;
    let (configuration, key_file) = (home.join("vitae.toml"), home.join("standin.key"));
    if configuration.exists() && !key_file.exists() {
        anyhow::bail!("{} is there already; name another --home", configuration.display());
    }
    std::fs::write(&configuration, account)?;
    std::fs::write(&key_file, key)?;
    #[cfg(unix)]
    std::fs::set_permissions(&key_file, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(())
}
