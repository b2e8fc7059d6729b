//! Files of the page, which are part of the program.

use hyper::StatusCode;

use super::reply::{Reply, whole};

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const FONT: &str = "font/woff2";

/// Path, type and content of each file.
const FILES: [(&str, &str, &[u8]); 18] = [
    ("/", HTML, include_bytes!("../page/index.html")),
    ("/favicon.svg", "image/svg+xml", include_bytes!("../page/favicon.svg")),
    ("/page.css", CSS, include_bytes!("../page/page.css")),
    ("/main.js", SCRIPT, include_bytes!("../page/main.js")),
    ("/dom.js", SCRIPT, include_bytes!("../page/dom.js")),
    ("/state.js", SCRIPT, include_bytes!("../page/state.js")),
    ("/server.js", SCRIPT, include_bytes!("../page/server.js")),
    ("/inputs.js", SCRIPT, include_bytes!("../page/inputs.js")),
    ("/field.js", SCRIPT, include_bytes!("../page/field.js")),
    ("/setting.js", SCRIPT, include_bytes!("../page/setting.js")),
    ("/curve.js", SCRIPT, include_bytes!("../page/curve.js")),
    ("/answer.js", SCRIPT, include_bytes!("../page/answer.js")),
    ("/figures.js", SCRIPT, include_bytes!("../page/figures.js")),
    ("/print.js", SCRIPT, include_bytes!("../page/print.js")),
    ("/trial.js", SCRIPT, include_bytes!("../page/trial.js")),
    ("/save.js", SCRIPT, include_bytes!("../page/save.js")),
    ("/regular.woff2", FONT, include_bytes!("../../report/charts/font/regular.woff2")),
    ("/semibold.woff2", FONT, include_bytes!("../../report/charts/font/semibold.woff2")),
];

/// The file at a path.
#[must_use]
pub fn file(path: &str) -> Option<Reply> {
    FILES.iter().find(|(known, ..)| *known == path).map(|(_, kind, content)| whole(StatusCode::OK, kind, *content))
}
