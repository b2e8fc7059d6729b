// The density of an input as a small figure.

const SVG = "http://www.w3.org/2000/svg";

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}

/** Bars of the density with lines at P10, P50 and P90; nothing for a constant. */
export function curve(of) {
  if (!of.curve) {
    return null;
  }
  const { ends, heights } = of.curve;
  const svg = shape("svg", { class: "curve", viewBox: "0 0 256 48", preserveAspectRatio: "none", role: "img", "aria-label": `Density of ${of.distribution}` });
  const width = 256 / heights.length;
  heights.forEach((height, i) => {
    svg.append(shape("rect", { x: i * width, y: 44 - 0.044 * height, width: width + 0.2, height: 0.044 * height }));
  });
  for (const value of of.quantiles ?? []) {
    const x = (256 * (value - ends[0])) / (ends[1] - ends[0]);
    svg.append(shape("line", { x1: x, x2: x, y1: 38, y2: 48 }));
  }
  return svg;
}
