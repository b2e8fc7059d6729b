//! Server-sent events: a body that a run fills while the page reads it.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::body::{Body, Bytes, Frame};
use serde::Serialize;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Events that wait for a page to read them.
const WAITING: usize = 8;
/// Time after which a page that reads nothing is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Body of a reply.
pub struct Events(Receiver<Bytes>);

/// Side of the run.
pub struct EventSender(Sender<Bytes>);

/// A body and what fills it.
#[must_use]
pub fn pair() -> (EventSender, Events) {
    let (sender, receiver) = channel(WAITING);
    (EventSender(sender), Events(receiver))
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.get_mut().0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}

impl EventSender {
    /// Whether the page has gone.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.0.is_closed()
    }

    /// Sends an event. Waits for a slow page, though not for ever and not once `is_cancelled` says so.
    pub fn send(&self, name: &str, value: &impl Serialize, is_cancelled: &dyn Fn() -> bool) {
        let Ok(data) = serde_json::to_string(value) else { return };
        let mut event = Bytes::from(format!("event: {name}\ndata: {data}\n\n"));
        let begun = Instant::now();
        while let Err(TrySendError::Full(back)) = self.0.try_send(event) {
            if is_cancelled() || begun.elapsed() > PATIENCE {
                return;
            }
            event = back;
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
