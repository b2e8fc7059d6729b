//! What every figure must be: well-formed, finite, and with its labels inside the canvas and off each other.
#![allow(dead_code)] // each test binary uses a part

use adit::report::charts::{Figure, LabelBox};
use resvg::usvg::roxmltree;

/// Fails where a figure is not fit to be read, by people or by programs.
pub fn check(figure: &Figure) {
    let document = roxmltree::Document::parse(&figure.svg).unwrap_or_else(|error| panic!("{}: {error}", figure.name));
    for tag in ["title", "desc", "style"] {
        let text = document.descendants().find(|node| node.has_tag_name(tag)).and_then(|node| node.text().map(str::to_owned));
        assert!(text.is_some_and(|text| text.len() > 3), "{}: {tag}", figure.name);
    }
    let drawing = drawing(figure);
    for word in ["NaN", "inf ", "inf\"", "e+", "width=\"-", "height=\"-"] {
        assert!(!drawing.contains(word), "{}: {word}", figure.name);
    }
    let apart = |a: &LabelBox, b: &LabelBox| a.to[0] <= b.from[0] || b.to[0] <= a.from[0] || a.to[1] <= b.from[1] || b.to[1] <= a.from[1];
    for (i, label) in figure.labels.iter().enumerate() {
        let inside = label.from.iter().all(|&edge| edge >= 0.0) && label.to.iter().zip(figure.size).all(|(&edge, size)| edge <= size);
        assert!(inside, "{}: {label:?} leaves the canvas {:?}", figure.name, figure.size);
        for other in &figure.labels[..i] {
            assert!(apart(label, other), "{}: {label:?} lies on {other:?}", figure.name);
        }
    }
    for node in document.descendants() {
        for (name, most) in [("x", 0), ("y", 1), ("x1", 0), ("x2", 0), ("y1", 1), ("y2", 1), ("cx", 0), ("cy", 1)] {
            let Some(at) = node.attribute(name).and_then(|at| at.parse::<f64>().ok()) else { continue };
            let is_scaled = node.ancestors().any(|node| node.has_attribute("transform"));
            assert!(is_scaled || (0.0..=figure.size[most]).contains(&at), "{}: {name}={at} leaves the canvas", figure.name);
        }
    }
}

/// The document without its fonts.
pub fn drawing(figure: &Figure) -> &str {
    &figure.svg[figure.svg.find("</style>").expect("every figure has its fonts")..]
}
