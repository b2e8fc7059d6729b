//! Texts of all points, compressed: one stream for the numbers and one for each figure, whose points resemble each other.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// Character after each text, which neither JSON nor SVG contains.
const END: &[u8] = b"\0";

/// Texts of one kind in the order of the points; a point without one has an empty text.
pub struct Stream {
    encoder: DeflateEncoder<Vec<u8>>,
    points: usize,
}

/// Streams of a page.
#[derive(Default)]
pub struct Streams {
    /// Numbers of each point, in JSON.
    pub answers: Stream,
    /// Figures by name, in the order in which they appeared first.
    pub figures: Vec<(String, Stream)>,
}

impl Default for Stream {
    fn default() -> Self {
        Self { encoder: DeflateEncoder::new(Vec::new(), Compression::best()), points: 0 }
    }
}

impl Stream {
    /// Adds the text of a point; points are added in order.
    pub fn add(&mut self, point: usize, text: &str) {
        let empty = END.repeat(point.saturating_sub(self.points));
        // Writing to memory does not fail.
        let _ = self.encoder.write_all(&empty).and_then(|()| self.encoder.write_all(text.as_bytes())).and_then(|()| self.encoder.write_all(END));
        self.points = point + 1;
    }

    /// Compressed bytes so far.
    fn length(&self) -> usize {
        self.encoder.get_ref().len()
    }

    /// All compressed bytes (RFC 1951).
    #[must_use]
    pub fn bytes(self) -> Vec<u8> {
        self.encoder.finish().unwrap_or_default()
    }
}

impl Streams {
    /// Adds a figure of a point.
    pub fn figure(&mut self, name: &str, point: usize, svg: &str) {
        let known = self.figures.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or_else(|| {
            self.figures.push((name.to_owned(), Stream::default()));
            self.figures.len() - 1
        });
        self.figures[at].1.add(point, svg);
    }

    /// Bytes of the numbers in the page so far, without the figures, which can be left out.
    #[must_use]
    pub fn length(&self) -> usize {
        self.answers.length() / 3 * 4
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn each_point_has_its_text_or_none() {
        let mut streams = Streams::default();
        for (point, svg) in [(0, "<a/>"), (3, "<d/>"), (4, "<e/>")] {
            streams.figure("x", point, svg);
        }
        let bytes = streams.figures.remove(0).1.bytes();
        let mut text = String::new();
        flate2::read::DeflateDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("the text");
        assert_eq!(text.split('\0').collect::<Vec<_>>(), ["<a/>", "", "", "<d/>", "<e/>", ""]);
    }
}
