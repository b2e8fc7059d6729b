// The list of inputs: key inputs first, then settings and all inputs by group, with search.

import { byId, el } from "./dom.js";
import { editor, problem } from "./field.js";
import { settingEditor } from "./setting.js";
import { all, valueOf } from "./state.js";

let rows = [];
let groups = [];
let found = [];
let changed = new Map();

/** Builds the list. */
export function build(scenario) {
  const list = byId("list");
  const key = group("Key inputs (being computed)", true);
  key.element.id = "key-inputs";
  list.append(key.element);
  const byGroup = new Map();
  const inGroup = (title, made) => {
    if (!byGroup.has(title)) {
      byGroup.set(title, group(title, false));
      list.append(byGroup.get(title).element);
    }
    byGroup.get(title).add(made);
  };
  scenario.settings.forEach((setting) => inGroup(setting.group, row(setting, setting.title, () => settingEditor(setting))));
  scenario.inputs.forEach((input) => inGroup(input.group_title, row(input, input.title, () => editor(input))));
  const free = freeRow();
  list.append(free);
  byId("search").addEventListener("input", filter);
  count(scenario.inputs.length);
}

/** Fills the key inputs, the largest effect first. */
export function showEffects(effects, scenario) {
  const key = groups[0];
  key.title.textContent = effects.length ? "Key inputs" : "Key inputs: no input moves the answer by more than sampling error";
  for (const effect of effects) {
    const input = scenario.inputs.find((one) => one.path.replaceAll('"', "") === effect.path);
    if (input) {
      key.add(row(input, input.title, () => editor(input), effect.text));
    }
  }
  key.rows.slice(0, 3).forEach((one) => {
    one.element.open = true;
  });
  show();
}

/** Shows the state of every row, with the problems of its change. */
export function show(problems = found, inputs = changed) {
  found = problems;
  changed = inputs;
  const paths = all().map((change) => change.path);
  const known = new Set(rows.map((one) => one.of.path));
  const elsewhere = found.filter((one) => one.change === null || !known.has(paths[one.change]));
  byId("problems").replaceChildren(...elsewhere.map(problem));
  rows.forEach((one) => one.show(paths));
}

function group(title, isOpen) {
  const name = el("span", {}, title);
  const inside = el("div");
  const element = el("details", { class: "group", open: isOpen }, el("summary", {}, name), inside);
  const made = { element, title: name, rows: [], add: (one) => {
    made.rows.push(one);
    rows.push(one);
    inside.append(one.element);
  } };
  groups.push(made);
  return made;
}

/** A row whose editor is made when it is opened first. */
function row(of, title, make, remark) {
  const element = el("details", { class: "input", "data-path": of.path }, el("summary", {}, title));
  if (remark) {
    element.append(el("p", { class: "small" }, remark));
  }
  let made = null;
  const show = (paths) => {
    const at = paths.indexOf(of.path);
    element.classList.toggle("changed", at >= 0);
    const own = found.filter((one) => one.change !== null && one.change === at);
    if (!made && (element.open || own.length)) {
      made = make();
      element.append(made.element);
      element.open = true;
    }
    if (of.form) {
      made?.show(valueOf(of.path) === undefined ? of : (changed.get(of.path) ?? of), own);
    } else {
      made?.show(own);
    }
  };
  element.addEventListener("toggle", () => show(all().map((change) => change.path)));
  return { of, element, show, text: `${title} ${of.path}`.toLowerCase() };
}

/** Any other key of the scenario, as on the command line. */
function freeRow() {
  const free = el("details", { class: "group" }, el("summary", {}, "Any other key"));
  const path = el("input", { type: "text", id: "free-path", placeholder: "projects.mine.stages.permits.after", autocomplete: "off" });
  const value = el("input", { type: "text", id: "free-value", placeholder: "[]", autocomplete: "off" });
  const set = async () => {
    const state = await import("./state.js");
    if (path.value.trim()) {
      state.set(path.value.trim(), value.value.trim() || undefined);
    }
  };
  free.append(el("div", { class: "editor" },
    el("label", { for: "free-path", class: "small" }, "Path", path),
    el("label", { for: "free-value", class: "small" }, "Value as a scenario file writes it; empty to reset", value),
    el("button", { type: "button", click: set }, "Set")));
  return free;
}

function filter() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const one of groups) {
    let inGroup = 0;
    for (const line of one.rows) {
      const fits = words.every((word) => line.text.includes(word));
      line.element.hidden = !fits;
      inGroup += fits ? 1 : 0;
    }
    one.element.hidden = inGroup === 0 && words.length > 0;
    if (one !== groups[0]) {
      one.element.open = words.length > 0 && inGroup > 0;
      shown += inGroup;
    }
  }
  count(shown);
}

function count(shown) {
  byId("count").textContent = shown === 1 ? "1 input" : `${shown} inputs`;
}
