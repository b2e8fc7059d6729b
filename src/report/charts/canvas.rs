//! An SVG document in the making: texts, marks, and what plotters drew.

use std::fmt::Write;

use super::Figure;
use super::font::{self, FAMILY, Weight};
use super::style::{GREY, Ink, LEADING, SMALL, TEXT, TITLE, WIDTH, hex};

/// Space around the drawing, pixels.
pub(crate) const MARGIN: f64 = 16.0;

/// Where a text stands on the canvas, pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelBox {
    /// What it says.
    pub text: String,
    /// Left and top.
    pub from: [f64; 2],
    /// Right and bottom.
    pub to: [f64; 2],
}

/// Which point of a text its place means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
    /// Its right end.
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Face {
    /// Pixels to the em.
    pub size: f64,
    /// Weight.
    pub weight: Weight,
    /// Colour.
    pub ink: Ink,
    /// What its place means.
    pub anchor: Anchor,
}

impl Face {
    /// Regular text that starts at its place.
    pub fn new(size: f64, ink: Ink) -> Self {
        Self { size, weight: Weight::Regular, ink, anchor: Anchor::Start }
    }

    /// The same in semibold.
    pub fn bold(self) -> Self {
        Self { weight: Weight::Semibold, ..self }
    }

    /// The same anchored elsewhere.
    pub fn at(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// Width of a line of text, pixels.
    pub fn width(self, text: &str) -> f64 {
        font::width(text, self.size, self.weight)
    }

    /// A text cut into lines no wider than `room`; what does not fit into `most` lines ends in an ellipsis.
    pub fn wrap(self, text: &str, room: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}")) <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let is_cut = lines.len() > most;
        lines.truncate(most);
        if let Some(last) = lines.last_mut().filter(|last| is_cut || self.width(last) > room) {
            while self.width(&format!("{last}…")) > room && last.pop().is_some() {}
            last.push('…');
        }
        lines
    }
}

/// The canvas; its place (0, 0) is at the top left.
pub(crate) struct Canvas {
    height: f64,
    title: String,
    description: String,
    body: String,
    labels: Vec<LabelBox>,
    drawing: [f64; 2],
}

impl Canvas {
    /// An empty canvas with what a screen reader says of it.
    pub fn new(height: f64, title: &str, description: &str) -> Self {
        let (title, description) = (title.to_owned(), description.to_owned());
        Self { height, title, description, body: String::new(), labels: Vec::new(), drawing: [0.0, height] }
    }

    /// What [`Canvas::frame`] takes of the height for these texts, pixels.
    pub fn framed(title: &str, subtitle: &str, small_print: &[&str]) -> f64 {
        let room = WIDTH - 2.0 * MARGIN;
        let lines = |face: Face, text: &str| face.wrap(text, room, 2).len() as f64 * face.size * LEADING;
        let (title, subtitle) = (lines(Face::new(TITLE, GREY).bold(), title), lines(Face::new(TEXT, GREY), subtitle));
        let print: f64 = small_print.iter().map(|said| lines(Face::new(SMALL, GREY), said)).sum();
        (2.0 * MARGIN + 1.0 + title + subtitle + print).ceil()
    }

    /// Title and subtitle over the drawing, lines of small print under it; the space left for the drawing, from top to bottom.
    pub fn frame(&mut self, subtitle: &str, small_print: &[&str]) -> [f64; 2] {
        let room = WIDTH - 2.0 * MARGIN;
        let title = Face::new(TITLE, super::style::BLACK).bold();
        let mut y = MARGIN;
        for (face, text, most) in [(title, self.title.clone(), 2), (Face::new(TEXT, GREY), subtitle.to_owned(), 2)] {
            for line in face.wrap(&text, room, most) {
                self.text(MARGIN, y + face.size * 0.8, face, &line);
                y += face.size * LEADING;
            }
            if face.size == TITLE {
                self.drawing[0] = y - 2.0;
            }
        }
        let small = Face::new(SMALL, GREY);
        let mut bottom = self.height - MARGIN + 3.0;
        let lines: Vec<String> = small_print.iter().flat_map(|said| small.wrap(said, room, 2)).collect();
        for line in lines.into_iter().rev() {
            self.text(MARGIN, bottom, small, &line);
            bottom -= SMALL * LEADING;
        }
        self.drawing[1] = bottom + 2.0;
        [y, bottom - 4.0]
    }

    /// A line of text with its base line at y, on a thin halo of white.
    pub fn text(&mut self, x: f64, y: f64, face: Face, text: &str) {
        self.write(x, y, face, text, "");
    }

    /// The same without the halo: upon a colour.
    pub fn text_upon(&mut self, x: f64, y: f64, face: Face, text: &str) {
        self.write(x, y, face, text, r#" style="stroke:none""#);
    }

    fn write(&mut self, x: f64, y: f64, face: Face, text: &str, style: &str) {
        let width = face.width(text);
        let (anchor, left) = match face.anchor {
            Anchor::Start => ("start", x),
            Anchor::Middle => ("middle", x - width / 2.0),
            Anchor::End => ("end", x - width),
        };
        self.labels.push(LabelBox { text: text.to_owned(), from: [left, y - 0.72 * face.size], to: [left + width, y + 0.22 * face.size] });
        let anchor = if anchor == "start" { String::new() } else { format!(r#" text-anchor="{anchor}""#) };
        let size = if face.size == TEXT { String::new() } else { format!(r#" font-size="{}""#, face.size) };
        let weight = if face.weight == Weight::Regular { String::new() } else { format!(r#" font-weight="{}""#, face.weight.number()) };
        let (ink, said) = (hex(face.ink), escaped(text));
        let _ = writeln!(self.body, r#"<text x="{}" y="{}"{size}{weight} fill="{ink}"{anchor}{style}>{said}</text>"#, pixels(x), pixels(y));
    }

    /// A straight line; `dash` as in `stroke-dasharray`, empty for none.
    pub fn line(&mut self, from: [f64; 2], to: [f64; 2], ink: Ink, width: f64, dash: &str) {
        let dash = if dash.is_empty() { String::new() } else { format!(r#" stroke-dasharray="{dash}""#) };
        let _ = writeln!(
            self.body,
            r#"<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{width}"{dash}/>"#,
            pixels(from[0]),
            pixels(from[1]),
            pixels(to[0]),
            pixels(to[1]),
            hex(ink)
        );
    }

    /// A rectangle filled with a colour.
    pub fn rect(&mut self, from: [f64; 2], to: [f64; 2], ink: Ink) {
        let [x, y, width, height] = [from[0], from[1], (to[0] - from[0]).max(0.0), (to[1] - from[1]).max(0.0)].map(pixels);
        let _ = writeln!(self.body, r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{}"/>"#, hex(ink));
    }

    /// A small ring, white inside.
    pub fn ring(&mut self, at: [f64; 2], radius: f64, ink: Ink) {
        let ([x, y], ink) = (at.map(pixels), hex(ink));
        let _ = writeln!(self.body, r##"<circle cx="{x}" cy="{y}" r="{radius}" fill="#fff" stroke="{ink}" stroke-width="2"/>"##);
    }

    /// A fragment of SVG as it is.
    pub fn raw(&mut self, fragment: &str) {
        self.body.push_str(fragment);
    }

    /// The whole document.
    pub fn finish(self, name: String) -> Figure {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {}\" width=\"{WIDTH}\" height=\"{}\" role=\"img\" aria-labelledby=\"title desc\" \
             font-family=\"'{FAMILY}', 'Source Sans 3', sans-serif\" font-size=\"{TEXT}\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n<style>{}</style>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{}</svg>\n",
            self.height,
            self.height,
            escaped(&self.title),
            escaped(&self.description),
            font::style(),
            self.body
        );
        Figure { name, svg, labels: self.labels, size: [WIDTH, self.height], drawing: self.drawing }
    }
}

/// A place on the canvas to a hundredth of a pixel, in as few letters as that takes.
pub(crate) fn pixels(value: f64) -> String {
    let text = format!("{value:.2}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    if short == "-0" { "0".to_owned() } else { short.to_owned() }
}

/// Text safe between tags and in attributes; characters that XML forbids are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
