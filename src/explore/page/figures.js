// Figures of the answer, drawn by the program when they come into view.

import { byId, el, parsedFigure } from "./dom.js";
import { getText } from "./server.js";
import { openTrialAt } from "./trial.js";

const known = new Map();
let answer = null;

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
  const links = ["svg", "png"].map((kind) => el("a", { download: `${listed.name}.${kind}` }, kind.toUpperCase()));
  const note = el("span");
  const element = el("figure", { id }, el("div", { class: "picture" }, picture, before), el("figcaption", {}, note, "Save as", ...links));
  const one = { element, picture, before, links, note, listed, inView: false, drawn: 0, svg: "" };
  picture.addEventListener("click", (event) => {
    if (listed.name.startsWith("fan")) {
      openTrialAt(one.svg, picture, event, one.drawn);
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
  const address = (which, kind) => `/api/answers/${id}/${which}/${encodeURIComponent(one.listed.name)}.${kind}`;
  try {
    one.svg = await getText(address("figures", "svg"));
    put(one.picture, one.svg);
    one.links[0].href = address("figures", "svg");
    one.links[1].href = address("figures", "png");
    one.before.hidden = !one.listed.unchanged;
    one.note.textContent = one.listed.unchanged ? "Below in grey: unchanged, on the same draws." : "";
    if (one.listed.unchanged) {
      put(one.before, await getText(address("unchanged", "svg")), "Unchanged: ");
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
