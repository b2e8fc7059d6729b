//! Addresses of the server and what each replies.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{HeaderValue, SET_COOKIE};
use hyper::{Method, Request, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Notify;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::guard::{Admitted, Guard};
use super::reply::{JSON, Reply, TEXT, events, json, refused, whole};
use super::{assets, stream};
use crate::analyses::run::summary;
use crate::analyses::trial::{event_log, event_log_text};
use crate::explore::answer::answer;
use crate::explore::changes::{Change, Changed, ChangedInput, FieldProblem};
use crate::explore::figures;
use crate::explore::model::Model;
use crate::explore::overlay::overlay;
use crate::explore::save::{Saved, save};
use crate::explore::session::Session;
use crate::explore::store::Answer;
use crate::report::charts::png;
use crate::store::write_json;

/// Largest body of a request, bytes.
const LARGEST_BODY: usize = 1 << 20;
/// Time within which the body of a request has arrived.
const BODY_TIME: Duration = Duration::from_secs(10);
/// Longest name of a page, which its script makes at random.
const LONGEST_PAGE: usize = 32;

/// What requests need.
pub struct Routes {
    session: Arc<Session>,
    guard: Guard,
    closed: Arc<Notify>,
}

/// A run that a page asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RunRequest {
    /// Name of the page, by which its earlier run is cancelled.
    page: String,
    changes: Vec<Change>,
}

/// An overlay that a page asks to be saved.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaveRequest {
    name: String,
    changes: Vec<Change>,
    overwrite: bool,
}

/// What a page is told of its changes before they are run.
#[derive(serde::Serialize)]
struct Accepted {
    problems: Vec<FieldProblem>,
    inputs: Vec<ChangedInput>,
    command: String,
    overlay: Option<String>,
}

impl Routes {
    /// Addresses of a session.
    #[must_use]
    pub fn new(session: Arc<Session>, guard: Guard, closed: Arc<Notify>) -> Self {
        Self { session, guard, closed }
    }

    /// Replies to a request.
    ///
    /// # Errors
    /// Never.
    pub async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Result<Reply, Infallible> {
        let (head, body) = request.into_parts();
        let admitted = match self.guard.admit(&head) {
            Ok(admitted) => admitted,
            Err((status, why)) => return Ok(refused(status, why)),
        };
        let path = head.uri.path().to_owned();
        let mut reply = match head.method {
            Method::GET => self.get(&path).await,
            Method::POST => self.post(&path, body).await,
            _ => refused(StatusCode::METHOD_NOT_ALLOWED, "expected GET or POST"),
        };
        if admitted == Admitted::Address
            && let Ok(cookie) = HeaderValue::from_str(&self.guard.cookie())
        {
            reply.headers_mut().insert(SET_COOKIE, cookie);
        }
        Ok(reply)
    }

    async fn get(&self, path: &str) -> Reply {
        if let Some(file) = assets::file(path) {
            return file;
        }
        let session = Arc::clone(&self.session);
        match path.strip_prefix("/api/").map(|rest| rest.split('/').collect::<Vec<_>>()).as_deref() {
            Some(["scenario"]) => working(move || of_scenario(&session)).await,
            Some(["effects"]) => working(move || json(&session.effects())).await,
            Some(["answers", id, rest @ ..]) => {
                let Some(answer) = id.parse().ok().and_then(|id| session.answer(id)) else { return gone() };
                let rest: Vec<String> = rest.iter().map(|&part| part.to_owned()).collect();
                working(move || of_answer(&session, &answer, &rest)).await
            }
            _ => refused(StatusCode::NOT_FOUND, "there is no such address"),
        }
    }

    async fn post(&self, path: &str, body: Incoming) -> Reply {
        let session = Arc::clone(&self.session);
        match path {
            "/api/run" => match read::<RunRequest>(body).await {
                Ok(request) => run(&session, request),
                Err(refusal) => refusal,
            },
            "/api/save" => match read::<SaveRequest>(body).await {
                Ok(request) => working(move || saved(&session, &request)).await,
                Err(refusal) => refusal,
            },
            "/api/close" => {
                self.closed.notify_one();
                whole(StatusCode::OK, TEXT, "closed\n")
            }
            _ => refused(StatusCode::NOT_FOUND, "there is no such address"),
        }
    }
}

/// Body of a request, of a limited size and within a limited time.
async fn read<T: DeserializeOwned>(body: Incoming) -> Result<T, Reply> {
    let read = timeout(BODY_TIME, Limited::new(body, LARGEST_BODY).collect()).await;
    let whole = match read {
        Ok(Ok(whole)) => whole.to_bytes(),
        Ok(Err(_)) => return Err(refused(StatusCode::PAYLOAD_TOO_LARGE, format!("a request has at most {LARGEST_BODY} bytes"))),
        Err(_) => return Err(refused(StatusCode::REQUEST_TIMEOUT, "the request did not arrive in time")),
    };
    serde_json::from_slice(&whole).map_err(|error| refused(StatusCode::BAD_REQUEST, format!("the request cannot be read: {error}")))
}

/// Runs what takes time on another thread.
async fn working(work: impl FnOnce() -> Reply + Send + 'static) -> Reply {
    spawn_blocking(work).await.unwrap_or_else(|_| refused(StatusCode::INTERNAL_SERVER_ERROR, "the request failed"))
}

fn gone() -> Reply {
    refused(StatusCode::GONE, "this answer is no longer kept")
}

fn of_scenario(session: &Session) -> Reply {
    let Some(first) = session.first_record() else { return refused(StatusCode::SERVICE_UNAVAILABLE, "the page is closed") };
    json(&session.scenario(&first.findings))
}

/// Starts a run, whose results come as events: `accepted` or `refused`, then `answer` several times, then `done`.
fn run(session: &Arc<Session>, request: RunRequest) -> Reply {
    let RunRequest { page, changes } = request;
    if page.is_empty() || page.len() > LONGEST_PAGE {
        return refused(StatusCode::BAD_REQUEST, format!("the name of a page has 1 to {LONGEST_PAGE} bytes"));
    }
    let Some(run) = session.begin(&page) else {
        return refused(StatusCode::SERVICE_UNAVAILABLE, "too many pages run at the same time; close one of them");
    };
    let (sender, body) = stream::pair();
    spawn_blocking(move || {
        let is_cancelled = || run.is_cancelled() || sender.is_gone();
        let changed = match run.apply(&changes) {
            Ok(changed) => changed,
            Err(problems) => return sender.send("refused", &problems, &is_cancelled),
        };
        let model = run.model();
        let accepted = Accepted {
            problems: changed.as_ref().map_or_else(Vec::new, |changed| changed.warnings.clone()),
            inputs: changed.as_ref().map_or_else(Vec::new, Changed::inputs),
            command: command(model, &changes),
            overlay: (!changes.is_empty()).then(|| overlay(model, &changes, &model.save_dir).unwrap_or_else(|why| why)),
        };
        sender.send("accepted", &accepted, &is_cancelled);
        run.run(changed, &|| sender.is_gone(), &mut |found| sender.send("answer", &answer(found), &is_cancelled));
        if !run.is_cancelled() {
            sender.send("done", &(), &is_cancelled);
        }
    });
    events(body)
}

/// Command line of the same run; a sentence where there is none.
fn command(model: &Model, changes: &[Change]) -> String {
    if changes.iter().any(Change::is_lever) {
        return "There is none: `adit run` runs a scenario without its levers. `adit levers` evaluates levers.".to_owned();
    }
    model.command(&changes.iter().map(Change::set).collect::<Vec<_>>())
}

fn saved(session: &Session, request: &SaveRequest) -> Reply {
    let said = |status, result: &str, text: String| whole(status, JSON, serde_json::json!({ "result": result, "text": text }).to_string());
    match save(&session.model, &request.name, &request.changes, request.overwrite) {
        Saved::At(path) => said(StatusCode::OK, "saved", path.display().to_string()),
        Saved::Exists(path) => said(StatusCode::CONFLICT, "exists", path.display().to_string()),
        Saved::Refused(why) => said(StatusCode::UNPROCESSABLE_ENTITY, "refused", why),
    }
}

/// Figures, numbers and trials of an answer.
fn of_answer(session: &Session, answer: &Answer, rest: &[String]) -> Reply {
    let result = &answer.result;
    let parts: Vec<&str> = rest.iter().map(String::as_str).collect();
    match parts.as_slice() {
        ["summary.json"] => {
            let mut body = Vec::new();
            match write_json(&summary(&result.record.findings, &result.record.scenario), &mut body) {
                Ok(()) => whole(StatusCode::OK, JSON, body),
                Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
            }
        }
        ["why", number] => match session.why(answer, number) {
            Ok(found) => json(&found),
            Err(why) => refused(StatusCode::UNPROCESSABLE_ENTITY, why),
        },
        ["trials", number] => {
            let Ok(number) = number.parse::<u64>() else { return refused(StatusCode::NOT_FOUND, "the number of a trial is a whole number from 0") };
            if number >= session.model.options.trials {
                return refused(StatusCode::NOT_FOUND, format!("trials have the numbers 0 to {}", session.model.options.trials - 1));
            }
            let (plan, title) = answer
                .changed
                .as_ref()
                .map_or((&session.model.plan, &session.model.scenario.title), |changed| (&changed.plan, &changed.scenario.title));
            let seed = session.model.options.seed;
            whole(StatusCode::OK, TEXT, event_log_text(&event_log(plan, seed, number), plan.grid, title, seed))
        }
        [which @ ("figures" | "unchanged"), file] => {
            let Some((name, kind)) = file.rsplit_once('.') else { return refused(StatusCode::NOT_FOUND, "there is no such figure") };
            let Some(figure) = figures::draw(answer, name, *which == "unchanged") else {
                return refused(StatusCode::NOT_FOUND, "there is no such figure");
            };
            match kind {
                "svg" => whole(StatusCode::OK, "image/svg+xml", figure.svg),
                "png" => match png(&figure) {
                    Ok(picture) => whole(StatusCode::OK, "image/png", picture),
                    Err(error) => refused(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
                },
                _ => refused(StatusCode::NOT_FOUND, "figures are svg or png"),
            }
        }
        _ => refused(StatusCode::NOT_FOUND, "there is no such address"),
    }
}
