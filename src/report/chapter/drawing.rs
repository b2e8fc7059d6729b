//! Check of a figure that was read back: only what this program draws may stand in a page, since a page runs what stands in it.

use resvg::usvg::roxmltree::{Document, Node};

/// Elements of a figure.
const ELEMENTS: [&str; 14] =
    ["circle", "clipPath", "defs", "desc", "g", "line", "path", "polygon", "polyline", "rect", "svg", "text", "title", "tspan"];

/// Attributes of a figure; none of them names an address or runs anything.
const ATTRIBUTES: [&str; 39] = [
    "aria-labelledby",
    "clip-path",
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "id",
    "opacity",
    "points",
    "r",
    "role",
    "rx",
    "ry",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "style",
    "text-anchor",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// Checks the document of a figure.
///
/// # Errors
/// What in it this program does not draw, in words.
pub(super) fn check(svg: &str) -> Result<(), String> {
    // A comment, a section of characters or an instruction ends elsewhere for a browser than it does here.
    if svg.contains("<!") || svg.contains("<?") {
        return Err("it holds a comment, a declaration or an instruction".to_owned());
    }
    let document = Document::parse(svg).map_err(|error| format!("it is no SVG: {error}"))?;
    document.descendants().filter(Node::is_element).try_for_each(element)
}

fn element(node: Node) -> Result<(), String> {
    let name = node.tag_name();
    if name.namespace() != Some(SVG) || !ELEMENTS.contains(&name.name()) {
        return Err(format!("it holds an element `{}`", name.name()));
    }
    for attribute in node.attributes() {
        let value = attribute.value();
        let leads_out = value.replace("url(#", "").contains("url(") || value.contains(['\\', '@']) && attribute.name() == "style";
        if attribute.namespace().is_some() || !ATTRIBUTES.contains(&attribute.name()) || leads_out {
            return Err(format!("it holds an attribute `{}` that is not drawn by this program", attribute.name()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(inside: &str) -> Result<(), String> {
        check(&format!("<svg xmlns=\"{SVG}\">{inside}</svg>"))
    }

    #[test]
    fn only_drawings_pass() {
        assert!(
            around("<title>a &lt;b&gt;</title><g transform=\"scale(2)\"><path d=\"M0 0\" style=\"stroke:none\" clip-path=\"url(#a)\"/></g>").is_ok()
        );
        for wrong in [
            "<script>alert(1)</script>",
            "<g onload=\"alert(1)\"/>",
            "<a href=\"javascript:alert(1)\"><text>x</text></a>",
            "<foreignObject/>",
            "<image href=\"data:image/svg+xml,x\"/>",
            "<style>@import 'x'</style>",
            "<rect fill=\"url(https://x)\"/>",
            "<title><![CDATA[><img src=x onerror=alert(1)>]]></title>",
            "<!-- a -->",
            "<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>",
            "<g>",
        ] {
            assert!(around(wrong).is_err(), "{wrong}");
        }
    }
}
