// Saving an overlay, and copying the command line and the address.

import { el, newId, showDialog } from "./dom.js";
import { post } from "./server.js";
import { all } from "./state.js";

let accepted = null;

/** What the program says of the present changes: the command line and the overlay. */
export function setAccepted(next) {
  accepted = next;
}

export function open() {
  const id = newId();
  const name = el("input", { type: "text", id, value: "changed.toml", autocomplete: "off" });
  const said = el("div", { role: "status" });
  const save = async (overwrite) => {
    const reply = await post("/api/save", { name: name.value.trim(), changes: all(), overwrite });
    const { result, text } = await reply.json();
    const replace = el("button", { type: "button", click: () => save(true) }, "Replace it");
    const texts = { saved: [`Saved as ${text}.`], exists: [`${text} exists. `, replace], refused: [`Not saved: ${text}.`] };
    said.replaceChildren(...texts[result]);
  };
  showDialog("Save or copy",
    el("h3", {}, "Overlay: a scenario file with these changes only"),
    el("p", {}, el("label", { for: id }, "Name "), name, " ", el("button", { type: "button", id: "save", click: () => save(false) }, "Save")), said,
    el("pre", { tabindex: "0" }, accepted?.overlay ?? ""),
    el("h3", {}, "Command line that makes the same run"), copied(accepted?.command ?? ""),
    el("h3", {}, "Changes after the # of the address, for a colleague who explores the same file"), copied(location.hash));
}

function copied(text) {
  const button = el("button", { type: "button", click: async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select the text and copy it";
    }
  } }, "Copy");
  return el("div", {}, el("pre", { tabindex: "0" }, text), button);
}
