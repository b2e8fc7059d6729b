//! The program with its page, and a client that speaks HTTP/1.1 over plain TCP, so that a test decides on every byte that is sent.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

pub const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
/// How long a reply may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program, ended when the test is over.
pub struct Program {
    child: Child,
    pub port: u16,
    pub token: String,
    cookie: OnceLock<String>,
    /// Folder of its own, with a copy of the reference scenario.
    pub place: TempDir,
}

/// A reply as it was received.
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Program {
    /// Starts `adit explore` on a copy of the reference scenario.
    pub fn start(options: &[&str]) -> Self {
        Self::start_with(&fs::read_to_string(REFERENCE).unwrap(), options)
    }

    /// Starts it on a scenario of this text.
    pub fn start_with(scenario: &str, options: &[&str]) -> Self {
        let place = tempfile::tempdir().unwrap();
        fs::write(place.path().join("base.toml"), scenario).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_adit"))
            .args(["explore", "base.toml"])
            .args(options)
            .current_dir(place.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let rest = address.trim().strip_prefix("http://127.0.0.1:").unwrap_or_else(|| panic!("{address}"));
        let (port, token) = rest.split_once("/?token=").unwrap();
        Self { child, port: port.parse().unwrap(), token: token.to_owned(), cookie: OnceLock::new(), place }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// Address of the page with its secret.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    /// Opens the page, which its address does once.
    pub fn open(&self) -> Reply {
        self.send(&format!("GET /?token={} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.token, self.port))
    }

    /// The cookie that the page was given.
    pub fn cookie(&self) -> &str {
        self.cookie.get_or_init(|| {
            let head = self.open().head;
            let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap_or_else(|| panic!("{head}"));
            cookie.split(';').next().unwrap().to_owned()
        })
    }

    /// The headers that the page's browser sends.
    pub fn headers(&self) -> String {
        format!("Host: 127.0.0.1:{}\r\nCookie: a=b; {}\r\n", self.port, self.cookie())
    }

    /// Memory of the program, MB; `None` where the system does not say.
    pub fn memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
    }

    /// Sends exactly this text and reads the reply to its end.
    pub fn send(&self, text: &str) -> Reply {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let _ = stream.write_all(text.as_bytes()); // a server that refuses may close before all is sent
        let mut all = Vec::new();
        let _ = stream.read_to_end(&mut all);
        Reply::of(&all)
    }

    /// A request as the page makes it.
    pub fn get(&self, path: &str) -> Reply {
        self.send(&format!("GET {path} HTTP/1.1\r\n{}Sec-Fetch-Site: same-origin\r\nConnection: close\r\n\r\n", self.headers()))
    }

    pub fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(&self.post_text(path, &body.to_string()))
    }

    pub fn post_text(&self, path: &str, body: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\n{}Origin: http://127.0.0.1:{}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.headers(),
            self.port,
            body.len()
        )
    }

    /// Events of a run of the page `a` with these changes, to its end.
    pub fn run(&self, changes: &[(&str, &str)]) -> Vec<(String, Value)> {
        events(&self.post("/api/run", &serde_json::json!({ "page": "a", "changes": changes_of(changes) })))
    }

    /// Answer after the last trial of a run.
    pub fn answer(&self, changes: &[(&str, &str)]) -> Value {
        let events = self.run(changes);
        assert_eq!(events.last().map(|(name, _)| name.as_str()), Some("done"), "{events:?}");
        events.into_iter().rfind(|(name, _)| name == "answer").unwrap().1
    }

    /// Waits until the program has ended.
    pub fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the program goes on");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    fn of(all: &[u8]) -> Self {
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(all.len());
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let body = all.get(end + 4..).unwrap_or_default();
        let body = if head.to_lowercase().contains("transfer-encoding: chunked") { joined(body) } else { body.to_vec() };
        Self { status: head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0), head, body }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// A body without the lengths of its chunks.
fn joined(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(&String::from_utf8_lossy(&body[..end]), 16).unwrap();
        whole.extend_from_slice(&body[end + 2..end + 2 + length]);
        body = body.get(end + 4 + length..).unwrap_or_default();
        if length == 0 {
            break;
        }
    }
    whole
}

/// Changes as the page sends them.
pub fn changes_of(changes: &[(&str, &str)]) -> Value {
    changes.iter().map(|(path, value)| serde_json::json!({ "path": path, "value": value })).collect()
}

/// Names and data of server-sent events.
pub fn events(reply: &Reply) -> Vec<(String, Value)> {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let text = reply.text();
    let events = text.split("\n\n").filter(|event| !event.is_empty());
    events
        .map(|event| {
            let (name, data) = event.split_once("\ndata: ").unwrap();
            (name.trim_start_matches("event: ").to_owned(), serde_json::from_str(data).unwrap())
        })
        .collect()
}

/// Standard output of a command in a folder, which must succeed.
pub fn adit(place: &Path, args: &[&str]) -> Vec<u8> {
    let done = Command::new(env!("CARGO_BIN_EXE_adit")).args(args).current_dir(place).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}
