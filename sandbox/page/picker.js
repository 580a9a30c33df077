// A list of suggestions for a text field (the combobox pattern of WAI-ARIA).
import { el } from "./api.js";

let count = 0;

export class Picker {
  // find(text) returns suggestions {name, about, ...}, perhaps later; pick(suggestion) takes one.
  constructor(field, label, find, pick) {
    Object.assign(this, { field, find, pick, items: [], at: -1, asked: 0 });
    const id = `picker${++count}`;
    this.list = el("ul", { className: "picker", id, hidden: true, role: "listbox", ariaLabel: label });
    document.getElementById("pickers").append(this.list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", id);
    field.setAttribute("aria-expanded", "false");
    field.addEventListener("input", () => this.refresh());
    field.addEventListener("focus", () => { if (!this.open) this.refresh(); });
    field.addEventListener("blur", () => this.hide());
    field.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const line = event.target.closest("[role=option]");
      if (line) this.take(Number(line.dataset.at));
    });
  }

  async refresh() {
    const turn = ++this.asked;
    const items = await this.find(this.field.value);
    if (turn !== this.asked || document.activeElement !== this.field) return;
    const same = this.open && items.map((i) => i.name).join("\n") === this.items.map((i) => i.name).join("\n");
    if (!same) this.show(items); // what is selected stays selected
  }

  show(items) {
    this.items = items;
    this.at = -1;
    this.list.replaceChildren(...items.map((item, i) => el("li",
      { role: "option", id: `${this.list.id}-${i}`, ariaSelected: "false", dataset: { at: i } },
      item.name, ...(item.about ? [el("span", { className: "faint" }, item.about)] : []))));
    this.list.hidden = items.length === 0;
    this.field.setAttribute("aria-expanded", String(items.length > 0));
    this.field.removeAttribute("aria-activedescendant");
  }

  hide() {
    this.asked++;
    this.show([]);
  }

  get open() { return !this.list.hidden; }

  select(at) {
    const lines = this.list.children;
    lines[this.at]?.setAttribute("aria-selected", "false");
    this.at = (at + lines.length) % lines.length;
    lines[this.at].setAttribute("aria-selected", "true");
    lines[this.at].scrollIntoView({ block: "nearest" });
    this.field.setAttribute("aria-activedescendant", lines[this.at].id);
  }

  take(at) {
    const item = this.items[at];
    this.hide();
    this.pick(item);
  }

  key(event) {
    if (!this.open || event.isComposing) return;
    const keys = {
      ArrowDown: () => this.select(this.at + 1),
      ArrowUp: () => this.select(this.at < 0 ? -1 : this.at - 1),
      Enter: () => this.at >= 0 && this.take(this.at),
      Tab: () => this.at >= 0 && this.take(this.at),
      Escape: () => this.hide(),
    };
    if (!keys[event.key] || ((event.key === "Enter" || event.key === "Tab") && this.at < 0)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  }

  remove() { this.list.remove(); }
}
