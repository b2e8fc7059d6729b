//! Replies: their bodies, and the headers that every one of them has.

use http_body_util::{Either, Full};
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;

use super::stream::Events;

/// A reply: a whole body, or events as they come.
pub type Reply = Response<Either<Full<Bytes>, Events>>;

/// What the page may load and do: everything from this server, and pictures that it makes of what it loaded.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// Headers of every reply.
const HEADERS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("referrer-policy"), "no-referrer"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Plain text.
pub const TEXT: &str = "text/plain; charset=utf-8";
/// JSON.
pub const JSON: &str = "application/json";

/// A reply with a whole body.
pub fn whole(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Reply {
    with_headers(status, kind, Either::Left(Full::new(body.into())))
}

/// A reply of 200 in JSON.
pub fn json(value: &impl Serialize) -> Reply {
    match serde_json::to_vec(value) {
        Ok(body) => whole(StatusCode::OK, JSON, body),
        Err(error) => whole(StatusCode::INTERNAL_SERVER_ERROR, TEXT, error.to_string()),
    }
}

/// A reply of an error, in words.
pub fn refused(status: StatusCode, why: impl Into<String>) -> Reply {
    whole(status, TEXT, why.into() + "\n")
}

/// A reply of events.
pub fn events(events: Events) -> Reply {
    with_headers(StatusCode::OK, "text/event-stream", Either::Right(events))
}

fn with_headers(status: StatusCode, kind: &'static str, body: Either<Full<Bytes>, Events>) -> Reply {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    reply
}
