// The static page: sliders that choose a point of the grid, whose answer is part of the file.

import * as answers from "./answer.js";
import { byId, el, newId } from "./dom.js";
import * as figures from "./figures.js";

const facts = JSON.parse(byId("facts").textContent);
/** Streams that are kept unpacked, the latest last. */
const KEPT = 6;
const streams = new Map();
const sliders = [];
let latest = -1;

/** The texts of all points in a stream of the file. */
function texts(id) {
  const known = streams.get(id) ?? unpack(byId(id).textContent);
  streams.delete(id);
  streams.set(id, known);
  if (streams.size > KEPT) {
    streams.delete(streams.keys().next().value);
  }
  return known;
}

async function unpack(packed) {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return (await new Response(stream).text()).split("\0");
}

/** A figure with the style sheet that all figures share; point 0 is the scenario as written. A point may lack a figure. */
async function figure(name, point) {
  const svg = (await texts(`stream-${name}`))[point];
  if (!svg) {
    throw new Error(`There is no figure ${name} at this point.`);
  }
  return svg.replace("</desc>\n", () => `</desc>\n<style>${facts.style}</style>\n`);
}

/** Number of the point at which the sliders stand; the last input changes fastest. */
function pointOf(places) {
  return 1 + facts.inputs.reduce((point, input, i) => point * input.levels.length + places[i], 0);
}

async function show(point) {
  latest = point;
  const all = await texts("answers");
  if (latest !== point) {
    return;
  }
  const answer = JSON.parse(all[point]);
  answer.figures = answer.figures.filter((one) => facts.figures.includes(one.name));
  answers.show(answer, null);
  figures.show(answer);
  byId("written").setAttribute("aria-pressed", String(point === 0));
  byId("status").textContent = point === 0 ? "The scenario as written" : `Point ${point} of ${facts.points}`;
  document.body.dataset.point = String(point);
}

function moved() {
  const places = sliders.map((one) => Number(one.value));
  history.replaceState(null, "", `#${places.join(",")}`);
  show(pointOf(places));
}

function slider(input, at) {
  const id = newId();
  const out = el("output", { for: id });
  const range = el("input", { type: "range", id, min: 0, max: input.levels.length - 1, step: 1, value: at });
  const label = () => {
    const text = `${input.levels[Number(range.value)]}${input.unit ? ` ${input.unit}` : ""}`;
    out.textContent = text;
    range.setAttribute("aria-valuetext", text);
  };
  range.addEventListener("input", () => {
    label();
    moved();
  });
  label();
  sliders.push(range);
  const written = input.written ? `As written: ${input.written}. ` : "";
  return el("div", { class: "editor" }, el("div", {}, el("label", { for: id }, input.title), ": ", out), range,
    el("div", { class: "small" }, `${input.levels.length} values. ${written}`, el("code", {}, input.path)));
}

/** Places of the sliders in the address, or the middle of each. */
function begin() {
  const asked = location.hash.slice(1).split(",").map(Number);
  const fits = asked.length === facts.inputs.length && facts.inputs.every((input, i) => Number.isInteger(asked[i]) && input.levels[asked[i]] !== undefined);
  return fits && location.hash ? asked : facts.inputs.map((input) => Math.floor((input.levels.length - 1) / 2));
}

const count = (value) => value.toLocaleString("en");
figures.from({ svg: (answer, which, name) => figure(name, which === "unchanged" ? 0 : answer.id - 1), png: null, openTrial: null });
byId("about").textContent = `${facts.file} · ${facts.start} to ${facts.end} · ${count(facts.points)} points · ${count(facts.trials)} trials each · seed ${facts.seed} · adit ${facts.version}`;
byId("left-out").textContent = facts.left_out.length ? `Figures left out of this file, since it would be too large with them: ${facts.left_out.join(", ")}.` : "";
const places = begin();
byId("list").append(...facts.inputs.map((input, i) => slider(input, places[i])));
byId("written").addEventListener("click", () => (latest === 0 ? moved() : show(0)));
show(pointOf(places)).catch((error) => {
  byId("status").textContent = error.message;
});
