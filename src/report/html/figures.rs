//! Figures inside the page: each one's own SVG without its font, which the page carries once, and with names that no other figure has.

use serde::Serialize;

use super::data;
use crate::report::charts::{Figure, font_faces};
use crate::report::words;
use crate::study::Findings;

/// A figure as the page holds it.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    name: String,
    svg: String,
    /// What it shows, in words, escaped already.
    words: String,
    /// Its numbers as the address of a download.
    data: String,
}

/// The figures of a run, of which each section takes its own.
pub(super) struct Placed<'a> {
    findings: &'a Findings,
    left: Vec<&'a Figure>,
}

impl<'a> Placed<'a> {
    /// All of them.
    pub fn new(findings: &'a Findings, figures: &'a [Figure]) -> Self {
        Self { findings, left: figures.iter().collect() }
    }

    /// Those of one kind.
    pub fn take_kind(&mut self, kind: &str) -> Vec<Picture> {
        self.take(|figure| figure.kind() == kind)
    }

    /// Those of several kinds, kind by kind.
    pub fn take_kinds(&mut self, kinds: &[&str]) -> Vec<Picture> {
        kinds.iter().flat_map(|kind| self.take_kind(kind)).collect()
    }

    /// Those that show one mineral; those that show a goal over several where none is named.
    pub fn take_mineral(&mut self, mineral: Option<&str>) -> Vec<Picture> {
        let findings = self.findings;
        self.take(|figure| {
            let about = data::about(findings, figure);
            match mineral {
                Some(_) => about.mineral.map(|found| found.name.as_str()) == mineral,
                None => about.mineral.is_none() && about.goal.is_some(),
            }
        })
    }

    /// What nobody took.
    pub fn rest(mut self) -> Vec<Picture> {
        self.take(|_| true)
    }

    fn take(&mut self, ours: impl Fn(&Figure) -> bool) -> Vec<Picture> {
        let (taken, left) = self.left.iter().partition(|figure| ours(figure));
        self.left = left;
        let taken: Vec<&Figure> = taken;
        taken.into_iter().map(|figure| picture(self.findings, figure)).collect()
    }
}

fn picture(findings: &Findings, figure: &Figure) -> Picture {
    let name = words::slug(&figure.name);
    let svg = figure.svg.replace(font_faces(), "").replace("<style></style>", "");
    let words = between(&svg, "<desc", "</desc>").and_then(|text| text.split_once('>')).map_or_else(String::new, |(_, text)| text.to_owned());
    Picture { svg: distinct(&svg, &name), words, data: data::of(findings, figure).address(), name }
}

fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    let start = text.find(from)? + from.len();
    Some(&text[start..start + text[start..].find(to)?])
}

/// Puts the figure's name before every `id`, and before every mention of one. Quotes in texts are escaped, so that these are attributes.
fn distinct(svg: &str, name: &str) -> String {
    let mut ids: Vec<&str> = svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    ids.sort_unstable_by_key(|id| std::cmp::Reverse(id.len()));
    ids.dedup();
    let mut out = svg.to_owned();
    for id in &ids {
        out = out.replace(&format!(" id=\"{id}\""), &format!(" id=\"{name}-{id}\""));
        out = out.replace(&format!("url(#{id})"), &format!("url(#{name}-{id})"));
        out = out.replace(&format!("href=\"#{id}\""), &format!("href=\"#{name}-{id}\""));
    }
    let labelled = "aria-labelledby=\"";
    if let Some(tokens) = between(&out, labelled, "\"") {
        let own: Vec<String> = tokens.split_whitespace().map(|token| format!("{name}-{token}")).collect();
        out = out.replacen(&format!("{labelled}{tokens}\""), &format!("{labelled}{}\"", own.join(" ")), 1);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inside_a_figure_become_its_own() {
        let svg = r#"<svg aria-labelledby="title desc"><title id="title">a</title><clipPath id="title2"/><g clip-path="url(#title2)"/></svg>"#;
        let ours = distinct(svg, "fan");
        assert_eq!(
            ours,
            r#"<svg aria-labelledby="fan-title fan-desc"><title id="fan-title">a</title><clipPath id="fan-title2"/><g clip-path="url(#fan-title2)"/></svg>"#
        );
    }
}
