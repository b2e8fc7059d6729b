//! One look for all figures: sizes, inks, and colours with a meaning.
//!
//! The colours are those of Okabe and Ito ("Color Universal Design", 2008), which people with any common colour vision tell apart.

use crate::plan::ReportPlan;

/// A colour as red, green and blue.
pub type Ink = (u8, u8, u8);

/// Text and lines that carry the answer.
pub(crate) const BLACK: Ink = (26, 26, 26);
/// Text beside it; 7:1 on white.
pub(crate) const GREY: Ink = (85, 85, 85);
/// Grid lines.
pub(crate) const LIGHT: Ink = (217, 217, 217);

/// Origins without a colour of their own: blue.
pub const ALLIES: Ink = (0, 114, 178);

/// Demand that nothing covers: reddish purple.
pub(crate) const SHORTAGE: Ink = (204, 121, 167);

/// What belongs to no origin: slate.
pub(crate) const NEUTRAL: Ink = (64, 72, 88);

/// Width of every figure, pixels; at 8 cm the text of [`TEXT`] is still 6 points high.
pub(crate) const WIDTH: f64 = 640.0;
/// Font size of titles, pixels.
pub(crate) const TITLE: f64 = 20.0;
/// Font size of labels, pixels.
pub(crate) const TEXT: f64 = 17.0;
/// Font size of the small print, pixels.
pub(crate) const SMALL: f64 = 14.0;
/// Height of a line in font sizes.
pub(crate) const LEADING: f64 = 1.25;

/// The colour that an origin has in every figure of a scenario; that of what belongs to none without one.
pub(crate) fn origin(report: &ReportPlan, name: Option<&str>) -> Ink {
    name.map_or(NEUTRAL, |name| report.colour(name).and_then(ink).unwrap_or(ALLIES))
}

/// `#rrggbb` as a colour.
pub(crate) fn ink(colour: &str) -> Option<Ink> {
    let level = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok();
    Some((level(1)?, level(3)?, level(5)?))
}

/// The i-th of n shades of a colour, from dark to light, each dark enough to be seen on white.
pub(crate) fn shade(ink: Ink, i: usize, n: usize) -> Ink {
    let at = if n < 2 { 0.4 } else { i as f64 / (n - 1) as f64 };
    // from 60% towards black to 35% towards white
    let towards = |channel: u8| {
        let channel = f64::from(channel);
        if at < 0.5 { channel * (0.4 + 1.2 * at) } else { channel + (255.0 - channel) * 0.7 * (at - 0.5) }
    };
    (level(towards(ink.0)), level(towards(ink.1)), level(towards(ink.2)))
}

/// A channel's level as a byte.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a byte")]
fn level(channel: f64) -> u8 {
    channel.round().clamp(0.0, 255.0) as u8
}

/// `#rrggbb`.
pub(crate) fn hex(ink: Ink) -> String {
    format!("#{:02x}{:02x}{:02x}", ink.0, ink.1, ink.2)
}
