//! Text with markup for the cells of a page: code, quiet and marked words, links, and small density curves.

use std::fmt::Write;

use crate::report::charts::canvas::escaped;

/// Width of a curve, pixels.
const WIDTH: f64 = 120.0;
/// Height of its base line, pixels.
const BASE: f64 = 30.0;
/// Height of the highest bin, pixels.
const HEIGHT: f64 = 28.0;

/// Text with markup: plain for the terminal and CSV files, HTML for a page. Every text is escaped.
#[derive(Clone, Debug, Default)]
pub struct Rich {
    pub(in crate::report) text: String,
    pub(in crate::report) html: String,
}

impl Rich {
    /// Adds plain text.
    #[must_use]
    pub fn plain(self, text: &str) -> Self {
        self.add(text, &escaped(text))
    }

    /// Adds code, such as a path of the scenario.
    #[must_use]
    pub fn code(self, text: &str) -> Self {
        self.add(text, &format!("<code>{}</code>", escaped(text)))
    }

    /// Adds text in small grey letters.
    #[must_use]
    pub fn small(self, text: &str) -> Self {
        self.classed("small", text)
    }

    /// Adds text that is to be noticed.
    #[must_use]
    pub fn notice(self, text: &str) -> Self {
        self.classed("notice", text)
    }

    /// Adds text that warns.
    #[must_use]
    pub fn warning(self, text: &str) -> Self {
        self.classed("warning", text)
    }

    /// Adds a title that links to an address; only addresses that open a page become links, since a scenario is somebody's text.
    #[must_use]
    pub fn link(self, title: &str, address: Option<&str>) -> Self {
        match address.filter(|address| address.starts_with("https://") || address.starts_with("http://")) {
            Some(address) => self.add(title, &format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", escaped(address), escaped(title))),
            None => self.plain(title),
        }
    }

    /// Adds a density as a small area: heights of equal bins, of which the highest is 1000, between two ends, with ticks at some values.
    #[must_use]
    pub fn curve(self, heights: &[u16], [from, to]: [f64; 2], ticks: &[f64]) -> Self {
        let step = WIDTH / heights.len().max(1) as f64;
        let (mut area, mut marks) = (format!("M0 {BASE}"), String::new());
        for (i, &height) in heights.iter().enumerate().filter(|&(i, height)| i == 0 || heights[i - 1] != *height) {
            let _ = write!(area, "H{:.1}V{:.1}", i as f64 * step, BASE - HEIGHT * f64::from(height) / 1000.0);
        }
        for value in ticks {
            let _ = write!(marks, "M{:.1} {BASE}v5", (WIDTH * (value - from) / (to - from)).clamp(0.0, WIDTH));
        }
        let svg = format!(
            "<svg class=\"curve\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} 36\" width=\"{WIDTH}\" height=\"36\" aria-hidden=\"true\">\
             <path class=\"mass\" d=\"{area}H{WIDTH}V{BASE}Z\"/><path class=\"ticks\" d=\"M0 {BASE}H{WIDTH}{marks}\"/></svg>"
        );
        self.add("", &svg)
    }

    fn classed(self, class: &str, text: &str) -> Self {
        self.add(text, &format!("<span class=\"{class}\">{}</span>", escaped(text)))
    }

    fn add(mut self, text: &str, html: &str) -> Self {
        self.text.push_str(text);
        self.html.push_str(html);
        self
    }
}

/// Paragraph as HTML: escaped, with what stands between two backquotes as code.
pub(super) fn inline(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(text);
    }
    let part = |(i, part): (usize, &&str)| if i % 2 == 1 { format!("<code>{}</code>", escaped(part)) } else { escaped(part) };
    parts.iter().enumerate().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_only_pages_are_linked() {
        let rich = Rich::default().code("a<b").link("x", Some("javascript:alert(1)")).link("y", Some("https://y/?a&b"));
        assert_eq!(rich.html, "<code>a&lt;b</code>x<a href=\"https://y/?a&amp;b\" rel=\"noreferrer\">y</a>");
        assert_eq!(rich.text, "a<bxy");
        assert_eq!([inline("run `adit <run>`."), inline("a ` b")], ["run <code>adit &lt;run&gt;</code>.", "a ` b"]);
    }
}
