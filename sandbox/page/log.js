// The messages of a channel: drawn by the server, put in their places here.
import { el } from "./api.js";

const together = 7 * 60; // seconds within which messages of one author stand together

export class Log {
  // box is the element that scrolls; latest the button that leads to its end.
  constructor(box, latest) {
    Object.assign(this, { box, latest, opening: null, stuck: true });
    box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    box.addEventListener("load", () => this.settle(), true);
    new ResizeObserver(() => this.settle()).observe(box);
    latest.addEventListener("click", () => { this.toEnd(); box.focus(); });
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("click", (event) => reveal(event.target));
  }

  // fill shows a channel: what opens it, and its messages.
  fill(opening, messages) {
    this.box.ariaBusy = "true";
    this.opening = opening;
    this.box.replaceChildren(opening);
    for (const m of messages) this.box.append(parse(m.html));
    for (const node of this.messages()) this.arrange(node);
    this.box.ariaBusy = null;
    this.toEnd();
  }

  messages() { return [...this.box.querySelectorAll(":scope > .message")]; }

  get empty() { return !this.box.querySelector(":scope > .message"); }

  // draw puts a message where it stood, or at the end, or takes it away, and returns it. One that is wanted is shown.
  draw(id, html, wanted) {
    const old = document.getElementById(`m${id}`);
    if (!html) return this.remove(old);
    const node = parse(html);
    this.hold(() => {
      if (old) this.replace(old, node); else this.box.append(node);
      this.arrange(node);
      this.arrange(next(node));
    });
    if (wanted && (!old || node.offsetHeight > this.box.clientHeight)) this.show(node);
    else if (!old) this.latest.hidden = this.stuck;
    return node;
  }

  remove(node) {
    if (!node) return null;
    const after = next(node);
    const focused = node.contains(document.activeElement);
    this.hold(() => {
      dividerOf(node)?.remove();
      node.remove();
      this.arrange(after);
    });
    if (focused) (after ?? this.box).focus();
    return null;
  }

  // replace keeps what was opened in a message, and the focus.
  replace(old, node) {
    const focused = old.contains(document.activeElement) ? document.activeElement : null;
    const open = [...old.querySelectorAll("details.veil")].map((d) => d.open);
    const shown = [...old.querySelectorAll(".spoiler")].map((s) => s.classList.contains("shown"));
    old.replaceWith(node);
    node.querySelectorAll("details.veil").forEach((d, i) => { d.open = open[i] ?? false; });
    node.querySelectorAll(".spoiler").forEach((s, i) => { if (shown[i]) show(s); });
    if (focused) sameControl(node, focused).focus({ preventScroll: true });
  }

  // append adds a message that only this page knows.
  append(node) {
    this.hold(() => { this.box.append(node); this.arrange(node); });
    this.show(node);
  }

  // arrange gives a message its day and stands it together with the one before.
  arrange(node) {
    if (!node) return;
    const before = previous(node);
    const { day, author, at } = node.dataset;
    dividerOf(node)?.remove();
    if (day && before?.dataset.day !== day) {
      node.before(el("div", { className: "day", role: "separator", ariaLabel: node.dataset.dayText },
        el("span", {}, node.dataset.dayText)));
    }
    node.classList.toggle("joined", Boolean(before && author && before.dataset.author === author
      && before.dataset.day === day && at - before.dataset.at < together
      && !node.querySelector(":scope > .above") && !node.matches(".private") && !before.matches(".private")));
  }

  // hold changes something and keeps what the reader looks at in its place, or the end in view.
  hold(change) {
    const { box } = this;
    const stuck = this.stuck;
    const top = box.getBoundingClientRect().top;
    const anchor = stuck ? null : [...box.children].find((n) => n.getBoundingClientRect().bottom > top);
    const was = anchor?.getBoundingClientRect().top;
    change();
    if (stuck) return this.toEnd();
    const now = anchor?.isConnected ? anchor : document.getElementById(anchor?.id);
    if (now) box.scrollTop += now.getBoundingClientRect().top - was;
  }

  // show scrolls to a message, to its beginning if it is longer than the screen.
  show(node) {
    node.scrollIntoView({ block: node.offsetHeight > this.box.clientHeight ? "start" : "end" });
    if (node.offsetHeight <= this.box.clientHeight && !next(node)) this.toEnd();
    this.scrolled();
  }

  // jump goes to a message and marks it for a moment.
  jump(id) {
    const node = document.getElementById(`m${id}`) ?? this.box.querySelector(`:scope > [data-id="${CSS.escape(id)}"]`);
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.focus({ preventScroll: true });
    node.classList.remove("found");
    void node.offsetWidth; // begins the animation anew
    node.classList.add("found");
    return true;
  }

  toEnd() {
    this.box.scrollTop = this.box.scrollHeight;
    this.stuck = true;
    this.latest.hidden = true;
  }

  // settle keeps the end in view when the box or a picture in it has changed its size.
  settle() {
    this.height = this.box.clientHeight;
    if (this.stuck) this.toEnd();
  }

  scrolled() {
    const { box } = this;
    if (box.clientHeight !== this.height) return; // it has just changed its size, and will settle
    this.stuck = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    if (this.stuck) this.latest.hidden = true;
  }

  // key moves from message to message with the arrows.
  key(event) {
    const at = document.activeElement.closest?.(".message");
    if (document.activeElement !== this.box && document.activeElement !== at) return reveal(event.target, event);
    const all = this.messages();
    const i = all.indexOf(at);
    const to = { ArrowUp: i < 0 ? all.length - 1 : i - 1, ArrowDown: i < 0 ? all.length - 1 : i + 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined || !all[to]) return;
    event.preventDefault();
    all[to].focus({ preventScroll: true });
    all[to].scrollIntoView({ block: "nearest" });
  }
}

// parse reads a message that the server drew; it escapes what people and bots write.
export function parse(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const node = holder.content.firstElementChild;
  for (const box of node.querySelectorAll("[data-accent]")) {
    box.style.setProperty("--bar", `#${Number(box.dataset.accent).toString(16).padStart(6, "0")}`);
  }
  return node;
}

// reveal shows a spoiler, by mouse or by key.
function reveal(target, event) {
  if (event && event.key !== "Enter" && event.key !== " ") return;
  const spoiler = target.closest(".spoiler:not(.shown)");
  if (!spoiler) return;
  event?.preventDefault();
  show(spoiler);
}

function show(spoiler) {
  spoiler.classList.add("shown");
  for (const name of ["role", "aria-label"]) spoiler.removeAttribute(name);
}

const sibling = (node, to) => {
  for (let n = node[to]; n; n = n[to]) if (n.matches(".message")) return n;
  return null;
};
const previous = (node) => sibling(node, "previousElementSibling");
const next = (node) => sibling(node, "nextElementSibling");
const dividerOf = (node) => node.previousElementSibling?.matches(".day") ? node.previousElementSibling : null;

// sameControl finds, in a message drawn anew, the control that had the focus, or one that says the same; or its menu.
function sameControl(node, control) {
  const same = ["click", "select", "react", "menu", "open"].filter((key) => key in control.dataset)
    .map((key) => [...node.querySelectorAll(`[data-${key}]`)].find((c) => c.dataset[key] === control.dataset[key]))
    .find(Boolean);
  const said = control.textContent;
  const alike = () => [...node.querySelectorAll("button:enabled")].find((c) => said && c.textContent === said);
  return same ?? alike() ?? (control.matches(".message") ? node : node.querySelector("[data-menu]") ?? node);
}
