// Printing of a single figure, which the browser saves as a PDF with vectors and text.

import { el } from "./dom.js";

/** Opens the print window of the browser with one figure alone on a page of its size. */
export async function printFigure(picture) {
  const copy = el("img", { src: picture.src, alt: picture.alt });
  await copy.decode();
  const box = el("div", { id: "print" }, copy);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { size: ${copy.naturalWidth}px ${copy.naturalHeight}px; margin: 0; }`);
  document.adoptedStyleSheets = [sheet];
  document.body.append(box);
  document.body.classList.add("printing");
  window.addEventListener("afterprint", () => {
    document.body.classList.remove("printing");
    document.adoptedStyleSheets = [];
    box.remove();
  }, { once: true });
  window.print();
}
