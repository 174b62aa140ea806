//! The endpoint of a Mission Locale: envelopes in, receipts out, a PDF in the mailbox, content purged on schedule.
//!
//! Answers are in clear in memory alone, while an envelope is checked or printed:
//! never in the database, never in a log, never in an error.

mod config;
pub use config::{
    Channel, CheckCommand, ClockCommand, Command, CommandLine, Config, DeliveriesCommand,
    DeskCommand, KeysCommand, MailCommand, MailFileError, MailTarget, Misread, Printing,
    RightsCommand, Which,
};

mod clock;
pub use clock::Clock;

mod clock_guard;
pub use clock_guard::ClockJumped;

mod endpoint;
pub use endpoint::{Endpoint, StartError};

mod state;

mod folder_lock;
pub use folder_lock::{FolderLock, Holder, LockError};

mod blocking;
mod stop;
mod whole_file;

mod precautions;
pub use precautions::PrecautionError;

mod serve;
pub use serve::{Ready, ServeError, serve};

mod connections;
mod descriptors;
pub use descriptors::leave_no_core;

mod routes;

mod app_folder;
pub use app_folder::AppError;
mod ops;

mod readiness;

mod observing;

mod metrics;

mod alarm;

mod problem;

mod limits;

mod intake;

mod opening;

mod reference;

mod keys;
pub use keys::KeyError;

mod sheets;
pub use sheets::SheetError;

mod communes;

mod store;
pub use store::{PurgeItem, Role as DeskRole, SizeLimit, StoreError};

mod french;
mod mails;
mod step_words;

mod delivery;
pub use delivery::{Mail, Mailbox, Mailer, MailerError, Pdf, print_fiches};

mod backup;
pub use backup::{BackupError, Restored, backup, restore};

mod operator;
pub use operator::{Operator, OperatorError};

mod housekeeping;
pub use housekeeping::{ClockInDoubt, Irrevocable, Report};

mod commands;
pub use commands::{CheckReport, KeysError, check, clock, keys, purge, report};

mod demo;
pub use demo::{DemoError, demo};

mod desk;
pub use desk::{Access, DeskError, DeskRoute};

mod rights;
pub use rights::{ManualRequest, Officer, RightsError};
