//! Figures inside a page: each one's own SVG without its font, which the page carries once, and with names that no other figure has.

use serde::Serialize;

use super::download;
use crate::report::charts::Figure;
use crate::report::words;

/// A figure as the page holds it.
#[derive(Debug, Serialize)]
pub(super) struct Picture {
    name: String,
    /// Width for which it is designed, pixels.
    width: f64,
    svg: String,
    /// What it shows, in words, escaped already.
    words: String,
    /// Name of the file to download.
    file: String,
    /// Its numbers as the address of a download, where it has them.
    data: Option<String>,
}

impl Picture {
    /// A figure under a name that no other figure of the page has, with its data: file name and text.
    pub fn new(name: &str, figure: &Figure, data: Option<(String, &str)>) -> Self {
        let name = words::slug(name);
        let svg = figure.without_style();
        let words = between(&svg, "<desc", "</desc>").and_then(|text| text.split_once('>')).map_or_else(String::new, |(_, text)| text.to_owned());
        let (file, data) = data.map_or_else(|| (String::new(), None), |(file, text)| (file, Some(download::address(text))));
        Self { width: figure.size[0], svg: distinct(&svg, &name), words, file, data, name }
    }
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
