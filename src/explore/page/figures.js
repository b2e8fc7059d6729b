// Figures of the answer, drawn by the program when they come into view.

import { byId, el, parsedFigure } from "./dom.js";
import { printFigure } from "./print.js";

const known = new Map();
let answer = null;
let source = null;

/** Where figures come from: the text of an SVG, the address of a PNG or null, and what opens the trial at a place of a fan or null. */
export function from(next) {
  source = next;
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const one = known.get(entry.target.id);
    if (one) {
      one.inView = entry.isIntersecting;
      draw(one);
    }
  }
}, { rootMargin: "200px" });

/** Shows the figures of an answer; those out of view are drawn later. */
export function show(next) {
  answer = next;
  const wanted = new Map(next.figures.map((one) => [`figure-${one.name}`, one]));
  for (const [id, one] of known) {
    if (!wanted.has(id)) {
      watcher.unobserve(one.element);
      one.element.remove();
      known.delete(id);
    }
  }
  let section = null;
  const order = [];
  for (const [id, listed] of wanted) {
    if (listed.section !== section) {
      section = listed.section;
      order.push(el("h2", {}, section));
    }
    let one = known.get(id);
    if (!one) {
      one = make(id, listed);
      known.set(id, one);
    }
    one.listed = listed;
    order.push(one.element);
  }
  place(order);
  known.forEach((one) => {
    watcher.observe(one.element);
    if (one.inView) {
      draw(one);
    }
  });
}

/** Puts the elements in order, and leaves those alone that stand there already, so that the page does not jump. */
function place(order) {
  const box = byId("figures");
  const same = order.length === box.children.length && order.every((one, i) => one === box.children[i] || (one.tagName === "H2" && box.children[i].tagName === "H2" && one.textContent === box.children[i].textContent));
  if (!same) {
    box.replaceChildren(...order);
  }
}

function make(id, listed) {
  const picture = el("img", { alt: `Figure ${listed.name}, not yet drawn`, class: "after" });
  const before = el("img", { alt: "", class: "before", hidden: true });
  const kinds = source.png ? ["svg", "png"] : ["svg"];
  const links = kinds.map((kind) => el("a", { download: `${listed.name}.${kind}` }, kind.toUpperCase()));
  const print = el("button", { type: "button", "aria-label": `Print ${listed.name}, or save it as PDF`, click: () => printFigure(picture) }, "PDF…");
  const note = el("span");
  const element = el("figure", { id }, el("div", { class: "picture" }, picture, before), el("figcaption", {}, note, "Save as", ...links, print));
  const one = { element, picture, before, links, note, listed, inView: false, drawn: 0, svg: "" };
  picture.addEventListener("click", (event) => {
    if (source.openTrial && listed.name.startsWith("fan")) {
      source.openTrial(one.svg, picture, event, one.drawn);
    }
  });
  return one;
}

async function draw(one) {
  if (!one.inView || one.drawn === answer.id || one.busy) {
    return;
  }
  const { id } = answer;
  one.busy = true;
  one.drawn = id;
  const { name } = one.listed;
  try {
    one.svg = await source.svg({ id }, "figures", name);
    put(one.picture, one.svg);
    one.links[0].href = one.picture.src;
    if (source.png) {
      one.links[1].href = source.png({ id }, name);
    }
    one.before.hidden = !one.listed.unchanged;
    one.note.textContent = one.listed.unchanged ? "Below in grey: unchanged, on the same draws." : "";
    if (one.listed.unchanged) {
      put(one.before, await source.svg({ id }, "unchanged", name), "Unchanged: ");
    }
    one.element.dataset.answer = String(id);
  } catch {
    // The answer was replaced meanwhile; the next one is drawn below.
  }
  one.busy = false;
  if (answer.id !== id) {
    draw(one);
  }
}

/** Shows an SVG document as a picture, in which nothing runs and nothing is loaded, with its own description. */
function put(image, svg, prefix = "") {
  const parsed = parsedFigure(svg);
  const text = (name) => parsed.querySelector(name)?.textContent ?? "";
  image.alt = `${prefix}${text("title")}. ${text("desc")}`;
  const old = image.src;
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  if (old.startsWith("blob:")) {
    URL.revokeObjectURL(old);
  }
}
