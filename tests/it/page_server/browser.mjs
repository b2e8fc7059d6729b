// Uses the page of `adit explore` in Chromium and prints what was seen as JSON.
// Arguments: the browser, the address of the page, a folder for pictures (may be empty), a folder for the browser's profile, the file of axe-core (may be empty).

import { writeFileSync } from "node:fs";
import { open, report } from "./chromium.mjs";

const [browser, address, pictures, profile, axe] = process.argv.slice(2);
const page = await open(browser, profile);
const { seen, send, evaluate, until, key, size, tabTo, faults, printed } = page;

async function picture(name) {
  if (pictures) {
    const { data } = await send("Page.captureScreenshot", { format: "png" });
    writeFileSync(`${pictures}/${name}.png`, Buffer.from(data, "base64"));
  }
}

const done = "document.body.dataset.state === 'done'";
const drawn = "document.querySelector('#figure-answer')?.dataset.answer === document.body.dataset.answer";

const first = "document.querySelector('#figures figure').dataset.answer === document.body.dataset.answer";

async function look() {
  await size(1280, 800);
  await send("Page.navigate", { url: address });
  await until(`${done} && ${drawn} && document.querySelector('#key-inputs summary').textContent === 'Key inputs'`);
  seen.address = await evaluate("location.href");
  seen.headline = await evaluate("document.getElementById('headline').textContent");
  seen.unnamed = await evaluate(`[...document.querySelectorAll('input, select, button, img')].filter((one) => one.checkVisibility())
    .filter((one) => !(one.labels?.length || one.getAttribute('aria-label') || one.textContent.trim() || one.alt)).map((one) => one.outerHTML)`);
  await picture("explore-unchanged");

  // With the keyboard alone: to the slider of the first key input, which is moved; then to the buttons.
  await evaluate("document.activeElement.blur(); window.scrollTo(0, 0)");
  const picture1 = await evaluate("document.querySelector('#figure-answer img').src");
  const reached = await tabTo("document.activeElement.type === 'range'");
  for (let i = 0; i < 12; i += 1) {
    await key("ArrowRight", 39);
  }
  await until(`document.querySelector('td.months') && ${done} && ${first}`);
  await picture("explore-changed");
  seen.faults = await faults(axe);
  await evaluate("document.querySelector('#figure-answer').scrollIntoView()");
  await until(drawn);
  seen.reached = reached;
  seen.hash = await evaluate("decodeURIComponent(location.hash.slice(1))");
  seen.redrawn = picture1 !== await evaluate("document.querySelector('#figure-answer img').src");
  seen.answer = await evaluate("document.body.dataset.answer");
  seen.months = await evaluate("document.querySelector('td.months').textContent");
  seen.focus = await evaluate("document.activeElement.type");
  seen.pdf = await printed();
  await until("!document.getElementById('print')");

  // The same address in another tab shows the same change.
  const shared = await evaluate("location.href");
  await send("Page.navigate", { url: "about:blank" });
  await send("Page.navigate", { url: shared });
  await until(`document.querySelector('td.months') && ${done}`);
  seen.monthsAgain = await evaluate("document.querySelector('td.months').textContent");

  // A value that the checker refuses.
  await until("document.querySelector('#key-inputs details.input .parameters input')");
  await evaluate("document.querySelector('#key-inputs details.input .parameters input').focus(); document.activeElement.select()");
  await send("Input.insertText", { text: "many" });
  await until("document.body.dataset.state === 'refused'");
  seen.problem = await evaluate("document.querySelector('#key-inputs .problems').textContent");
  seen.invalid = await evaluate("document.activeElement.getAttribute('aria-invalid')");
  await evaluate("document.getElementById('reset').click()");
  await until(`!document.querySelector('td.months') && ${done}`);
  seen.reset = await evaluate("location.hash");

  // A trial by its line in the fan.
  await evaluate("document.querySelector('[id^=\"figure-fan\"]').scrollIntoView()");
  await until("document.querySelector('[id^=\"figure-fan\"] img').naturalWidth > 0");
  await evaluate("document.querySelector('[id^=\"figure-fan\"] img').click()");
  await until("document.querySelector('#dialog pre')?.textContent.includes('WHAT HAPPENED')");
  seen.trial = await evaluate("document.getElementById('dialog-title').textContent");
  await picture("explore-trial");
  seen.faultsOfDialog = await faults(axe);
  await evaluate("document.getElementById('dialog').close()");

  // A phone.
  await size(390, 844);
  await evaluate("window.scrollTo(0, 0)");
  seen.wide = await evaluate("[document.documentElement.scrollWidth, window.innerWidth]");
  seen.faultsOfPhone = await faults(axe);

  seen.fonts = await evaluate("document.fonts.check(\"16px 'Adit Sans'\")");
  await evaluate("document.getElementById('close').click()");
  await until("document.body.dataset.state === 'closed'");
}

await report(page, look);
