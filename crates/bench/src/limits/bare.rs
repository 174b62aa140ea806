//! A server that does nothing: what the sockets, the parser and the driver leave to one that does something.

use axum::{Router, body::Bytes, http::StatusCode, routing::any};
use tokio::net::TcpListener;

/// Reads every body and answers 201, until it is killed.
///
/// # Errors
/// When there is no free port.
pub(crate) fn serve() -> anyhow::Result<()> {
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        // As the endpoint says it; nothing is asked for at the second address.
        let address = listener.local_addr()?;
        println!("listening public http://{address}\nlistening ops http://{address}");
        let router = Router::new().fallback(any(|_: Bytes| async { StatusCode::CREATED }));
        Ok(axum::serve(listener, router).await?)
    })
}
