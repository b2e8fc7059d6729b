//! The PNG of a figure, at twice its size, drawn from the very SVG with the very font.

use std::io;
use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb::Database};

use super::Figure;
use super::font::{FAMILY, FILES};

/// Pixels of the picture to one of the figure.
const SCALE: f32 = 2.0;

/// Draws the figure.
///
/// # Errors
/// Where the SVG cannot be read or the picture not be encoded.
pub fn png(figure: &Figure) -> io::Result<Vec<u8>> {
    drawn(&figure.svg, SCALE, (FAMILY.to_owned(), fonts()))
}

/// Draws an SVG with so many pixels to one of its own.
///
/// # Errors
/// Where the SVG cannot be read or the picture not be encoded.
pub(super) fn drawn(svg: &str, scale: f32, (font_family, fontdb): (String, Arc<Database>)) -> io::Result<Vec<u8>> {
    let tree = Tree::from_str(svg, &Options { font_family, fontdb, ..Options::default() }).map_err(io::Error::other)?;
    let size = tree.size().to_int_size().scale_by(scale).ok_or_else(|| io::Error::other("a figure without size"))?;
    let mut picture = Pixmap::new(size.width(), size.height()).ok_or_else(|| io::Error::other("a figure without size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    encoded(&picture).map_err(io::Error::other)
}

/// The picture without its opacity, since every figure stands on white, and its rows as they are: even areas pack better so, and faster,
/// than as differences from their neighbours.
fn encoded(picture: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::Filter::NoFilter);
    let opaque: Vec<u8> = picture.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    encoder.write_header()?.write_image_data(&opaque)?;
    Ok(bytes)
}

/// Our own font and no other, so that the picture is the same on every machine.
pub(super) fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        for file in FILES {
            fonts.load_font_data(file.to_vec());
        }
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(load))
}
