// Editors of settings that are no inputs: a date, a choice among words, a switch.

import { el, newId } from "./dom.js";
import { problem } from "./field.js";
import { set, valueOf } from "./state.js";

/** The editor of a setting, with a function that shows the present state. */
export function settingEditor(setting) {
  const id = newId();
  const change = (value) => set(setting.path, value === setting.value ? undefined : value);
  const control = { date, choice, switch: toggle }[setting.kind](setting, id, change);
  const problems = el("div", { class: "problems", role: "alert" });
  const reset = el("button", { type: "button", click: () => set(setting.path, undefined) }, "Reset");
  const box = el("div", { class: "editor" }, el("label", { for: id, class: "small" }, control.label), control.element, problems, reset, el("code", { class: "small" }, setting.path));
  const show = (found) => {
    const value = valueOf(setting.path);
    control.show(value ?? setting.value, value === undefined);
    control.element.setAttribute("aria-invalid", String(found.some((one) => one.severity === "error")));
    reset.disabled = value === undefined;
    problems.replaceChildren(...found.map(problem));
  };
  return { element: box, show };
}

function date(setting, id, change) {
  const element = el("input", { type: "text", id, placeholder: "2030-01", autocomplete: "off" });
  element.addEventListener("input", () => change(JSON.stringify(element.value.trim())));
  const show = (value, isReset) => {
    if (isReset || document.activeElement !== element) {
      try {
        element.value = JSON.parse(value);
      } catch {
        element.value = value;
      }
    }
  };
  return { element, show, label: "Month, such as 2030-01, or day, such as 2030-01-15" };
}

function choice(setting, id, change) {
  const element = el("select", { id, change: () => change(element.value) }, ...setting.choices.map(([value, name]) => el("option", { value }, name)));
  const show = (value) => {
    element.value = value;
  };
  return { element, show, label: "Choose" };
}

function toggle(setting, id, change) {
  const [[off], [on]] = setting.choices;
  const element = el("input", { type: "checkbox", id, change: () => change(element.checked ? on : off) });
  const show = (value) => {
    element.checked = value !== off;
  };
  return { element, show, label: "On" };
}
