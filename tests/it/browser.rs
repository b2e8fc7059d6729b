//! The report opened in Chromium: nothing asked of the network, no complaint, every figure seen and no wider than designed on a phone, a laptop and a
//! desk, tables that sort, a main part that prints to twelve pages of A4 or Letter.
//!
//! Without Chromium the tests pass and say that they were skipped. `CHROMIUM` names another browser of the family. Where axe-core is installed
//! (`npm install --prefix target/axe axe-core`, or a file that `AXE` names), it checks the accessibility of each page; without it that is said.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use tempfile::TempDir;

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/one-refinery.toml");
/// How long a browser may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);
/// Widths of windows: a phone, a laptop, a desk; pixels.
const WINDOWS: [u32; 3] = [390, 1100, 1600];
/// Sheets with their sides in points of 1/72 inch.
const SHEETS: [(&str, [f64; 2]); 2] = [("A4", [595.28, 841.89]), ("Letter", [612.0, 792.0])];

/// Looks at the page as a reader does and tells the page around it what it saw.
const CHECK: &str = r#"<script>
(function () {
  "use strict";
  var seen = { errors: [], figures: 0, empty: [], overflowing: [], stretched: [], small: [], unreachable: [], axe: [] };
  window.addEventListener("error", function (event) { seen.errors.push(event.message); });
  document.addEventListener("securitypolicyviolation", function (event) { seen.errors.push("blocked " + event.blockedURI); });
  window.addEventListener("load", function () {
    document.fonts.ready.then(function () {
      document.querySelectorAll("figure").forEach(function (figure) {
        var box = figure.querySelector("svg").getBoundingClientRect();
        seen.figures += 1;
        if (!(box.width > 200) || !(box.height > 100)) { seen.empty.push(figure.id); }
        var designed = Number(figure.querySelector("svg").getAttribute("width"));
        if (box.width > designed + 0.5) { seen.stretched.push(figure.id); }
        // text of 14 pixels must stay at least 10 pixels high
        if (14 * box.width / designed < 10) { seen.small.push(figure.id); }
      });
      seen.wide = document.documentElement.scrollWidth > window.innerWidth;
      seen.across = window.innerWidth;
      document.querySelectorAll("*").forEach(function (element) {
        var scrolls = element.scrollWidth > element.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(element).overflowX);
        if (scrolls && element.tabIndex < 0 && !element.querySelector("a, button")) { seen.unreachable.push(element.className || element.tagName); }
      });
      window.scrollTo(0, 3000);
      var nav = document.querySelector("nav");
      var top = nav && nav.getBoundingClientRect();
      seen.contents = !nav || (top.top >= -1 && top.top < window.innerHeight && top.height > 20);
      seen.font = document.fonts.check("16px 'Adit Sans'");
      seen.requests = performance.getEntriesByType("resource").map(function (entry) { return entry.name; }).filter(function (name) { return name.indexOf("data:") !== 0; });
      var table = Array.prototype.find.call(document.querySelectorAll("table.sortable"), function (table) { return table.tBodies[0].rows.length >= ROWS; });
      var column = function (at) { return Array.prototype.map.call(table.tBodies[0].rows, function (row) { return row.cells[at].textContent; }); };
      var head = table.tHead.rows[0].cells[COLUMN];
      head.querySelector("button").click();
      seen.upwards = column(COLUMN);
      seen.sorted = head.getAttribute("aria-sort");
      head.querySelector("button").click();
      seen.downwards = column(COLUMN);
      seen.rows = document.querySelectorAll("table.fixed tbody tr").length;
      var post = function () { parent.postMessage(JSON.stringify(seen), "*"); };
      if (!window.axe) { post(); return; }
      var isSerious = function (rule) { return rule.impact === "serious" || rule.impact === "critical"; };
      var told = function (rule) { return rule.id + " at " + rule.nodes.slice(0, 3).map(function (node) { return node.target.join(" "); }).join(", "); };
      axe.run(document, { resultTypes: ["violations"] }).then(
        function (found) { seen.axe = found.violations.filter(isSerious).map(told); post(); },
        function (error) { seen.axe = [String(error)]; post(); }
      );
    });
  });
}());
</script>
"#;

/// A page around the one to be looked at, which is then as wide as it should be: Chromium opens no window narrower than 500 pixels.
const AROUND: &str = r#"<!DOCTYPE html><title>a</title><body style="margin:0"><script>
window.addEventListener("message", function (event) {
  var out = document.createElement("pre");
  out.id = "seen";
  out.textContent = event.data;
  document.body.appendChild(out);
});
</script><iframe src="checked.html" style="width:WIDTHpx;height:900px;border:0"></iframe></body>"#;

/// The browser, where there is one.
fn chromium() -> Option<PathBuf> {
    static FOUND: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
        let usual = ["chromium", "chromium-browser", "google-chrome"].map(PathBuf::from);
        named.into_iter().chain(usual).find(|name| {
            let started = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
            started.is_ok_and(|status| status.success())
        })
    };
    let found = FOUND.get_or_init(find).clone();
    if found.is_none() {
        eprintln!("skipped: no Chromium to open the report with (apt-get install chromium)");
    }
    found
}

/// axe-core, where it is installed: it finds violations of the rules of accessible pages.
fn axe() -> &'static str {
    static READ: OnceLock<String> = OnceLock::new();
    let file = std::env::var_os("AXE").map(PathBuf::from);
    let file = file.unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/target/axe/node_modules/axe-core/axe.min.js").into());
    READ.get_or_init(|| {
        let Ok(text) = fs::read_to_string(&file) else {
            eprintln!("skipped: no axe-core to check accessibility with (npm install --prefix target/axe axe-core)");
            return String::new();
        };
        format!("<script>{text}</script>")
    })
}

/// A folder with the report of a short run, and with that of a comparison, which the former takes up as a chapter. Made once for all tests.
fn reported() -> &'static Path {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    MADE.get_or_init(make_reports).path()
}

fn make_reports() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let slow = place.path().join("slow.toml");
    fs::write(&slow, format!("extends = \"{REFERENCE}\"\n[projects.refinery.stages.commissioning]\nduration = 18\n")).unwrap();
    let slow = slow.to_str().unwrap();
    let all: [&[&str]; 3] = [
        &["run", REFERENCE, "--trials", "400", "--out", "run"],
        &["compare", REFERENCE, slow, "--trials", "400", "--out", "run-slow"],
        &["report", "run"],
    ];
    for args in &all {
        adit(place.path(), args);
    }
    place
}

fn adit(place: &Path, args: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_adit")).args(args).current_dir(place).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Runs the browser without a screen on one page; stdout and stderr.
fn browse(browser: &Path, place: &Path, page: &Path, how: &[String]) -> (String, String) {
    let [out, error] = ["stdout", "stderr"].map(|name| place.join(name));
    let mut child = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"])
        .args(["--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage", "--enable-logging=stderr"])
        .arg(format!("--user-data-dir={}", place.join("profile").display()))
        .args(how)
        .arg(format!("file://{}", page.display()))
        .stdout(fs::File::create(&out).unwrap())
        .stderr(fs::File::create(&error).unwrap())
        .spawn()
        .unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            let _ = child.kill();
            let _ = child.wait();
            panic!("the browser did not come back\n{}", fs::read_to_string(&error).unwrap_or_default());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let read = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
    (read(&out), read(&error))
}

#[test]
fn the_report_opens_without_complaint_and_sorts() {
    let Some(browser) = chromium() else { return };
    for across in WINDOWS {
        let seen = looked_at(&browser, &reported().join("run"), (4, 0), across);
        assert!(seen["rows"].as_u64().unwrap() > 20);
    }
    looked_at(&browser, &reported().join("run-slow"), (2, 1), 1280);
}

/// Part of `.ci/long`: a report of each takes half a minute.
#[test]
#[ignore = "long"]
fn reports_of_all_scenarios_open_without_complaint_and_print() {
    let Some(browser) = chromium() else { return };
    let place = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios")).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|extension| extension == "toml") {
            adit(place.path(), &["run", entry.to_str().unwrap(), "--trials", "2000", "--out", "run"]);
            for across in WINDOWS {
                looked_at(&browser, &place.path().join("run"), (4, 0), across);
            }
            prints(&browser, &place.path().join("run"));
            fs::remove_dir_all(place.path().join("run")).unwrap();
        }
    }
}

/// What a reader sees of a folder's report, with what holds of every report; a table with so many rows is sorted by a column.
fn looked_at(browser: &Path, folder: &Path, (rows, column): (u32, u32), across: u32) -> serde_json::Value {
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    let place = tempfile::tempdir().unwrap();
    let checked = place.path().join("checked.html");
    fs::write(
        &checked,
        page.replacen("<head>", &format!("<head>{}{}", axe(), CHECK.replace("ROWS", &rows.to_string()).replace("COLUMN", &column.to_string())), 1),
    )
    .unwrap();
    let how = ["--virtual-time-budget=20000".to_owned(), "--dump-dom".to_owned(), "--window-size=1700,1000".to_owned()];
    let around = place.path().join("around.html");
    fs::write(&around, AROUND.replace("WIDTH", &across.to_string())).unwrap();
    let (dom, log) = browse(browser, place.path(), &around, &how);
    let seen = dom.split("<pre id=\"seen\">").nth(1).and_then(|rest| rest.split("</pre>").next());
    let seen = seen.unwrap_or_else(|| panic!("the page's script did not come to its end\n{log}"));
    let seen: serde_json::Value = serde_json::from_str(&seen.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")).unwrap();
    assert_eq!(seen["errors"], serde_json::json!([]));
    assert_eq!(seen["requests"], serde_json::json!([]));
    assert_eq!(seen["empty"], serde_json::json!([]));
    assert_eq!(seen["figures"].as_u64().unwrap(), page.matches("<figure").count() as u64);
    assert_eq!(seen["wide"], false, "the page is wider than its window of {across} pixels");
    for what in ["stretched", "small", "unreachable", "axe"] {
        assert_eq!(seen[what], serde_json::json!([]), "{what} in a window of {across} pixels");
    }
    assert_eq!(seen["contents"], true, "the table of contents is out of sight");
    assert_eq!(seen["across"], across);
    assert_eq!(seen["font"], true);
    assert!(!log.contains("CONSOLE"), "{log}");

    assert_eq!(seen["sorted"], "ascending");
    let column = |name: &str| seen[name].as_array().unwrap().iter().map(|cell| cell.as_str().unwrap().to_lowercase()).collect::<Vec<_>>();
    let (mut upwards, downwards) = (column("upwards"), column("downwards"));
    assert!(upwards.is_sorted(), "{upwards:?}");
    assert_ne!(upwards, downwards);
    upwards.reverse();
    assert_eq!(upwards, downwards);
    seen
}

#[test]
fn the_report_prints_on_a4_and_letter() {
    let Some(browser) = chromium() else { return };
    for folder in ["run", "run-slow"] {
        prints(&browser, &reported().join(folder));
    }
}

/// The report of a folder prints on both sheets, its main part on at most twelve.
fn prints(browser: &Path, folder: &Path) {
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    for (sheet, sides) in SHEETS {
        let size = format!("@page {{ size: {sheet}; }}");
        let whole = printed(browser, &page.replacen("</head>", &format!("<style>{size}</style></head>"), 1), sides);
        let main = printed(browser, &page.replacen("</head>", &format!("<style>{size} .appendix {{ display: none; }}</style></head>"), 1), sides);
        assert!((1..=12).contains(&main) && whole >= main, "{main} of {whole} pages of {sheet}");
    }
}

/// Number of pages on which a page prints, each with these sides.
fn printed(browser: &Path, page: &str, [width, height]: [f64; 2]) -> usize {
    let place = tempfile::tempdir().unwrap();
    let [html, pdf] = ["page.html", "page.pdf"].map(|name| place.path().join(name));
    fs::write(&html, page).unwrap();
    let how = ["--no-pdf-header-footer".to_owned(), format!("--print-to-pdf={}", pdf.display())];
    let (_, log) = browse(browser, place.path(), &html, &how);
    let bytes = fs::read(&pdf).unwrap_or_else(|error| panic!("{error}\n{log}"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-"));
    let boxes = text.split("/MediaBox").skip(1).filter_map(|rest| rest.split(['[', ']']).nth(1));
    for sides in boxes.map(|numbers| numbers.split_whitespace().filter_map(|number| number.parse().ok()).collect::<Vec<f64>>()) {
        assert!(sides.len() == 4 && (sides[2] - width).abs() < 1.0 && (sides[3] - height).abs() < 1.0, "{sides:?}");
    }
    text.matches("/Type /Page\n").count()
}
