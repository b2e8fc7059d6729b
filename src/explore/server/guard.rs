//! Who may ask: the browser that was given the secret address, from a page of this server, under one of its own names.

use std::sync::atomic::{AtomicBool, Ordering};

use hyper::header::{CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};

/// Bytes of a secret.
const SECRET: usize = 32;
/// What browsers say of the page that makes a request.
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Secrets and names of the server.
pub struct Guard {
    port: u16,
    /// Of the address; it opens the page once.
    token: String,
    /// Of the cookie.
    secret: String,
    is_opened: AtomicBool,
}

/// Why a request is refused.
pub type Refusal = (StatusCode, &'static str);

/// How a request was admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admitted {
    /// By the cookie.
    Cookie,
    /// By the token of the address; the reply brings the cookie.
    Address,
}

impl Guard {
    /// A guard with new secrets.
    ///
    /// # Errors
    /// Where the system gives no random numbers.
    pub fn new(port: u16) -> Result<Self, getrandom::Error> {
        Ok(Self { port, token: random()?, secret: random()?, is_opened: AtomicBool::new(false) })
    }

    /// Address of the page, with its token.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    /// Cookie that carries the secret to this server only; the browser sends it for pages of this server only and shows it to no script.
    #[must_use]
    pub fn cookie(&self) -> String {
        format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie_name(), self.secret)
    }

    /// Cookies do not distinguish ports, and several programs may run.
    fn cookie_name(&self) -> String {
        format!("adit-{}", self.port)
    }

    /// Admits or refuses a request by its head.
    ///
    /// # Errors
    /// The status and the reason of the refusal.
    pub fn admit(&self, head: &Parts) -> Result<Admitted, Refusal> {
        self.check_host(head)?;
        check_origin(head)?;
        if head.method == Method::POST && one(&head.headers, &CONTENT_TYPE) != Some("application/json") {
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "expected Content-Type: application/json"));
        }
        if self.has_cookie(&head.headers) {
            return Ok(Admitted::Cookie);
        }
        let token = head.uri.query().and_then(|query| query.strip_prefix("token="));
        if head.method == Method::GET && head.uri.path() == "/" && token.is_some_and(|token| is_same(token, &self.token)) {
            if self.is_opened.swap(true, Ordering::Relaxed) {
                return Err((StatusCode::FORBIDDEN, "this address was opened before; use the browser that opened it, or start adit explore again"));
            }
            return Ok(Admitted::Address);
        }
        Err((StatusCode::FORBIDDEN, "open the address that adit explore printed, with its token"))
    }

    /// A name of another site that leads to this computer (DNS rebinding) stands in `Host`.
    fn check_host(&self, head: &Parts) -> Result<(), Refusal> {
        let names = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let is_own = |name: &str| names.iter().any(|own| own.eq_ignore_ascii_case(name));
        let of_target = head.uri.authority().is_none_or(|authority| is_own(authority.as_str()));
        if of_target && one(&head.headers, &HOST).is_some_and(is_own) { Ok(()) } else { Err((StatusCode::MISDIRECTED_REQUEST, "unknown Host")) }
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        let all = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
        all.filter_map(|pair| pair.trim().split_once('=')).any(|(known, value)| known == name && is_same(value, &self.secret))
    }
}

/// A page of another origin states it, and a request that changes something must state its own.
fn check_origin(head: &Parts) -> Result<(), Refusal> {
    let foreign = Err((StatusCode::FORBIDDEN, "foreign Origin"));
    let host = one(&head.headers, &HOST).unwrap_or_default();
    match (one(&head.headers, &ORIGIN), head.headers.contains_key(ORIGIN)) {
        (Some(origin), _) if origin.eq_ignore_ascii_case(&format!("http://{host}")) => {}
        (None, false) if head.method == Method::GET => {}
        _ => return foreign,
    }
    let is_page = head.uri.path() == "/";
    match one(&head.headers, &FETCH_SITE) {
        Some("same-origin" | "none") => Ok(()),
        None if !head.headers.contains_key(FETCH_SITE) => Ok(()),
        // The page itself may be opened from elsewhere; without the cookie it needs the secret.
        _ if is_page => Ok(()),
        _ => foreign,
    }
}

/// A secret of hexadecimal digits.
fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; SECRET];
    getrandom::fill(&mut bytes)?;
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    Ok(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
}

/// The value of a header that stands there once.
fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
fn is_same(given: &str, secret: &str) -> bool {
    given.len() == secret.len() && given.bytes().zip(secret.bytes()).fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
}
