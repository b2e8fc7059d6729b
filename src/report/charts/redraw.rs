//! A figure for a publication: at the width of a column, in another typeface, without title and small print, with labels replaced.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::sync::Arc;

use resvg::usvg::fontdb::Database;

use super::Figure;
use super::canvas::{escaped, pixels};
use super::font::{self, FAMILY, Weight};
use super::png;
use super::style::TEXT;

/// Millimetres of an inch.
const INCH: f64 = 25.4;
/// A text is written smaller at most to this share of its size.
const LEAST: f64 = 0.6;
/// Pixels to the inch of a PNG.
const DENSITY: f64 = 300.0;

/// How a figure is drawn for a publication.
#[derive(Clone, Debug, Default)]
pub struct Publication {
    /// Width, millimetres.
    pub width: Option<f64>,
    /// Without title and small print.
    pub plain: bool,
    /// Texts to be replaced, whole.
    pub labels: BTreeMap<String, String>,
    /// Typeface in place of the own one.
    pub typeface: Option<Typeface>,
}

/// A typeface from a file.
#[derive(Clone, Debug)]
pub struct Typeface {
    family: String,
    bytes: Vec<u8>,
    /// Advance of each letter in ems; empty where its table of characters cannot be read.
    widths: HashMap<u32, f64>,
}

impl Typeface {
    /// Reads a font file in the format TrueType or OpenType.
    ///
    /// # Errors
    /// Where it is none.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        let mut fonts = Database::new();
        fonts.load_font_data(bytes.clone());
        let family = fonts.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        let family = family.ok_or_else(|| "it is no TrueType or OpenType font".to_owned())?;
        let family = family.replace(['\'', '"', '\\', '<', '&'], "");
        Ok(Self { family, widths: font::advances(&bytes).unwrap_or_default(), bytes })
    }

    /// Whether it lacks letters of a text, where its table of characters can be read.
    fn lacks(&self, text: &str) -> bool {
        !self.widths.is_empty() && text.chars().any(|c| !c.is_whitespace() && !self.widths.contains_key(&u32::from(c)))
    }

    /// Width of a line of text, pixels at `size` pixels to the em.
    fn width(&self, text: &str, size: f64) -> f64 {
        text.chars().map(|c| self.widths.get(&u32::from(c)).copied().unwrap_or(0.6)).sum::<f64>() * size
    }

    /// Its fonts for pictures.
    fn fonts(&self) -> Arc<Database> {
        let mut fonts = Database::new();
        fonts.load_font_data(self.bytes.clone());
        fonts.set_sans_serif_family(self.family.clone());
        Arc::new(fonts)
    }
}

impl Publication {
    /// Texts of the figure that can be replaced.
    #[must_use]
    pub fn texts(figure: &Figure) -> Vec<&str> {
        let mut texts: Vec<&str> = Vec::new();
        for label in &figure.labels {
            if !texts.contains(&label.text.as_str()) {
                texts.push(&label.text);
            }
        }
        texts
    }

    /// The SVG of a figure.
    #[must_use]
    pub fn svg(&self, figure: &Figure) -> String {
        let [wide, high] = figure.size;
        let [top, bottom] = if self.plain { figure.drawing } else { [0.0, high] };
        let mut svg = String::with_capacity(figure.svg.len());
        for line in figure.svg.lines() {
            if line.starts_with("<text") && attribute(line, "y").is_some_and(|y| !(top..=bottom).contains(&y)) {
                continue;
            }
            let _ = writeln!(svg, "{}", if line.starts_with("<text") { self.replaced(line) } else { line.to_owned() });
        }
        let size = |width: String, height: String| format!("width=\"{width}\" height=\"{height}\" role");
        let box_of = |y: f64, height: f64| format!("viewBox=\"0 {} {wide} {}\"", pixels(y), pixels(height));
        let shown = match self.width {
            Some(width) => size(format!("{}mm", pixels(width)), format!("{}mm", pixels(width * (bottom - top) / wide))),
            None => size(wide.to_string(), pixels(bottom - top)),
        };
        svg = svg.replacen(&size(wide.to_string(), high.to_string()), &shown, 1);
        svg = svg.replacen(&format!("viewBox=\"0 0 {wide} {high}\""), &box_of(top, bottom - top), 1);
        // The background covers the part that is shown.
        svg = svg.replacen("<rect width=\"100%\" height=\"100%\"", &format!("<rect y=\"{}\" width=\"100%\" height=\"100%\"", pixels(top)), 1);
        match &self.typeface {
            None => svg,
            Some(typeface) => {
                let face = font::face_of(&typeface.family, &typeface.bytes);
                svg.replace(&format!("'{FAMILY}', 'Source Sans 3'"), &format!("'{}'", typeface.family)).replacen(font::style(), &face, 1)
            }
        }
    }

    /// Whether the typeface lacks letters of a text.
    #[must_use]
    pub fn lacks(&self, text: &str) -> bool {
        self.typeface.as_ref().map_or_else(|| !font::missing_letters(text).is_empty(), |typeface| typeface.lacks(text))
    }

    /// A line with a text, its words replaced. What is wider than the former text is written smaller, so that it stays in its place.
    fn replaced(&self, line: &str) -> String {
        let Some((tag, text)) = line.split_once('>').and_then(|(tag, rest)| Some((tag, rest.strip_suffix("</text>")?))) else {
            return line.to_owned();
        };
        let new = self.labels.iter().find(|(old, _)| escaped(old) == text).map(|(_, new)| escaped(new));
        let size = attribute(tag, "font-size").unwrap_or(TEXT);
        let weight = if tag.contains("font-weight") { Weight::Semibold } else { Weight::Regular };
        let (room, new) = (font::width(text, size, weight), new.as_deref().unwrap_or(text));
        let wide = self.typeface.as_ref().map_or_else(|| font::width(new, size, weight), |typeface| typeface.width(new, size));
        if wide <= room {
            return format!("{tag}>{new}</text>");
        }
        let tag = tag.replacen(&format!(" font-size=\"{size}\""), "", 1);
        format!("{tag} font-size=\"{}\">{new}</text>", pixels(size * (room / wide).max(LEAST)))
    }

    /// The PNG of a figure at 300 pixels to the inch, or at twice its size where no width is given.
    ///
    /// # Errors
    /// Where the figure cannot be drawn.
    pub fn png(&self, figure: &Figure) -> std::io::Result<Vec<u8>> {
        let scale = self.width.map_or(2.0, |width| width / INCH * DENSITY / figure.size[0]);
        let alone = Self { width: None, ..self.clone() };
        let own = || (FAMILY.to_owned(), png::fonts());
        let fonts = self.typeface.as_ref().map_or_else(own, |typeface| (typeface.family.clone(), typeface.fonts()));
        #[expect(clippy::cast_possible_truncation, reason = "at most a few dozen")]
        png::drawn(&alone.svg(figure), scale as f32, fonts)
    }
}

/// A number in a tag.
fn attribute(tag: &str, name: &str) -> Option<f64> {
    tag.split_once(&format!(" {name}=\""))?.1.split('"').next()?.parse().ok()
}
