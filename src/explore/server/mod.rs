//! HTTP server of the page: on the loopback interface only, on one thread; what takes time runs on a few threads of its own.

mod assets;
mod guard;
mod reply;
mod routes;
mod stream;

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Notify, Semaphore};
use tokio::time::{sleep, timeout};

use super::ExploreArgs;
use super::session::Session;
use crate::driver::{Failure, output};
use guard::Guard;
use routes::Routes;

/// Most connections at a time; others wait.
const MOST_CONNECTIONS: usize = 64;
/// Most threads for runs, figures and files.
const MOST_THREADS: usize = 12;
/// Time within which the head of a request has arrived; an idle connection is closed after as long.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// Time after which a connection is closed, whatever it does.
const LONGEST: Duration = Duration::from_secs(3_600);
/// Largest head of a request, bytes.
const LARGEST_HEAD: usize = 16 << 10;
/// Most headers of a request.
const MOST_HEADERS: usize = 64;

/// Serves the page until it is closed.
///
/// # Errors
/// Where the port cannot be used.
pub fn serve(session: &Arc<Session>, args: &ExploreArgs) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::Machine(format!("cannot serve the page: {error}"));
    let runtime = Builder::new_current_thread().enable_all().max_blocking_threads(MOST_THREADS).build().map_err(failed)?;
    let closed = Arc::new(Notify::new());
    let at_interrupt = Arc::clone(&closed);
    let _ = ctrlc::set_handler(move || at_interrupt.notify_one());
    let served = runtime.block_on(listen(session, args, &closed));
    session.close();
    end(runtime);
    served
}

/// Gives the runs some time to see that they are cancelled.
fn end(runtime: Runtime) {
    runtime.shutdown_timeout(Duration::from_secs(2));
}

async fn listen(session: &Arc<Session>, args: &ExploreArgs, closed: &Arc<Notify>) -> Result<(), Failure> {
    let busy = |error: std::io::Error| Failure::Input(format!("port {} of the loopback interface cannot be used: {error}", args.port));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await.map_err(busy)?;
    let port = listener.local_addr().map_err(busy)?.port();
    let guard = Guard::new(port).map_err(|error| Failure::Machine(format!("the system gives no random numbers: {error}")))?;
    let address = guard.address();
    output::answer(&format!("{address}\n"))?;
    output::note("The page is at this address, for this computer only. Ctrl-C, or Close on the page, ends the program.");
    if args.open && open::that_detached(&address).is_err() {
        output::note("no browser could be started; open the address by hand");
    }
    let routes = Arc::new(Routes::new(Arc::clone(session), guard, Arc::clone(closed)));
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    tokio::spawn(accept(listener, routes, places));
    closed.notified().await;
    Ok(())
}

async fn accept(listener: TcpListener, routes: Arc<Routes>, places: Arc<Semaphore>) {
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        let Ok((socket, _)) = listener.accept().await else {
            sleep(Duration::from_millis(50)).await; // too many open files, for example
            continue;
        };
        let routes = Arc::clone(&routes);
        tokio::spawn(async move {
            let _place = place;
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).max_buf_size(LARGEST_HEAD).max_headers(MOST_HEADERS);
            let answer = service_fn(move |request| Arc::clone(&routes).answer(request));
            // A connection that breaks concerns its client alone.
            let _ = timeout(LONGEST, builder.serve_connection(TokioIo::new(socket), answer)).await;
        });
    }
}
