//! The real program, ended by SIGKILL at each point of its talk with a mail server, and started again.

use std::{process::Stdio, time::Duration};

use anyhow::{Result, ensure};
use testing::{Running, program};

use crate::{
    disk,
    harness::{Harness, callback_request, id},
    mail_server::{MailServer, POINTS, Point, Taken},
};

/// What a machine that is busy may take for one mail.
const WITHIN: Duration = Duration::from_mins(1);

/// The officer is written to of a new key, too.
fn registrations(server: &MailServer) -> Vec<Taken> {
    let mut taken = server.taken();
    taken.retain(|mail| mail.number.is_some());
    taken
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_being_mailed_at_a_sigkill_is_mailed_at_the_next_start() -> Result<()> {
    for point in POINTS {
        let server = MailServer::open().await?;
        let harness = Harness::open().await?;
        let body = harness.seal(&id(1), &callback_request()?).await?;
        harness.endpoint.close().await;
        let start = || {
            let mut serving = program(env!("CARGO_BIN_EXE_premier-accueil"), harness.folder.path());
            serving.args(["--mail", &server.address]).arg("serve");
            serving.stderr(Stdio::null());
            Running::start(serving)
        };

        server.wait_before(Some(point));
        let mut first = start()?;
        let answer = first.put(&id(1), &body)?;
        ensure!(answer.starts_with("HTTP/1.1 201"), "{answer}");
        tokio::time::timeout(WITHIN, server.reached()).await?;
        first.child.kill()?;
        first.child.wait()?;
        server.go_on();

        let next = start()?;
        let database = disk::beside(&harness.folder.config("data").store).await?;
        let delivered = async {
            let query = "SELECT state FROM deliveries";
            while sqlx::query_scalar::<_, String>(query)
                .fetch_one(&database)
                .await?
                != "delivered"
            {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            anyhow::Ok(())
        };
        tokio::time::timeout(WITHIN, delivered).await??;
        database.close().await;
        next.terminate()?;
        let taken = registrations(&server);
        // A process that was killed before it heard the reply to its mail cannot know.
        let at_most = 1 + usize::from(matches!(point, Point::Mail | Point::Bye));
        ensure!(taken.len() <= at_most, "{point:?}: {taken:?}");
        let first = taken.first().map(|mail| &mail.message_id);
        ensure!(
            taken.iter().all(|mail| Some(&mail.message_id) == first),
            "{taken:?}"
        );
    }
    Ok(())
}
