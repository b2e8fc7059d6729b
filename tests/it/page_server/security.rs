//! Who is refused: other hosts and origins, requests without the secret, paths that lead elsewhere, requests that are too large.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

use serde_json::json;

use super::client::Program;

#[test]
fn requests_without_the_secret_or_from_elsewhere_are_refused() {
    let program = Program::start(&["--trials", "256"]);
    let port = program.port;
    let own = format!("Host: 127.0.0.1:{port}\r\n");
    let cookie = format!("Cookie: {}\r\n", program.cookie());
    let wrong = format!("Cookie: adit-{port}={}\r\n", "0".repeat(64));
    let get = |path: &str, headers: &str| program.send(&format!("GET {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n")).status;
    let all = format!("{own}{cookie}");
    assert_eq!(get("/api/scenario", &all), 200);
    assert_eq!(get("/api/scenario", &format!("Host: localhost:{port}\r\n{cookie}")), 200);
    // without the secret, with another one, with the secret in the address of anything but the page
    for path in ["/", "/main.js", "/api/scenario", "/api/effects", "/api/answers/1/summary.json"] {
        assert_eq!(get(path, &own), 403, "{path}");
        assert_eq!(get(path, &format!("{own}{wrong}")), 403, "{path}");
    }
    assert_eq!(get(&format!("/?token={}", "0".repeat(64)), &own), 403);
    assert_eq!(get(&format!("/api/scenario?token={}", program.token), &own), 403);
    // the address opens the page once, and its token is not that of the cookie
    assert_eq!(get(&format!("/?token={}", program.token), &own), 403);
    assert_eq!(get("/", &format!("{own}Cookie: adit-{port}={}\r\n", program.token)), 403);
    assert_eq!(get(&format!("/?token={}", program.token), &all), 200);
    // another name for this computer, no name, two names
    for host in [format!("evil.example:{port}"), "127.0.0.1".to_owned(), format!("127.0.0.1:{}", port.wrapping_add(1)), String::new()] {
        assert_eq!(get("/api/scenario", &format!("Host: {host}\r\n{cookie}")), 421, "{host}");
        assert_eq!(get(&format!("/?token={}", program.token), &format!("Host: {host}\r\n")), 421, "{host}");
    }
    assert_eq!(get("/api/scenario", &format!("{own}Host: evil.example\r\n{cookie}")), 421);
    assert_eq!(get("http://evil.example/api/scenario", &all), 421);
    assert!([400, 421].contains(&get("/api/scenario", &cookie)));
    // a page of another site
    for origin in ["http://evil.example", "null", &format!("http://127.0.0.1:{}", port.wrapping_add(1)), &format!("https://127.0.0.1:{port}")] {
        assert_eq!(get("/api/scenario", &format!("{all}Origin: {origin}\r\n")), 403, "{origin}");
    }
    for site in ["cross-site", "same-site"] {
        assert_eq!(get("/api/scenario", &format!("{all}Sec-Fetch-Site: {site}\r\n")), 403, "{site}");
    }
}

#[test]
fn only_the_page_may_change_anything() {
    let program = Program::start(&["--trials", "256"]);
    let body = json!({ "name": "x.toml", "changes": [], "overwrite": true }).to_string();
    let good = program.post_text("/api/save", &body);
    assert_eq!(program.send(&good).status, 422);
    let origin = format!("Origin: http://127.0.0.1:{}\r\n", program.port);
    assert_eq!(program.send(&good.replace(&origin, "")).status, 403);
    assert_eq!(program.send(&good.replace(&origin, "Origin: http://evil.example\r\n")).status, 403);
    assert_eq!(program.send(&good.replace("application/json", "text/plain")).status, 415);
    assert_eq!(program.send(&good.replace("POST", "PUT")).status, 405);
    assert_eq!(program.send(&program.post_text("/api/save", "{")).status, 400);
    assert_eq!(program.send(&program.post_text("/api/save", r#"{"name":"x.toml","changes":[],"overwrite":true,"folder":"/"}"#)).status, 400);
    assert_eq!(program.send(&program.post_text("/api/run", r#"{"page":"","changes":[]}"#)).status, 400);
    assert_eq!(program.get("/api/close").status, 404);
    assert_eq!(program.get("/api/scenario").status, 200);
}

#[test]
fn paths_lead_to_nothing_but_the_page() {
    let program = Program::start(&["--trials", "256"]);
    for path in [
        "/../base.toml",
        "/..%2fbase.toml",
        "/base.toml",
        "//etc/passwd",
        "/%2e%2e/base.toml",
        "/page/../main.js",
        "/api/answers/1/figures/../../base.toml",
        "/api/answers/-1/summary.json",
        "/index.html",
    ] {
        let reply = program.get(path);
        assert!([404, 410].contains(&reply.status), "{path}: {}", reply.status);
        assert!(!reply.text().contains("Reference: antimony"), "{path}");
    }
}

#[test]
fn a_change_reads_no_file() {
    let program = Program::start(&["--trials", "256"]);
    std::fs::write(program.path("secret.csv"), "months\n1\n2\n3\n").unwrap();
    for value in [
        r#"{ empirical = "secret.csv", column = "months" }"#,
        r#"{ "emp\u0069rical" = "secret.csv", column = "months" }"#,
        r#"{ empirical = "/etc/passwd", column = "root" }"#,
    ] {
        let events = program.run(&[("nodes.mine.capacity", value)]);
        assert_eq!(events[0].0, "refused", "{events:?}");
        assert!(!events[0].1.to_string().contains("root:"), "{events:?}");
    }
}

#[test]
fn requests_that_are_too_large_or_broken_are_refused() {
    let program = Program::start(&["--trials", "256"]);
    let large = "x".repeat(2 << 20);
    let reply = program.send(&program.post_text("/api/save", &large));
    assert!([413, 0].contains(&reply.status), "{}", reply.status); // closed while the rest is sent
    let headers = "X-A: a\r\n".repeat(200);
    let reply = program.send(&format!("GET / HTTP/1.1\r\n{}{headers}\r\n", program.headers()));
    assert!([431, 400].contains(&reply.status), "{}", reply.status);
    let reply = program.send(&format!("GET /{} HTTP/1.1\r\n{}\r\n", "a".repeat(64 << 10), program.headers()));
    assert!([431, 414, 400, 0].contains(&reply.status), "{}", reply.status);
    program.send("\u{0}\u{1}\u{2}\r\n\r\n");
    let many: Vec<(String, String)> = (0..300).map(|i| (format!("nodes.mine.x{i}"), "1".to_owned())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(path, value)| (path.as_str(), value.as_str())).collect();
    assert_eq!(program.run(&many)[0].0, "refused");
    let long = "1".repeat(5_000);
    assert_eq!(program.run(&[("nodes.mine.capacity", &long)])[0].0, "refused");
    // connections that send nothing do not keep the page from answering
    let idle: Vec<TcpStream> = (0..40).map(|_| TcpStream::connect(("127.0.0.1", program.port)).unwrap()).collect();
    assert_eq!(program.get("/api/scenario").status, 200);
    drop(idle);
}

/// Ending of a file's name.
fn kind(name: &str) -> &str {
    Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default()
}

#[test]
fn the_page_is_served_whole_under_a_strict_policy() {
    let program = Program::start(&["--trials", "256"]);
    let first = program.open();
    let head = first.head.to_lowercase();
    assert_eq!(first.status, 200);
    let secret = head.split_once(&format!("set-cookie: adit-{}=", program.port)).unwrap().1;
    let (secret, attributes) = secret.lines().next().unwrap().split_once("; ").unwrap();
    assert_eq!(attributes, "path=/; httponly; samesite=strict");
    assert!(secret.len() == 64 && secret != program.token, "{secret}");
    let get = |path: &str| {
        let cookie = format!("Host: 127.0.0.1:{0}\r\nCookie: adit-{0}={secret}\r\n", program.port);
        program.send(&format!("GET {path} HTTP/1.1\r\n{cookie}Connection: close\r\n\r\n"))
    };
    for line in [
        "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self';",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
    ] {
        assert!(head.contains(line), "{line}: {head}");
    }
    assert!(!head.contains("unsafe") && !head.contains("access-control"));
    // every file that the page names is there, and none of them names another host
    let mut names = vec!["/".to_owned()];
    let mut at = 0;
    while let Some(name) = names.get(at).cloned() {
        let reply = get(&name);
        assert_eq!(reply.status, 200, "{name}");
        let text = reply.text();
        assert!(!text.contains("innerHTML"), "{name}");
        for part in text.split(['"', '\'', '(', ')']).filter(|_| kind(&name) != "woff2") {
            let file = part.strip_prefix('.').unwrap_or(part);
            if file.starts_with('/') && ["js", "css", "woff2", "svg"].contains(&kind(file)) && !names.contains(&file.to_owned()) {
                names.push(file.to_owned());
            }
            assert!(!part.starts_with("//") || kind(&name) == "js", "{name}: {part}");
        }
        at += 1;
    }
    assert!(names.len() > 14, "{names:?}");
}

#[test]
fn a_connection_that_breaks_off_ends_its_run() {
    let program = Program::start(&["--trials", "1000000"]);
    for page in ["a", "b", "c", "d", "e", "f"] {
        let body = json!({ "page": page, "changes": [] }).to_string();
        let mut stream = TcpStream::connect(("127.0.0.1", program.port)).unwrap();
        stream.write_all(program.post_text("/api/run", &body).as_bytes()).unwrap();
        let mut begin = [0; 15];
        stream.read_exact(&mut begin).unwrap();
        assert_eq!(&begin, b"HTTP/1.1 200 OK", "the runs of pages that are gone go on");
        drop(stream);
        std::thread::sleep(std::time::Duration::from_millis(600));
    }
}
