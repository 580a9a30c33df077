// A list of suggestions for a text field (the combobox pattern of WAI-ARIA, with a list that completes a text).
import { el } from "./api.js";

let count = 0;

const holder = document.getElementById("pickers");
const spoken = el("p", { className: "hidden", role: "status" });
holder.append(spoken);

export class Picker {
  // find(text before the caret) returns suggestions {name, args, about, ...}, perhaps later, or null for no list;
  // pick(suggestion) takes one. eager: the first is selected at once; none: what an empty list says.
  constructor(field, label, find, pick, { eager = false, none = "" } = {}) {
    Object.assign(this, { field, find, pick, eager, none, items: [], at: -1, asked: 0, busy: false });
    this.always = field instanceof HTMLInputElement; // a field of several lines may not be a combobox
    if (this.always) field.role = "combobox";
    this.list = el("ul",
      { className: "picker", id: `picker${++count}`, hidden: true, role: "listbox", ariaLabel: label });
    holder.append(this.list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.list.id);
    this.expanded(false);
    field.addEventListener("input", () => this.refresh());
    field.addEventListener("focus", () => { if (!this.open) this.refresh(); });
    field.addEventListener("blur", () => this.hide());
    field.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("[data-at]");
      if (line && !this.busy) this.take(Number(line.dataset.at));
    });
  }

  // refresh asks for suggestions. Until they are there, those of the earlier text cannot be taken.
  async refresh() {
    const turn = ++this.asked;
    const found = this.find(this.field.value.slice(0, this.field.selectionStart));
    if (found instanceof Promise) this.wait();
    const items = await Promise.resolve(found).catch(() => "Loading options failed");
    if (turn !== this.asked || document.activeElement !== this.field) return;
    if (typeof items === "string") return this.tell(items);
    const key = (list) => list.map((i) => `${i.name} ${i.about}`).join("\n");
    if (items && this.open && !this.busy && key(items) === key(this.items)) this.items = items;
    else this.show(items);
  }

  wait() {
    if (!this.open) return this.tell("Loading options…");
    this.busy = true;
    this.list.ariaBusy = "true";
    this.mark(-1);
  }

  // tell shows a line that cannot be taken.
  tell(line) {
    this.show(null);
    this.list.replaceChildren(el("li", { role: "option", ariaDisabled: "true", className: "status" }, line));
    this.list.hidden = false;
    this.expanded(true);
    spoken.textContent = line;
  }

  show(items) {
    this.mark(-1);
    this.items = items ?? [];
    this.busy = false;
    this.list.ariaBusy = "false";
    if (items?.length === 0 && this.none) return this.tell(this.none);
    this.list.replaceChildren(...this.items.map((item, i) => this.line(item, i)));
    this.list.hidden = this.items.length === 0;
    this.list.scrollTop = 0;
    this.expanded(!this.list.hidden);
    spoken.textContent = this.items.length ? `${this.items.length} suggestions` : "";
    if (this.eager && this.items.length) this.mark(0);
  }

  line({ name, args, about }, i) {
    const line = el("li", { role: "option", id: `${this.list.id}-${i}`, ariaSelected: "false", dataset: { at: i } },
      el("span", { className: "name" }, name));
    if (args) line.append(" ", el("span", { className: "args" }, args));
    if (about) line.append(" ", el("span", { className: "about" }, about));
    return line;
  }

  expanded(open) { if (this.always) this.field.ariaExpanded = String(open); }

  hide() {
    this.asked++;
    this.show(null);
  }

  get open() { return !this.list.hidden; }

  // mark selects a line, or none.
  mark(at) {
    const lines = this.list.children;
    lines[this.at]?.setAttribute("aria-selected", "false");
    this.at = at;
    if (at < 0) return this.field.removeAttribute("aria-activedescendant");
    lines[at].setAttribute("aria-selected", "true");
    lines[at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", lines[at].id);
  }

  // move selects the next line or the one before, around the ends.
  move(by) {
    const n = this.items.length;
    if (n > 0 && !this.busy) this.mark(this.at < 0 ? (by > 0 ? 0 : n - 1) : (this.at + by + n) % n);
  }

  take(at) {
    const item = this.items[at];
    this.hide();
    this.pick(item);
  }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (!this.open) {
      if (event.key !== "ArrowDown" || !this.always) return;
      event.preventDefault();
      return this.refresh();
    }
    const take = this.at >= 0 && !event.shiftKey ? () => this.take(this.at) : null;
    const does = {
      ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1), Escape: () => this.hide(), Enter: take, Tab: take,
    }[event.key];
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) this.hide(); // the caret leaves the word
    if (!does) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    does();
  }

  remove() {
    this.asked++;
    this.list.remove();
  }
}
