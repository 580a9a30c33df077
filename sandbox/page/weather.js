// What goes wrong on demand, and how the bot takes it.
import { act, el } from "./api.js";
import { closeCodes, closeName, isHeartbeat, op } from "./gateway.js";

const faults = [
  ["429", "429 Too Many Requests"], ["500", "500 Internal Server Error"], ["503", "503 Service Unavailable"],
  ["slow", "Slow: two seconds late"], ["half", "Half an answer, then cut"], ["lost", "Done, but the answer is lost"],
];

const longestStory = 60; // lines

// What became of a call that was made to fail; of others the status says it.
const became = { slow: "was answered late", half: "was answered by half", lost: "was done, but the answer was lost",
  cut: "was cut off before it was done" };

export class Weather {
  constructor(feed) {
    this.facts = el("dl", { className: "facts" });
    Object.assign(this, { feed, title: "Weather", tools: [this.facts], timer: 0, ends: 0 });
    this.failure = el("p", { className: "fault", role: "alert" });
    this.story = el("div", { className: "story", role: "log", ariaLabel: "What happened, newest first", tabIndex: 0 });
    this.node = el("div", { className: "body weather" },
      this.atOnce(), this.lasting(), el("section", {}, el("h3", {}, "What happened"), this.failure, this.story));
  }

  // lasting is what goes wrong until it is turned off.
  lasting() {
    this.switches = {
      rate_limits: toggle("Rate limits", "Calls beyond Discord's limits get 429 and must wait."),
      silent_heartbeats: toggle("Silent heartbeats", "Heartbeats get no answer: the bot should connect anew."),
      duplicate_events: toggle("Events twice", "Every event comes twice: the bot should act on it once."),
    };
    this.fault = choice("Every call", [["", "is answered"], ...faults], "What becomes of each REST call of the bot.");
    const set = () => this.post({ do: "set", ...this.set() });
    [...Object.values(this.switches), this.fault].forEach((c) => c.control.addEventListener("change", set));
    const fair = button("Fair weather", () => this.post({ do: "set" }));
    return el("section", {}, el("h3", {}, "What lasts"), ...Object.values(this.switches).map((s) => s.node),
      this.fault.node, deed(fair, [], "Turns all of these off."));
  }

  set() {
    const on = Object.entries(this.switches).map(([name, s]) => [name, s.control.checked]);
    return { ...Object.fromEntries(on), fault: this.fault.control.value };
  }

  // atOnce is what happens when a button is pressed.
  atOnce() {
    const does = (label, body) => button(label, () => this.post(body()));
    const code = select("Close code", closeCodes.map(([c, name]) => [c, `${c} ${name}`]));
    const seconds = number("Seconds of outage", 10, 300);
    const calls = number("Number of calls", 3, 100);
    const fault = select("How they fail", faults);
    return el("section", {}, el("h3", {}, "What happens at once"),
      deed(does("Drop the connection", () => ({ do: "drop", code: Number(code.value) })), [code],
        "Ends the gateway connection. After most codes the bot should resume."),
      deed(does("Ask to reconnect", () => ({ do: "reconnect" })), [],
        "Opcode 7, as before each of Discord's updates: the bot should resume on a new connection."),
      deed(does("Invalidate, may resume", () => ({ do: "invalid", resumable: true })), [],
        "Opcode 9 with true: the bot should wait a little and resume."),
      deed(does("Invalidate, is gone", () => ({ do: "invalid", resumable: false })), [],
        "Opcode 9 with false: the session is forgotten, the bot should identify anew."),
      deed(does("Gateway outage", () => ({ do: "outage", seconds: seconds.valueAsNumber || 0 })), [seconds, "seconds"],
        "Drops the connection and refuses new ones meanwhile."),
      deed(does("Fail the next calls", () => ({ do: "fail", calls: calls.valueAsNumber || 0, fault: fault.value })),
        [calls, fault], "The bot should try again where that is safe, and say so where it is not."));
  }

  async post(body) {
    this.failure.textContent = "";
    try {
      await act("weather", body);
    } catch (error) {
      this.failure.textContent = `That was refused: ${error.message}.`;
    }
    if (this.feed.weather) this.draw(this.feed.weather);
  }

  begin() {
    this.story.replaceChildren();
    this.tell(this.feed.entries);
    if (this.feed.weather) this.draw(this.feed.weather);
  }

  end() { clearInterval(this.timer); }

  hear({ entries, weather, alive }) {
    if (alive === false) this.failure.textContent = "The sandbox does not answer.";
    if (alive === true) this.failure.textContent = "";
    if (weather) this.draw(weather);
    this.tell(entries);
  }

  draw(w) {
    for (const [name, s] of Object.entries(this.switches)) s.control.checked = w[name];
    this.fault.control.value = w.fault;
    this.ends = Date.now() + w.outage;
    clearInterval(this.timer);
    if (w.outage > 0) this.timer = setInterval(() => this.state(w), 1000);
    this.state(w);
  }

  state(w) {
    const left = Math.ceil((this.ends - Date.now()) / 1000);
    if (left <= 0) clearInterval(this.timer);
    const facts = [["Connected", w.connected > 0 ? "● yes" : "○ no"], ["Sessions", w.sessions],
      ["Identified", times(w.identifies)], ["Resumed", times(w.resumes)]];
    if (w.failing > 0) facts.push(["Calls still to fail", w.failing]);
    if (left > 0) facts.push(["Outage", `${left} s left`]);
    const fact = ([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, String(value)));
    this.facts.replaceChildren(...facts.map(fact));
  }

  tell(entries) {
    const lines = entries.map((e) => [e, sentence(e, this.feed.weather)]).filter(([, said]) => said);
    this.story.prepend(...lines.map(([e, said]) => el("p", {}, el("time", { dateTime: e.time },
      new Date(e.time).toTimeString().slice(0, 8)), ` ${said}`)).reverse());
    while (this.story.childElementCount > longestStory) this.story.lastChild.remove();
  }
}

const times = (n) => n === 1 ? "once" : `${n} times`;

// sentence says what an entry means for the bot's recovery, "" if nothing.
function sentence({ rest, frame }, weather) {
  if (rest) {
    const call = `${rest.method} ${rest.path}`;
    if (rest.fault in became) return `✕ ${call} ${became[rest.fault]}.`;
    return rest.status === 429 || rest.status >= 500 ? `✕ ${call} was answered with ${rest.status}.` : "";
  }
  if (frame.close) {
    const who = frame.from_bot ? "The bot" : "✕ The sandbox";
    return `${who} closed the connection: ${frame.close}, ${closeName(frame.close)}.`;
  }
  const silent = weather?.silent_heartbeats && frame.from_bot && isHeartbeat(frame);
  if (silent) return "A heartbeat of the bot stayed without answer.";
  switch (frame.op) {
    case op.reconnect: return "The bot was asked to reconnect.";
    case op.invalid: return `The bot was told that its session is invalid${frame.data ? ", but may be resumed" : ""}.`;
    case op.identify: return "The bot identifies.";
    case op.resume: return "The bot asks to resume.";
  }
  const good = { READY: "✓ Ready, with a new session.", RESUMED: "✓ Resumed: it has been sent what it missed." };
  return good[frame.type] ?? "";
}

let count = 0;

function described(control, about) {
  const id = `weather${++count}`;
  control.setAttribute("aria-describedby", id);
  return el("p", { className: "faint", id }, about);
}

function toggle(label, about) {
  const control = el("input", { type: "checkbox", role: "switch" });
  const named = el("label", { className: "switch" }, control, ` ${label}`);
  return { control, node: el("div", { className: "deed" }, named, described(control, about)) };
}

function choice(label, options, about) {
  const control = select(label, options);
  const named = el("label", {}, `${label} `, control);
  return { control, node: el("div", { className: "deed" }, named, described(control, about)) };
}

function deed(button, controls, about) {
  const line = el("div", { className: "line" }, button, ...controls);
  return el("div", { className: "deed" }, line, described(button, about));
}

const button = (label, onclick) => el("button", { type: "button", className: "button", onclick }, label);

const select = (label, options) => el("select", { ariaLabel: label },
  ...options.map(([value, name]) => el("option", { value }, name)));

const number = (label, value, max) => el("input", { type: "number", ariaLabel: label, value, min: 1, max });
