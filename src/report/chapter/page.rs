//! A chapter as a page of its own.

use std::io;

use super::Chapter;
use crate::report::about::About;
use crate::report::page::{Page, Section};
use crate::report::words;

/// The page of one chapter.
///
/// # Errors
/// Where the template cannot be filled in.
pub(super) fn html(chapter: &Chapter, about: &About) -> io::Result<String> {
    let remark = format!(
        "{} · {} · seed {}. “Never” means not within the horizon and is later than any month. Figures are rounded to what their standard error \
         supports.",
        about.scenario,
        words::trials(about.trials),
        about.seed
    );
    let page = Page {
        title: &format!("{}: {}", chapter.title, about.title),
        summary: None,
        remark,
        sections: vec![Section::of(chapter, Some("The answer"))],
        again: "`adit report DIR` on the folder of a run of the same scenario includes this page as a chapter of the report of the run. The results are the \
                same byte for byte on one platform.",
    };
    page.html(about)
}
