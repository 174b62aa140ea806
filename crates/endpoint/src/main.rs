//! `premier-accueil`: reads the settings, then runs one command: serve, purge, the register of rights, keys, clock.
//!
//! Errors are sentences on the error output; a wrong setting ends with code 2, anything else with code 1.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
    time::Duration,
};

use content::in_french;
use endpoint::{
    BackupError, CheckCommand, Clock, Command, CommandLine, Config, DeliveriesCommand, DemoError,
    DeskError, Endpoint, FolderLock, LockError, MailCommand, Mailer, Misread, Operator,
    OperatorError, Ready, ServeError, StartError, backup, check, clock, demo, keys, leave_no_core,
    print_fiches, purge, report, restore, serve,
};
use tokio::runtime::Runtime;
use tracing_appender::non_blocking::NonBlockingBuilder;
use tracing_subscriber::EnvFilter;

/// So many lines of the log wait to be written; then lines are dropped.
const LOG_LINES: usize = 4096;

const BAD_CONFIGURATION: u8 = 2;

/// What `--version` says: version and commit where `cargo xtask` builds for production, else the version alone.
///
/// Read in this file and not in the library: another commit compiles only this file again.
const VERSION: &str = match option_env!("PREMIER_ACCUEIL_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// How long unfinished blocking work, such as a layout, may hold up the end of the program.
const STOPS_WITHIN: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    let line = match CommandLine::typed(VERSION) {
        Ok(line) => line,
        Err(misread) => return answer(&misread),
    };
    let config = match line.config() {
        Ok(config) => config,
        Err(error) => return complain(&error.to_string(), BAD_CONFIGURATION),
    };
    let Ok(filter) = EnvFilter::try_new(&config.log) else {
        return complain(
            "--log : il faut un filtre comme info ou endpoint=debug",
            BAD_CONFIGURATION,
        );
    };
    // Written by a thread of its own, which drops lines when it falls behind: a log that cannot be written or is not
    // read stops no registration. What is left is written when `_log` is dropped, for a second at most.
    let (log, _log) = NonBlockingBuilder::default()
        .lossy(true)
        .buffered_lines_limit(LOG_LINES)
        .finish(io::stderr());
    // One JSON object a line: for a program that collects them.
    tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(log)
        .with_ansi(io::stderr().is_terminal())
        // They would be told on the error output, and where that is gone end the program.
        .log_internal_errors(false)
        .init();
    leave_no_core();
    // A defect of ours is told by its place; its message could repeat what it was busy with.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "panic");
    }));
    if matches!(line.command, Some(Command::PrintFiches)) {
        return match print_fiches() {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => complain(
                &format!(
                    "les fiches ne peuvent pas être mises en page : {}",
                    in_french(&error)
                ),
                1,
            ),
        };
    }
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            return complain(
                &format!("impossible de démarrer : {}", in_french(&error)),
                1,
            );
        }
    };
    let command = line.command.unwrap_or(Command::Serve);
    let ended = carry_out(&runtime, config, command);
    // The result of a layout under way is not used any more: its mail is tried again.
    runtime.shutdown_timeout(STOPS_WITHIN);
    ended.map_or_else(told, |()| ExitCode::SUCCESS)
}

/// Does what was asked.
fn carry_out(runtime: &Runtime, config: Config, command: Command) -> Result<(), Ended> {
    match command {
        // The latter was done above.
        Command::Serve | Command::PrintFiches => runtime.block_on(run(config)),
        Command::Demo => runtime.block_on(run_demo(config)),
        Command::Check(asked) => runtime.block_on(run_check(config, asked)),
        Command::Purge { dry_run } => runtime.block_on(run_purge(&config, dry_run)),
        Command::Backup { file, keys } => {
            runtime.block_on(async { say(&backup(&config, &file, keys.as_deref()).await?) })
        }
        Command::Restore { file } => runtime.block_on(async {
            // A running endpoint would go on writing into the database that is taken away.
            let lock =
                FolderLock::take_with_store(&config.data_dir, &config.store, Clock::System.now())?;
            say(&restore(&config, &Clock::System, &file, &lock)
                .await?
                .report(&config))
        }),
        Command::Mail { command } => runtime.block_on(run_beside(config, async |endpoint| {
            let operator = endpoint.operator();
            Ok(match command {
                MailCommand::Hold => operator.hold_mail().await?.to_owned(),
                MailCommand::Release => operator.release_mail().await?.to_owned(),
            })
        })),
        Command::Rights { command } => runtime.block_on(run_beside(config, async |endpoint| {
            Ok(endpoint.officer().carry_out_command(command).await?)
        })),
        Command::Desk { command } => runtime.block_on(run_beside(config, async |endpoint| {
            Ok(endpoint.carry_out_desk_command(command).await?)
        })),
        Command::Deliveries { command } => runtime.block_on(run_beside(config, async |endpoint| {
            Ok(deliveries(&endpoint.operator(), command).await?)
        })),
        Command::DeliverAgain { number } => {
            runtime.block_on(run_beside(config, async |endpoint| {
                endpoint.officer().deliver_again(&number).await?;
                let number = number.spaced();
                Ok(format!(
                    "{number} repart dans la minute, si le service tourne.\n"
                ))
            }))
        }
        Command::Keys { command } => keys(&config, &Clock::System, command)
            .map_err(Ended::from)
            .and_then(|said| say(&said)),
        Command::Clock { command } => {
            runtime.block_on(async { say(&clock(&config, &Clock::System, command).await?) })
        }
        Command::Options { number } => runtime.block_on(run_beside(config, async |endpoint| {
            Ok(endpoint.officer().options(&number).await?)
        })),
    }
}

/// Says why it ended, and with which code.
fn told(ended: Ended) -> ExitCode {
    match ended {
        Ended::Lock(error) => complain(&error.to_string(), BAD_CONFIGURATION),
        Ended::Start(error) => complain(&error.to_string(), BAD_CONFIGURATION),
        // No setting is wrong, or it passes by itself: with this exit code the service manager tries again.
        Ended::Serve(error @ (ServeError::TaskEnded | ServeError::Lock(_))) => {
            complain(&error.to_string(), 1)
        }
        Ended::Serve(ServeError::Listen(address, error))
            if error.kind() == io::ErrorKind::AddrInUse =>
        {
            complain(&ServeError::Listen(address, error).to_string(), 1)
        }
        Ended::Serve(error) => complain(&error.to_string(), BAD_CONFIGURATION),
        Ended::Keys(error) => complain(&error.to_string(), 1),
        Ended::Rights(error) => complain(&error.to_string(), 1),
        Ended::Desk(error) => complain(&error.to_string(), 1),
        Ended::Demo(error) => complain(&error.to_string(), 1),
        Ended::Backup(error) => complain(&error.to_string(), 1),
        Ended::Operator(error) => complain(&error.to_string(), 1),
        // The report has said it.
        Ended::NotReady => ExitCode::FAILURE,
        Ended::Output(error) => {
            complain(&format!("impossible d’écrire : {}", in_french(&error)), 1)
        }
    }
}

#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Keys(#[from] endpoint::KeysError),
    #[error(transparent)]
    Rights(#[from] endpoint::RightsError),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error(transparent)]
    Demo(#[from] DemoError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    #[error(transparent)]
    Operator(#[from] OperatorError),
    #[error("quelque chose ne marche pas")]
    NotReady,
    #[error(transparent)]
    Output(#[from] io::Error),
}

async fn run(config: Config) -> Result<(), Ended> {
    let mailer = Mailer::new(&config.mail).map_err(StartError::from)?;
    serve(config, Clock::System, mailer, |ready| {
        // Scripts and tests wait for these lines; where standard output is closed, the service runs all the same.
        let _ = match ready {
            Ready::Listening(name, address) => {
                writeln!(io::stdout(), "listening {name} http://{address}")
            }
            Ready::Invitation(link) => writeln!(io::stdout(), "invitation {link}"),
        };
        let _ = io::stdout().flush();
    })
    .await?;
    Ok(())
}

/// On the output: for a person, or for a program that reads it.
fn say(text: &str) -> Result<(), Ended> {
    Ok(io::stdout().write_all(text.as_bytes())?)
}

async fn run_check(config: Config, asked: CheckCommand) -> Result<(), Ended> {
    let mailer = Mailer::new(&config.mail).map_err(StartError::from)?;
    let report = check(config, &Clock::System, mailer, asked).await?;
    say(&report.text)?;
    if report.is_ready {
        Ok(())
    } else {
        Err(Ended::NotReady)
    }
}

async fn run_demo(config: Config) -> Result<(), Ended> {
    let mailer = Mailer::new(&config.mail).map_err(StartError::from)?;
    say(&demo(config, &Clock::System, mailer).await?)
}

async fn run_purge(config: &Config, dry_run: bool) -> Result<(), Ended> {
    let items = purge(config, &Clock::System, dry_run).await?;
    say(&report(&items, dry_run, config))
}

/// The register, the record of options and the deliveries, beside a running endpoint or without one.
/// What is to be mailed, the running one mails.
async fn run_beside(
    config: Config,
    ask: impl AsyncFnOnce(&Endpoint) -> Result<String, Ended>,
) -> Result<(), Ended> {
    let mailer = Mailer::new(&config.mail).map_err(StartError::from)?;
    let endpoint = Endpoint::beside(config, Clock::System, mailer).await?;
    let said = ask(&endpoint).await;
    endpoint.close().await;
    say(&said?)
}

async fn deliveries(
    operator: &Operator,
    command: DeliveriesCommand,
) -> Result<String, OperatorError> {
    match command {
        DeliveriesCommand::List => operator.list().await,
        DeliveriesCommand::Retry(which) => operator.retry(&which).await,
        DeliveriesCommand::SetAside(which) => operator.set_aside(&which).await,
    }
}

/// The help and the version go to the output; what is wrong with the command line, to the error output.
fn answer(misread: &Misread) -> ExitCode {
    let said = misread.to_string();
    if misread.is_answer() {
        let written = io::stdout().write_all(said.as_bytes());
        return written.map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let _ = io::stderr().write_all(said.as_bytes());
    ExitCode::from(BAD_CONFIGURATION)
}

fn complain(sentence: &str, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "premier-accueil: {sentence}");
    ExitCode::from(code)
}
