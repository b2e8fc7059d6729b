// The answer: headline, points, and each goal with its difference from the unchanged scenario.

import { byId, el } from "./dom.js";

/** Shows an answer; `why` opens the attribution of the difference of a goal, where there is one. */
export function show(answer, why) {
  byId("headline").textContent = answer.headline;
  byId("unchanged").textContent = answer.unchanged ? `Unchanged: ${answer.unchanged}` : "";
  byId("points").replaceChildren(...answer.points.map((point) => el("li", {}, point)));
  const tables = answer.families.map((family) => table(family, answer, why));
  const notes = [answer.not_paired, ...answer.not_compared.map((one) => `Not compared: ${one}.`)].filter(Boolean);
  byId("effect").replaceChildren(el("h2", {}, answer.unchanged ? "Effect of the changes" : "Goals"), ...notes.map((note) => el("p", { class: "small" }, note)), ...tables);
}

function table(family, answer, why) {
  const isChanged = answer.unchanged !== null;
  const trials = answer.trials.toLocaleString("en");
  const heads = isChanged
    ? ["Goal", "Later by, months", "Arrives, percentage points", "Median month", "Arrives", ...(why ? ["Attribution"] : [])]
    : ["Goal", "Median month", "Arrives within the scenario"];
  const caption = isChanged
    ? `${family.heading}. Means of paired differences over ${trials} trials on the same draws, with 95% intervals; an arrival that never comes counts as the month after the last. In grey: unchanged.`
    : `${family.heading}. ${trials} trials, with 95% intervals.`;
  const rows = family.goals.map((goal) => el("tr", { "data-goal": goal.name }, ...cells(goal, isChanged, answer, why)));
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": family.heading },
    el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))), el("tbody", {}, ...rows)));
}

function cells(goal, isChanged, answer, why) {
  const label = el("th", { scope: "row" }, goal.label);
  if (!isChanged) {
    return [label, el("td", {}, goal.changed[0]), el("td", {}, goal.changed[1])];
  }
  const [month, arrives] = goal.unchanged ?? ["–", "–"];
  const difference = goal.difference;
  const asked = difference ? el("button", { type: "button", "aria-label": `Why does ${goal.label} change?`, click: () => why(answer, goal) }, "why") : null;
  const both = (changed, unchanged) => el("td", {}, changed, el("div", { class: "grey" }, unchanged));
  return [label,
    el("td", { class: difference && difference.sign !== 0 ? "clear months" : "months" }, difference ? difference.months : "–"),
    el("td", {}, difference ? difference.probability : "–"), both(goal.changed[0], month), both(goal.changed[1], arrives), ...(why ? [el("td", {}, asked)] : [])];
}
