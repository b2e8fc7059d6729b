// Elements of the page. Texts of the scenario are only ever set as text, so that they cannot become markup.

export function byId(id) {
  return document.getElementById(id);
}

/** An element with attributes (functions are listeners) and children (elements or texts). */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key, value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let last = 0;

/** A name for an element that a label refers to. */
export function newId() {
  last += 1;
  return `e${last}`;
}

/** A number with at most four significant digits. */
export function number(value) {
  return Number(value.toPrecision(4)).toLocaleString("en", { maximumSignificantDigits: 4, useGrouping: Math.abs(value) >= 1e4 });
}

/** A figure as a document, without its styles, which the policy of the page forbids outside of pictures. */
export function parsedFigure(svg) {
  const bare = svg.replace(/<style>[^]*?<\/style>/g, "").replace(/ style="[^"]*"/g, "");
  return new DOMParser().parseFromString(bare, "image/svg+xml");
}

/** Opens the window in front of the page. */
export function showDialog(title, ...children) {
  byId("dialog-title").textContent = title;
  byId("dialog-body").replaceChildren(...children);
  if (!byId("dialog").open) {
    byId("dialog").showModal();
  }
}
