// Editor of an input: a slider and a field for each number of its distribution, with its sources and its problems.

import { curve } from "./curve.js";
import { el, newId, number } from "./dom.js";
import { set, valueOf } from "./state.js";

/** The text of an input with these numbers, as the scenario writes it. */
function textOf(form, numbers) {
  return form.pieces.map((piece, i) => piece + (numbers[i] ?? "")).join("");
}

/** The numbers in a text that was made by textOf; null where it was not. */
function numbersIn(form, text) {
  const numbers = [];
  let rest = text;
  for (const [i, piece] of form.pieces.entries()) {
    if (!rest.startsWith(piece)) {
      return null;
    }
    rest = rest.slice(piece.length);
    if (i < form.parameters.length) {
      const next = form.pieces[i + 1];
      const end = next === "" ? rest.length : rest.indexOf(next);
      if (end < 0) {
        return null;
      }
      numbers.push(rest.slice(0, end));
      rest = rest.slice(end);
    }
  }
  return rest === "" ? numbers : null;
}

const written = (value) => String(Number(value.toPrecision(4)));

/** Ends and step of the slider: values of a constant, powers of two of a factor on a distribution. */
function scaleOf(form) {
  const [low, high] = form.range;
  if (form.family === "value") {
    const value = form.parameters[0].value;
    const reach = Math.abs(value) || 1;
    const ends = [Math.max(low ?? -Infinity, value - reach), Math.min(high ?? Infinity, high === null ? value + reach : high)];
    return { ends, step: (ends[1] - ends[0]) / 200 };
  }
  const largest = Math.max(...form.parameters.filter((one) => one.scales).map((one) => Math.abs(one.value)));
  const most = high === null || largest === 0 ? 2 : Math.max(0, Math.min(2, Math.log2(high / largest)));
  return { ends: [-2, most], step: 0.05 };
}

/** The editor of an input, with a function that shows the present state. */
export function editor(input) {
  const { form } = input;
  const problems = el("div", { class: "problems", role: "alert" });
  const drawing = el("div");
  const said = el("p", { class: "small" });
  const reset = el("button", { type: "button", click: () => set(input.path, undefined) }, "Reset");
  const original = form.parameters.map((one) => String(one.value));
  const fields = form.parameters.map((one) => el("input", { type: "text", inputmode: "decimal", id: newId(), value: String(one.value), autocomplete: "off" }));
  const apply = () => {
    const text = textOf(form, fields.map((field) => field.value.trim()));
    set(input.path, text === textOf(form, original) ? undefined : text);
  };
  fields.forEach((field) => field.addEventListener("input", apply));
  const slider = form.parameters.length ? sliderOf(input, fields, apply) : null;
  const free = form.parameters.length ? null : freeField(input);
  const parts = fields.map((field, i) => el("label", { for: field.id }, form.parameters[i].name, field));
  const box = el("div", { class: "editor" }, drawing, said, slider?.element, el("div", { class: "parameters" }, ...parts), free?.element, problems, reset, origin(input));
  const show = (now, found) => {
    const value = valueOf(input.path);
    const numbers = value === undefined ? original : (numbersIn(form, value) ?? original);
    fields.forEach((field, i) => {
      if (value === undefined || document.activeElement !== field) {
        field.value = numbers[i];
      }
      field.setAttribute("aria-invalid", String(found.some((one) => one.severity === "error")));
    });
    slider?.show(numbers, value === undefined);
    free?.show(value);
    reset.disabled = value === undefined;
    drawing.replaceChildren(...[curve(now)].filter(Boolean));
    said.textContent = `${now.distribution}${input.unit ? `, ${input.unit}` : ""}${quantiles(now)}`;
    problems.replaceChildren(...found.map(problem));
  };
  return { element: box, show };
}

/** One problem in the checker's words. */
export function problem(one) {
  return el("p", {}, [one.message, one.label, one.help].filter(Boolean).join(": "));
}

function quantiles(of) {
  if (!of.curve || !of.quantiles) {
    return "";
  }
  return ` (P10 ${number(of.quantiles[0])}, P50 ${number(of.quantiles[1])}, P90 ${number(of.quantiles[2])})`;
}

function sliderOf(input, fields, apply) {
  const { form } = input;
  const { ends, step } = scaleOf(form);
  const isConstant = form.family === "value";
  const id = newId();
  const range = el("input", { type: "range", id, min: ends[0], max: ends[1], step, value: isConstant ? form.parameters[0].value : 0 });
  const name = el("label", { for: id, class: "small" });
  const label = () => {
    name.textContent = isConstant ? `Value${input.unit ? `, ${input.unit}` : ""}` : `All values times ${number(2 ** Number(range.value))}`;
  };
  range.addEventListener("input", () => {
    if (isConstant) {
      fields[0].value = written(Number(range.value));
    } else {
      const factor = 2 ** Number(range.value);
      form.parameters.forEach((one, i) => {
        fields[i].value = one.scales && factor !== 1 ? written(one.value * factor) : String(one.value);
      });
    }
    label();
    apply();
  });
  const show = (numbers, isReset) => {
    if (!isReset && document.activeElement === range) {
      return;
    }
    const first = form.parameters.findIndex((one) => one.scales && one.value !== 0);
    const value = isConstant ? Number(numbers[0]) : Math.log2(Number(numbers[first]) / form.parameters[first]?.value);
    range.value = Number.isFinite(value) ? value : 0;
    label();
  };
  label();
  return { element: el("div", {}, name, range), show };
}

/** Field for an input whose numbers have no form. */
function freeField(input) {
  const id = newId();
  const field = el("input", { type: "text", id, autocomplete: "off", placeholder: "{ pert = [1, 2, 4] }" });
  field.addEventListener("change", () => set(input.path, field.value.trim() || undefined));
  const show = (value) => {
    if (value === undefined || document.activeElement !== field) {
      field.value = value ?? "";
    }
  };
  return { element: el("label", { for: id, class: "small" }, "Another value, as a scenario file writes it", field), show };
}

/** Sources with their confidence, and the note. */
function origin(input) {
  const sources = input.sources.map((source) => {
    const facts = [source.date, source.confidence && `confidence: ${source.confidence}`].filter(Boolean).join(", ");
    const title = /^https?:\/\//.test(source.address ?? "")
      ? el("a", { href: source.address, rel: "noreferrer noopener", target: "_blank" }, source.title || source.key)
      : source.title || source.key;
    return el("li", {}, title, facts ? ` (${facts})` : "");
  });
  if (input.judgement) {
    sources.push(el("li", {}, "Judgement"));
  }
  if (!sources.length) {
    sources.push(el("li", {}, "No source"));
  }
  return el("div", { class: "small" }, "Sources", el("ul", {}, ...sources), input.note ? el("p", {}, input.note) : null, el("p", {}, el("code", {}, input.path)));
}
