// A menu that opens at a button (the menu button pattern of WAI-ARIA).
import { el, icon } from "./api.js";

let open = null;

// openMenu shows a menu at a button. parts are groups {heading, row, items: [{label, icon, danger, checked, choose}]};
// again() finds the button if it has been drawn anew.
export function openMenu(button, label, parts, again = () => button) {
  open?.close();
  const node = el("div", { className: "menu", role: "menu", ariaLabel: label, popover: "auto" },
    ...parts.filter((p) => p.items.length > 0).map(group));
  (button.closest("main, aside") ?? document.body).append(node);
  const items = [...node.querySelectorAll("[role^=menuitem]")];
  const close = () => { if (node.isConnected) { node.hidePopover(); node.remove(); } };
  open = { node, close };
  node.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const inside = node.contains(document.activeElement) || document.activeElement === document.body;
    button.setAttribute("aria-expanded", "false");
    node.remove();
    if (inside) again()?.focus({ preventScroll: true });
  });
  node.addEventListener("keydown", (event) => key(event, items, close));
  button.setAttribute("aria-expanded", "true");
  node.showPopover();
  place(node, button.getBoundingClientRect());
  (items.find((i) => i.ariaChecked === "true") ?? items[0])?.focus({ preventScroll: true });

  function group({ heading, row, items: list }) {
    return el("div", { className: row ? "menu-row" : "menu-group", role: "group", ariaLabel: heading ?? "" },
      ...(heading && !row ? [el("p", { className: "menu-heading", ariaHidden: "true" }, heading)] : []),
      ...list.map((item) => line(item, row)));
  }

  function line({ label: name, icon: sign, danger, checked, about, choose }, row) {
    const b = el("button", { type: "button", role: "menuitem", tabIndex: -1, className: danger ? "danger" : "" },
      ...(sign ? [icon(sign)] : []), el("span", {}, name), ...(about ? [el("small", {}, about)] : []));
    if (row) b.ariaLabel = about;
    if (checked !== undefined) Object.assign(b, { role: "menuitemradio", ariaChecked: String(checked) });
    if (row) b.replaceChildren(name);
    b.addEventListener("click", () => {
      again()?.focus({ preventScroll: true });
      close();
      choose();
    });
    return b;
  }
}

function key(event, items, close) {
  const at = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const to = {
    ArrowDown: at === last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last,
    ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at <= 0 ? last : at - 1,
  }[event.key] ?? byLetter(event, items, at);
  if (event.key === "Tab") { event.preventDefault(); return close(); }
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[to].focus();
}

// byLetter finds the next item that begins with the letter pressed.
function byLetter(event, items, at) {
  if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.metaKey) return undefined;
  const after = [...items.keys()].map((i) => (at + 1 + i) % items.length);
  return after.find((i) => items[i].textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()));
}

// place puts a menu below a rectangle, or above it, and within the window.
function place(node, at) {
  const { offsetWidth: width, offsetHeight: height } = node;
  const margin = 8;
  const below = at.bottom + 4 + height < innerHeight - margin;
  const top = below ? at.bottom + 4 : Math.max(margin, at.top - 4 - height);
  const left = Math.max(margin, Math.min(at.right - width, innerWidth - width - margin));
  node.style.top = `${top}px`;
  node.style.left = `${left}px`;
}
