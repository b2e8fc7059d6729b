//! The figures: each one function from findings to an SVG, and the PNG of it.

pub(crate) mod axis;
mod bars;
mod calibration;
pub(crate) mod canvas;
mod correlation_bars;
mod fitted;
mod font;
pub(crate) mod hatch;
pub(crate) mod heat;
mod histograms;
pub(crate) mod labels;
pub(crate) mod lanes;
pub(crate) mod layers;
mod paired_bars;
pub(crate) mod plot;
mod png;
pub(crate) mod probability;
mod ranges;
mod redraw;
pub(crate) mod sankey;
pub(crate) mod shapes;
pub(crate) mod style;
pub(crate) mod table;
mod trajectory;

use serde::{Deserialize, Serialize};

use crate::report::words;

pub use bars::{Bar, Bars};
pub use calibration::calibration;
pub use canvas::LabelBox;
pub use correlation_bars::{CorrelationBar, CorrelationBars};
pub use fitted::{FittedFigure, fitted};
#[cfg(feature = "explore")]
pub(crate) use font::WEB_FILES;
pub(crate) use font::base64;
pub use font::missing_letters;
pub use histograms::{HistogramRow, Histograms, Values};
pub use paired_bars::{PairRow, PairedBars};
pub use png::png;
pub use ranges::{Mark, RangeRow, Ranges, Sign, ticks};
pub use redraw::{Publication, Typeface};
pub use style::{ALLIES, Ink};
pub use trajectory::Trajectory;

/// A figure as it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// File name without its ending.
    pub name: String,
    /// The whole SVG document.
    pub svg: String,
    /// Where its texts stand, canvas pixels, measured with the font that is embedded; unknown of a figure that was read back.
    #[serde(skip)]
    pub labels: Vec<LabelBox>,
    /// Width and height of the canvas, pixels.
    pub size: [f64; 2],
    /// Top and bottom of what is between the title and the small print, canvas pixels; unknown of a figure that was read back.
    #[serde(skip)]
    pub drawing: [f64; 2],
}

impl Figure {
    /// Kind of the figure: its name up to the first hyphen.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.name.split_once('-').map_or(self.name.as_str(), |(kind, _)| kind)
    }

    /// The SVG without its style sheet and the font in it, for a page that carries them once.
    #[must_use]
    pub fn without_style(&self) -> String {
        self.svg.replace(&format!("<style>{}</style>\n", font::style()), "")
    }
}

/// The style sheet that every figure carries, font included, for a page that holds several.
pub(crate) fn style_sheet() -> &'static str {
    font::style()
}

/// The small print that a figure must carry so that it can be made again, of results made by so many trials of the file `scenario`.
#[must_use]
pub fn small_print(scenario: &str, trials: u64, seed: u64) -> String {
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    format!("{scenario} · {} · seed {seed} · {program} · sources: beside each input in the scenario file", words::trials(trials))
}
