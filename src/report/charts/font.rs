//! The typeface of every figure: a subset of Source Sans, embedded so that a figure is the same on every machine.
//!
//! `font/README.md` says how the subset was made. Widths come from the font's own `cmap` and `hmtx` tables
//! (OpenType specification 1.9, chapters "cmap", format 4, and "hmtx").

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

/// Family name, as in the font files.
pub(super) const FAMILY: &str = "Adit Sans";

/// Both weights as TrueType, for measuring and for the PNG.
pub(super) const FILES: [&[u8]; 2] = [include_bytes!("font/regular.ttf"), include_bytes!("font/semibold.ttf")];
/// Both weights as WOFF2, for the SVG and for pages.
pub(crate) const WEB_FILES: [&[u8]; 2] = [include_bytes!("font/regular.woff2"), include_bytes!("font/semibold.woff2")];

/// Regular or semibold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// 400.
    Regular,
    /// 600.
    Semibold,
}

impl Weight {
    /// The number in `font-weight`.
    pub fn number(self) -> u32 {
        if self == Self::Regular { 400 } else { 600 }
    }
}

/// Texts stand on a thin halo of white.
const HALO: &str = "text{stroke:#fff;stroke-width:4px;stroke-linejoin:round;paint-order:stroke}";

/// The style sheet of a figure: how texts look, and `@font-face` rules with the font inside.
pub(super) fn style() -> &'static str {
    static STYLE: OnceLock<String> = OnceLock::new();
    STYLE.get_or_init(|| {
        let face = |(file, weight): (&&[u8], Weight)| {
            format!(
                "@font-face{{font-family:'{FAMILY}';font-weight:{};src:url(data:font/woff2;base64,{}) format('woff2')}}",
                weight.number(),
                base64(file)
            )
        };
        std::iter::once(HALO.to_owned()).chain(WEB_FILES.iter().zip([Weight::Regular, Weight::Semibold]).map(face)).collect()
    })
}

/// The style sheet of a figure with another typeface, embedded whole.
pub(super) fn face_of(family: &str, file: &[u8]) -> String {
    format!("{HALO}@font-face{{font-family:'{family}';src:url(data:font/ttf;base64,{})}}", base64(file))
}

/// Width of a line of text, pixels at `size` pixels to the em; kerning, which mostly draws letters together, is left out.
pub(super) fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let widths = &widths()[usize::from(weight == Weight::Semibold)];
    text.chars().map(|c| widths.get(&u32::from(c)).copied().unwrap_or(0.6)).sum::<f64>() * size
}

/// Letters outside ASCII that a text has and the typeface lacks.
#[must_use]
pub fn missing_letters(text: &str) -> BTreeSet<char> {
    let known = &widths()[0];
    text.chars().filter(|c| !c.is_ascii() && !c.is_control() && !known.contains_key(&u32::from(*c))).collect()
}

/// Advances of both weights.
fn widths() -> &'static [HashMap<u32, f64>; 2] {
    static WIDTHS: OnceLock<[HashMap<u32, f64>; 2]> = OnceLock::new();
    WIDTHS.get_or_init(|| FILES.map(|file| advances(file).unwrap_or_default()))
}

/// Advance of each character in ems; `None` where the file is not laid out as expected.
pub(super) fn advances(file: &[u8]) -> Option<HashMap<u32, f64>> {
    let table = |tag: &[u8]| {
        (0..usize::from(number(file, 4)?)).find_map(|i| {
            let entry = 12 + 16 * i;
            (file.get(entry..entry + 4)? == tag).then(|| file.get(long(file, entry + 8)?..))?
        })
    };
    let per_em = f64::from(number(table(b"head")?, 18)?);
    let measured = usize::from(number(table(b"hhea")?, 34)?);
    let (metrics, cmap) = (table(b"hmtx")?, table(b"cmap")?);
    let advance = |glyph: usize| Some(f64::from(number(metrics, 4 * glyph.min(measured.checked_sub(1)?))?) / per_em);
    let subtable =
        (0..usize::from(number(cmap, 2)?)).filter_map(|i| cmap.get(long(cmap, 4 + 8 * i + 4)?..)).find(|subtable| number(subtable, 0) == Some(4))?;
    let segments = usize::from(number(subtable, 6)? / 2);
    let mut widths = HashMap::new();
    for segment in 0..segments {
        let field = |part: usize, pad: usize| number(subtable, 14 + pad + 2 * (part * segments + segment));
        let (last, first, delta, offset) = (field(0, 0)?, field(1, 2)?, field(2, 2)?, usize::from(field(3, 2)?));
        for code in first..=last {
            let glyph = if offset == 0 {
                code.wrapping_add(delta)
            } else {
                let at = 16 + 2 * (3 * segments + segment) + offset + 2 * usize::from(code - first);
                match number(subtable, at) {
                    Some(glyph) if glyph != 0 => glyph.wrapping_add(delta),
                    _ => 0,
                }
            };
            if glyph != 0 {
                widths.insert(u32::from(code), advance(usize::from(glyph))?);
            }
        }
    }
    Some(widths)
}

/// Big-endian 16 bits.
fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Big-endian 32 bits as an offset.
fn long(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?)).ok()
}

/// Base 64 with padding (RFC 4648, section 4).
#[must_use]
pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, &byte| word << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let letter = LETTERS[(word >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10.
    #[test]
    fn base64_gives_the_published_vectors() {
        for (plain, coded) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    /// Source Sans sets its figures 497 units wide at the regular weight, an em is 1000.
    #[test]
    fn widths_are_the_fonts_own() {
        assert!((width("2031", 10.0, Weight::Regular) - 19.88).abs() < 1e-9, "{}", width("2031", 10.0, Weight::Regular));
        assert!(width("never", 16.0, Weight::Semibold) > width("never", 16.0, Weight::Regular));
    }
}
