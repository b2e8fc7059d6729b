// Drives Chromium over its debugging pipe, as a person would use it.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** A page in a browser of its own; `console` and `requests` are what it wrote and asked for. */
export async function open(browser, profile) {
  const child = spawn(browser, ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-default-apps", "--disable-dev-shm-usage", "--remote-debugging-pipe", `--user-data-dir=${profile}`, "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
  const [, , , toBrowser, fromBrowser] = child.stdio;
  const seen = { console: [], requests: [] };
  const waiting = new Map();
  let [last, rest, sessionId] = [0, "", undefined];
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
        const { text, url, stackTrace } = message.params.entry;
        seen.console.push(`${text} ${url ?? ""} ${stackTrace?.callFrames.map((frame) => frame.functionName).join(" < ") ?? ""}`);
      } else if (message.method === "Network.requestWillBeSent") {
        seen.requests.push(message.params.request.url.slice(0, 200));
      }
    }
  });

  function send(method, params = {}) {
    last += 1;
    const id = last;
    toBrowser.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => waiting.set(id, (message) => (message.error ? reject(new Error(`${method}: ${message.error.message}`)) : resolve(message.result))));
  }

  async function evaluate(expression) {
    const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) {
      throw new Error(`${expression.slice(0, 200)}: ${exceptionDetails.exception?.description}`);
    }
    return result.value;
  }

  /** Waits until an expression is true. */
  async function until(expression) {
    for (let i = 0; i < 2400; i += 1) {
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

  /** Presses Tab until an expression is true of the active element; the elements on the way. */
  async function tabTo(expression) {
    const reached = [];
    for (let i = 0; i < 80; i += 1) {
      await key("Tab", 9);
      reached.push(await evaluate("document.activeElement.type === 'range' ? 'range' : document.activeElement.id || document.activeElement.tagName"));
      if (await evaluate(expression)) {
        break;
      }
    }
    return reached;
  }

  /** What axe-core finds wrong with the page as it is now, by rule; null without the file of axe-core. */
  async function faults(axe) {
    if (!axe) {
      return null;
    }
    if (!(await evaluate("Boolean(window.axe)"))) {
      await evaluate(`${readFileSync(axe, "utf8")}; true`);
    }
    return evaluate(`axe.run(document, { resultTypes: ["violations"], preload: false }).then((found) => found.violations.map((one) => one.id + ": " + one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")))`);
  }

  /** Prints the first figure by its button, and what the PDF consists of. */
  async function printed() {
    await evaluate("window.print = () => { document.body.dataset.print = 'asked'; }; document.querySelector('#figure-answer figcaption button').click()");
    await until("document.body.dataset.print === 'asked'");
    const { data } = await send("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
    const pdf = Buffer.from(data, "base64").toString("latin1");
    return { pages: pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0, pictures: /\/Subtype\s*\/Image/.test(pdf), fonts: /\/Type\s*\/Font\b/.test(pdf) };
  }

  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  ({ sessionId } = await send("Target.attachToTarget", { targetId, flatten: true }));
  for (const domain of ["Page", "Runtime", "Log", "Network"]) {
    await send(`${domain}.enable`);
  }
  return { seen, send, evaluate, until, key, size, tabTo, faults, printed, close: () => child.kill() };
}

/** Runs a look at a page, prints what was seen as JSON and ends. */
export async function report(page, look) {
  let code = 0;
  try {
    await look();
  } catch (error) {
    page.seen.error = error.message;
    code = 1;
  }
  console.log(JSON.stringify(page.seen));
  page.close();
  process.exit(code);
}
