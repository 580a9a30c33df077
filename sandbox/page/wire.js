// What the bot and the sandbox said to each other: REST calls and gateway payloads, newest first.
import { el } from "./api.js";
import { most } from "./feed.js";
import { closeName, isHeartbeat, op, opName } from "./gateway.js";
import { jsonBlock } from "./json.js";

export class Wire {
  constructor(feed) {
    Object.assign(this, { feed, title: "On the wire", late: [] });
    this.filters = { rest: this.filter("REST", true), gateway: this.filter("Gateway", true),
      heartbeats: this.filter("Heartbeats", false), faults: this.filter("Only errors", false) };
    this.wanted = el("input", { type: "search", placeholder: "Filter by text", ariaLabel: "Filter by text" });
    this.wanted.addEventListener("input", () => this.sift());
    const button = (label, onclick) => el("button", { type: "button", className: "button", onclick }, label);
    this.pause = button("Pause", () => this.turn());
    this.pause.ariaPressed = "false";
    this.count = el("span", { className: "faint count" });
    this.tools = [el("div", { className: "tools" }, ...Object.values(this.filters).map((f) => f.parentNode),
      this.wanted, this.pause, button("Clear", () => this.clear()), this.count)];
    this.list = el("ol", { className: "entries", ariaLabel: "Calls and events, newest first" });
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("focusin", (event) => { if (event.target.matches("summary")) this.rove(event.target); });
    this.none = el("p", { className: "none faint" });
    this.node = el("div", { className: "body" }, this.none, this.list);
  }

  filter(label, on) {
    const box = el("input", { type: "checkbox", checked: on, onchange: () => this.sift() });
    el("label", {}, box, ` ${label}`);
    return box;
  }

  begin() {
    this.list.replaceChildren();
    this.late = [];
    this.draw(this.feed.entries);
  }

  end() { this.list.replaceChildren(); }

  hear({ entries, alive }) {
    if (alive !== undefined) this.none.dataset.alive = String(alive);
    if (!this.paused) return this.draw(entries);
    this.late = [...this.late, ...entries].slice(-most);
    this.tell();
  }

  get paused() { return this.pause.ariaPressed === "true"; }

  // turn pauses the list, or goes on with what has come meanwhile.
  turn() {
    this.pause.ariaPressed = String(!this.paused);
    if (!this.paused) this.draw(this.late.splice(0));
    this.tell();
  }

  clear() {
    this.feed.clear();
    this.late = [];
    this.list.replaceChildren();
    this.tell();
  }

  // draw puts entries above those that are there, and takes the oldest away.
  draw(entries) {
    const rows = entries.map((e) => row(e));
    rows.forEach((r) => { r.hidden = !this.passes(r.entry); });
    this.list.prepend(...rows.reverse());
    const old = [...this.list.children].slice(most);
    old.filter((r) => !r.contains(document.activeElement)).forEach((r) => r.remove());
    if (!this.list.querySelector("summary[tabindex='0']")) this.rove(this.shown()[0]);
    this.tell();
  }

  passes({ rest, frame, text }) {
    const { filters, wanted } = this;
    const kind = rest ? filters.rest.checked
      : isHeartbeat(frame) ? filters.heartbeats.checked : filters.gateway.checked;
    return kind && (!filters.faults.checked || isBad({ rest, frame }))
      && text.includes(wanted.value.trim().toLowerCase());
  }

  // sift shows the entries that pass the filters.
  sift() {
    for (const r of this.list.children) r.hidden = !this.passes(r.entry);
    this.rove(this.shown()[0]);
    this.tell();
  }

  tell() {
    const all = this.list.childElementCount, shown = this.shown().length;
    this.none.hidden = shown > 0;
    this.none.textContent = this.none.dataset.alive === "false" ? "The sandbox does not answer."
      : all === 0 ? "Nothing has gone over the wire yet." : "Nothing passes the filters.";
    this.count.textContent = (shown === all ? `${all}` : `${shown} of ${all}`)
      + (this.paused && this.late.length ? `, ${this.late.length} waiting` : "");
  }

  shown() { return [...this.list.querySelectorAll("li:not([hidden]) > details > summary")]; }

  // rove makes one line the list's stop for the Tab key; arrows go to the others.
  rove(summary) {
    this.list.querySelectorAll("summary[tabindex='0']").forEach((s) => { s.tabIndex = -1; });
    if (summary) summary.tabIndex = 0;
  }

  key(event) {
    if (!event.target.matches("summary")) return;
    const lines = this.shown(), at = lines.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    const unfold = { ArrowRight: true, ArrowLeft: false }[event.key];
    if (unfold !== undefined) event.target.parentNode.open = unfold;
    else if (to === undefined) return;
    else lines[to]?.focus();
    event.preventDefault();
  }
}

// isBad says whether an entry is one that went wrong.
const isBad = ({ rest, frame }) => rest ? rest.status >= 400 || rest.status === 0 || Boolean(rest.fault)
  : frame.close > 1001 && !frame.from_bot || !frame.close && frame.op === op.invalid;

function row(entry) {
  const summary = el("summary", { tabIndex: -1 }, el("time", { dateTime: entry.time }, clockTime(entry.time)),
    ...(entry.rest ? restLine(entry.rest) : frameLine(entry.frame)));
  const details = el("details", {}, summary);
  details.addEventListener("toggle", () => {
    if (!details.open || details.childElementCount > 1) return;
    details.append(...(entry.rest ? restBody(entry.rest) : frameBody(entry.frame)));
  });
  const node = el("li", { className: isBad(entry) ? "bad" : "" }, details);
  node.entry = entry;
  return node;
}

const clockTime = (time) => {
  const t = new Date(time);
  return `${t.toTimeString().slice(0, 8)}.${String(t.getMilliseconds()).padStart(3, "0")}`;
};

const way = (fromBot) => el("span", { className: "way" }, fromBot ? "↑" : "↓",
  el("span", { className: "hidden" }, fromBot ? " from the bot" : " to the bot"));

function restLine(rest) {
  const path = decodeURIComponent(rest.path) + (rest.query ? `?${rest.query}` : "");
  const bad = rest.status >= 400 || rest.status === 0;
  const status = rest.status === 0 ? "✕ cut" : `${bad ? "✕ " : ""}${rest.status}`;
  const told = ["status", "rate limit", "cut"]; // faults that the status tells
  const fault = rest.fault && !told.includes(rest.fault) ? [el("span", { className: "fault" }, rest.fault)] : [];
  return [el("span", { className: "kind rest" }, "REST"), way(true),
    el("span", { className: "what" }, el("b", {}, rest.method), " ", path), ...fault,
    el("span", { className: "status" }, status)];
}

function frameLine(frame) {
  const kind = [el("span", { className: "kind gateway" }, "GW"), way(frame.from_bot)];
  if (frame.close) {
    return [...kind, el("span", { className: "what" }, el("b", {}, "Closed"), ` ${closeName(frame.close)}`),
      el("span", { className: "status" }, `${isBad({ frame }) ? "✕ " : ""}${frame.close}`)];
  }
  const name = frame.op === op.dispatch ? frame.type : opName(frame.op);
  return [...kind, el("span", { className: "what" }, el("b", {}, name)),
    el("span", { className: "status faint" }, frame.op === op.dispatch ? `s ${frame.seq}` : `op ${frame.op}`)];
}

function restBody(rest) {
  const none = (title) => el("p", { className: "faint" }, `${title}: no body.`);
  const block = (title, body) => body === null ? none(title) : jsonBlock(title, body);
  return [block("Request", rest.request), block(rest.status ? `Response ${rest.status}` : "Response", rest.response)];
}

function frameBody(frame) {
  const who = frame.from_bot ? "bot" : "sandbox";
  if (frame.close) return [el("p", { className: "faint" }, `The ${who} ended the connection.`)];
  const payload = { op: frame.op, d: frame.data };
  if (frame.op === op.dispatch) Object.assign(payload, { s: frame.seq, t: frame.type });
  return [jsonBlock(`Payload ${frame.from_bot ? "from" : "to"} the bot`, payload)];
}
