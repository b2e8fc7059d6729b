// Drives Chromium over its debugging pipe on the page of `adit explore`, as a person would, and prints what was seen as JSON.
// Arguments: the browser, the address of the page, a folder for pictures (may be empty), a folder for the browser's profile.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";

const [browser, address, pictures, profile] = process.argv.slice(2);
const child = spawn(browser, ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"],
{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const [, , , toBrowser, fromBrowser] = child.stdio;

let last = 0;
const waiting = new Map();
const seen = { console: [], requests: [] };
let rest = "";
fromBrowser.on("data", (data) => {
  rest += data;
  const messages = rest.split("\0");
  rest = messages.pop();
  for (const message of messages.map((text) => JSON.parse(text))) {
    if (waiting.has(message.id)) {
      waiting.get(message.id)(message);
      waiting.delete(message.id);
    } else if (message.method === "Runtime.exceptionThrown") {
      seen.console.push(message.params.exceptionDetails.exception?.description ?? message.params.exceptionDetails.text);
    } else if (message.method === "Log.entryAdded") {
      seen.console.push(`${message.params.entry.text} ${message.params.entry.url ?? ""}`);
    } else if (message.method === "Network.requestWillBeSent") {
      seen.requests.push(message.params.request.url);
    }
  }
});

let sessionId;
function send(method, params = {}) {
  last += 1;
  const id = last;
  toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
  return new Promise((resolve, reject) => waiting.set(id, (message) => (message.error ? reject(new Error(`${method}: ${message.error.message}`)) : resolve(message.result))));
}

async function evaluate(expression) {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) {
    throw new Error(`${expression}: ${exceptionDetails.exception?.description}`);
  }
  return result.value;
}

/** Waits until an expression is true. */
async function until(expression) {
  for (let i = 0; i < 1200; i += 1) {
    if (await evaluate(`(() => { try { return Boolean(${expression}); } catch { return false; } })()`)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never: ${expression}; status: ${await evaluate("document.getElementById('status')?.textContent")}`);
}

async function key(name, code, text) {
  const of = { key: name, code: name, windowsVirtualKeyCode: code, text };
  await send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...of });
  await send("Input.dispatchKeyEvent", { type: "keyUp", ...of });
}

async function size(width, height) {
  await send("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
}

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
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  ({ sessionId } = await send("Target.attachToTarget", { targetId, flatten: true }));
  for (const domain of ["Page", "Runtime", "Log", "Network"]) {
    await send(`${domain}.enable`);
  }
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
  const reached = [];
  const picture1 = await evaluate("document.querySelector('#figure-answer img').src");
  for (let i = 0; i < 60; i += 1) {
    await key("Tab", 9);
    const at = await evaluate("document.activeElement.type === 'range' ? 'range' : document.activeElement.id || document.activeElement.tagName");
    reached.push(at);
    if (await evaluate("document.activeElement.type === 'range'")) {
      break;
    }
  }
  for (let i = 0; i < 12; i += 1) {
    await key("ArrowRight", 39);
  }
  await until(`document.querySelector('td.months') && ${done} && ${first}`);
  await picture("explore-changed");
  await evaluate("document.querySelector('#figure-answer').scrollIntoView()");
  await until(drawn);
  seen.reached = reached;
  seen.hash = await evaluate("decodeURIComponent(location.hash.slice(1))");
  seen.redrawn = picture1 !== await evaluate("document.querySelector('#figure-answer img').src");
  seen.answer = await evaluate("document.body.dataset.answer");
  seen.months = await evaluate("document.querySelector('td.months').textContent");
  seen.focus = await evaluate("document.activeElement.type");

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
  await evaluate("document.getElementById('dialog').close()");

  // A phone.
  await size(390, 844);
  await evaluate("window.scrollTo(0, 0)");
  seen.wide = await evaluate("[document.documentElement.scrollWidth, window.innerWidth]");

  seen.fonts = await evaluate("document.fonts.check(\"16px 'Adit Sans'\")");
  await evaluate("document.getElementById('close').click()");
  await until("document.body.dataset.state === 'closed'");
}

let code = 0;
try {
  await look();
} catch (error) {
  seen.error = error.message;
  code = 1;
}
console.log(JSON.stringify(seen));
child.kill();
process.exit(code);
