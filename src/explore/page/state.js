// What is changed: a value for each path, kept after the # of the address.

const changes = new Map();
const listeners = [];

/** The changes in the order in which they were made. */
export function all() {
  return [...changes].map(([path, value]) => ({ path, value }));
}

export function valueOf(path) {
  return changes.get(path);
}

export function size() {
  return changes.size;
}

/** Calls a function after every change. */
export function onChange(listener) {
  listeners.push(listener);
}

/** Changes a value; `undefined` resets it. */
export function set(path, value) {
  if (changes.get(path) === value) {
    return;
  }
  if (value === undefined) {
    changes.delete(path);
  } else {
    changes.set(path, value);
  }
  tell();
}

export function reset() {
  changes.clear();
  tell();
}

/** Takes the changes from the address; an address that holds none leaves nothing changed. */
export function fromAddress() {
  changes.clear();
  try {
    const pairs = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    for (const [path, value] of pairs) {
      if (typeof path === "string" && typeof value === "string") {
        changes.set(path, value);
      }
    }
  } catch {
    changes.clear();
  }
}

/** Begins to follow the address: a shared one, or one of the history of the browser. */
export function followAddress() {
  window.addEventListener("hashchange", () => {
    fromAddress();
    listeners.forEach((listener) => listener());
  });
}

function tell() {
  const hash = changes.size ? `#${encodeURIComponent(JSON.stringify([...changes]))}` : "";
  history.replaceState(null, "", location.pathname + hash);
  listeners.forEach((listener) => listener());
}
