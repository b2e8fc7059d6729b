// Uses a static page in Chromium, from its file and without a server, and prints what was seen as JSON.
// Arguments: the browser, the address of the file, a folder for pictures (may be empty), a folder for the browser's profile, the file of axe-core (may be empty).

import { writeFileSync } from "node:fs";
import { open, report } from "./chromium.mjs";

const [browser, address, pictures, profile, axe] = process.argv.slice(2);
const page = await open(browser, profile);
const { seen, send, evaluate, until, key, size, tabTo, faults, printed } = page;
const drawn = (point) => `document.body.dataset.point === "${point}" && document.querySelector('#figure-answer')?.dataset.answer === "${point + 1}" && document.querySelector('#figure-answer img').naturalWidth > 0`;

await report(page, async () => {
  await size(1280, 800);
  await send("Page.navigate", { url: address });
  await until("document.querySelector('#figures figure')?.dataset.answer");
  seen.begin = await evaluate("document.body.dataset.point");
  seen.policy = await evaluate("document.querySelector('meta[http-equiv]').content");
  seen.faults = await faults(axe);
  if (pictures) {
    await until("document.querySelector('#figures img').naturalWidth > 0");
    const { data } = await send("Page.captureScreenshot", { format: "png" });
    writeFileSync(`${pictures}/explore-static.png`, Buffer.from(data, "base64"));
  }
  // With the keyboard alone: the first slider to its end, the second one step on.
  seen.reached = await tabTo("document.activeElement.type === 'range'");
  await key("End", 35);
  await key("Tab", 9);
  await key("ArrowRight", 39);
  await evaluate("document.querySelector('#figure-answer').scrollIntoView()");
  await until(drawn(6));
  seen.hash = await evaluate("location.hash");
  seen.months = await evaluate("document.querySelector('td.months').textContent");
  seen.headline = await evaluate("document.getElementById('headline').textContent");
  seen.values = await evaluate("[...document.querySelectorAll('input')].map((one) => one.getAttribute('aria-valuetext'))");
  seen.pdf = await printed();
  // The same address again, and the scenario as written.
  const shared = await evaluate("location.href");
  await send("Page.navigate", { url: "about:blank" });
  await send("Page.navigate", { url: shared });
  await until("document.body.dataset.point === '6'");
  seen.again = await evaluate("document.querySelector('td.months').textContent");
  await evaluate("document.getElementById('written').click()");
  await evaluate("document.querySelector('#figure-answer').scrollIntoView()");
  await until(drawn(0));
  seen.written = await evaluate("[document.getElementById('headline').textContent, document.querySelectorAll('td.months').length, document.getElementById('written').getAttribute('aria-pressed')]");
  await size(390, 844);
  seen.wide = await evaluate("[document.documentElement.scrollWidth, window.innerWidth]");
  seen.faultsOfPhone = await faults(axe);
});
