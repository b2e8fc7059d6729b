// Windows about single trials and about the attribution of a difference.

import { byId, el, newId, parsedFigure, showDialog } from "./dom.js";
import { getJson, getText } from "./server.js";

let latest = 0;

/** The answer whose trials are read. */
export function setAnswer(id) {
  latest = id;
}

/** Asks for the number of a trial. */
export function askTrial() {
  const id = newId();
  const field = el("input", { type: "number", id, min: 0, step: 1, value: 0 });
  const out = el("pre", { tabindex: "0" });
  const read = () => show(out, latest, field.value);
  showDialog("Event log of a trial", el("p", {}, el("label", { for: id }, "Number of the trial, from 0 "), field, " ", el("button", { type: "button", click: read }, "Read")), out);
  read();
}

async function show(out, answer, trial) {
  try {
    out.textContent = await getText(`/api/answers/${answer}/trials/${encodeURIComponent(trial)}`);
  } catch (error) {
    out.textContent = error.message;
  }
}

/** Width of the lines of single trials in a fan, as the report draws them, and the number of trials. */
const LINE = "16";
const LINES = 3;

/** Opens the trial whose line in a fan is nearest to a click. */
export function openTrialAt(svg, image, event, answer) {
  const parsed = parsedFigure(svg);
  const [, , width, height] = parsed.documentElement.getAttribute("viewBox")?.split(" ").map(Number) ?? [];
  const box = image.getBoundingClientRect();
  const at = [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height];
  const lines = [...parsed.querySelectorAll("path")].filter((line) => line.getAttribute("fill") === "none" && line.getAttribute("stroke-width") === LINE);
  const distances = lines.map((line) => distance(line, at));
  const trial = Math.max(distances.indexOf(Math.min(...distances)), 0) % LINES;
  const out = el("pre", { tabindex: "0" });
  showDialog(`Event log of trial ${trial}`, out);
  show(out, answer, trial);
}

/** Distance of a point from the nearest corner of a path, which has absolute coordinates first and then steps. */
function distance(line, at) {
  const scale = Number(/scale\(([\d.]+)\)/.exec(line.parentElement.getAttribute("transform") ?? "")?.[1] ?? 1);
  const numbers = line.getAttribute("d").match(/-?\d+/g).map((text) => Number(text) * scale);
  let [x, y] = [0, 0];
  let nearest = Infinity;
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    [x, y] = [x + numbers[i], y + numbers[i + 1]];
    nearest = Math.min(nearest, Math.hypot(x - at[0], y - at[1]));
  }
  return nearest;
}

/** Opens the attribution of the difference of a goal to the single changes. */
export async function why(answer, goal) {
  const out = el("p", {}, "Being computed…");
  showDialog(`Why “${goal.label}” changes`, out);
  try {
    const found = await getJson(`/api/answers/${answer.id}/why/${goal.number}`);
    const heads = ["Change", "Later by, months", "Arrives, percentage points"];
    const rows = found.changes.map((one) => el("tr", {}, el("th", { scope: "row" }, el("code", {}, one.change)), el("td", {}, one.months), el("td", {}, one.probability)));
    byId("dialog-body").replaceChildren(el("p", {}, found.method), el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, ...rows))));
  } catch (error) {
    out.textContent = error.message;
  }
}
