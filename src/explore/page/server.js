// Requests to the program that serves the page.

const page = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");

export async function getJson(path) {
  const reply = await fetch(path);
  if (!reply.ok) {
    throw new Error(await reply.text());
  }
  return reply.json();
}

export async function getText(path, signal) {
  const reply = await fetch(path, { signal });
  if (!reply.ok) {
    throw new Error(await reply.text());
  }
  return reply.text();
}

export function post(path, body, signal) {
  return fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
}

let current = null;

/** Runs the scenario with changes. `on` receives the name and the data of each event; a new run cancels the one before it. */
export async function run(changes, on) {
  current?.abort();
  const own = new AbortController();
  current = own;
  try {
    const reply = await post("/api/run", { page, changes }, own.signal);
    if (!reply.ok) {
      on("failed", await reply.text());
      return;
    }
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      text += value;
      const events = text.split("\n\n");
      text = events.pop();
      for (const event of events) {
        const [name, data] = event.split("\ndata: ");
        if (current === own) {
          on(name.replace("event: ", ""), JSON.parse(data));
        }
      }
    }
  } catch (error) {
    if (current === own) {
      on("failed", "The program does not answer. It may have been closed; start adit explore again.");
    }
  }
}
