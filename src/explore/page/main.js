// The page: loads the scenario, follows the changes, runs them and shows what comes.

import * as answers from "./answer.js";
import { byId } from "./dom.js";
import * as figures from "./figures.js";
import * as inputs from "./inputs.js";
import * as save from "./save.js";
import { getJson, getText, post, run } from "./server.js";
import * as state from "./state.js";
import { askTrial, openTrialAt, setAnswer, why } from "./trial.js";

/** Time that changes are gathered before a run begins, milliseconds. */
const GATHERED = 40;

let total = 1;
let waiting = null;
let tellFirst = null;
const first = new Promise((resolve) => {
  tellFirst = resolve;
});

function changed() {
  byId("reset").disabled = state.size() === 0;
  byId("export").disabled = state.size() === 0;
  inputs.show([], new Map());
  clearTimeout(waiting);
  waiting = setTimeout(start, GATHERED);
}

function status(text, share) {
  byId("status").textContent = text;
  if (share !== undefined) {
    byId("progress").value = share;
  }
}

function start() {
  status("Running", 0);
  document.body.dataset.state = "running";
  run(state.all(), (name, data) => {
    if (name === "accepted") {
      save.setAccepted(data);
      inputs.show(data.problems, new Map((data.inputs ?? []).map((input) => [input.path, input])));
    } else if (name === "refused") {
      inputs.show(data, new Map());
      status("The changed scenario cannot run; the answer is that of before.");
      document.body.dataset.state = "refused";
    } else if (name === "answer") {
      show(data);
    } else if (name === "done") {
      status(`${total.toLocaleString("en")} trials`, 1);
      document.body.dataset.state = "done";
    } else {
      status(data);
      document.body.dataset.state = "failed";
    }
  });
}

function show(answer) {
  tellFirst();
  setAnswer(answer.id);
  answers.show(answer, why);
  figures.show(answer);
  status(`${answer.trials.toLocaleString("en")} of ${total.toLocaleString("en")} trials`, answer.trials / total);
  document.body.dataset.trials = String(answer.trials);
  document.body.dataset.answer = String(answer.id);
}

async function load() {
  history.replaceState(null, "", location.pathname + location.hash);
  const scenario = await getJson("/api/scenario");
  total = scenario.trials;
  document.title = `${scenario.title} · adit explore`;
  byId("title").textContent = scenario.title;
  byId("about").textContent = `${scenario.file} · ${scenario.start} to ${scenario.end} · ${total.toLocaleString("en")} trials · seed ${scenario.seed} · adit ${scenario.version}`;
  inputs.build(scenario);
  state.fromAddress();
  state.followAddress();
  state.onChange(changed);
  changed();
  await first;
  inputs.showEffects(await getJson("/api/effects"), scenario);
}

const address = (answer, which, name, kind) => `/api/answers/${answer.id}/${which}/${encodeURIComponent(name)}.${kind}`;
figures.from({
  svg: (answer, which, name) => getText(address(answer, which, name, "svg")),
  png: (answer, name) => address(answer, "figures", name, "png"),
  openTrial: openTrialAt,
});
byId("reset").addEventListener("click", state.reset);
byId("export").addEventListener("click", save.open);
byId("trial-button").addEventListener("click", askTrial);
byId("dialog-close").addEventListener("click", () => byId("dialog").close());
byId("close").addEventListener("click", async () => {
  await post("/api/close", {});
  status("Closed. Start adit explore again to go on.");
  document.body.dataset.state = "closed";
});
load().catch((error) => status(error.message));
