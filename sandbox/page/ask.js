// A small dialog of the page's own: a question, perhaps with fields to fill in.
import { el } from "./api.js";

const dialog = document.getElementById("ask");

// remember returns a function that finds a control again, even if its message has been drawn anew.
export function remember(control) {
  const message = control.closest(".message")?.id;
  const key = ["click", "select", "menu"].find((k) => k in control.dataset);
  const again = () => message && key && [...document.querySelectorAll(`#${message} [data-${key}]`)]
    .find((c) => c.dataset[key] === control.dataset[key]);
  return () => control.isConnected ? control : again() || document.getElementById("text");
}

// ask shows it and returns the values by name, or null if it was cancelled. fields are {name, label, long, max}.
export function ask({ title, text, fields = [], button, danger }) {
  return new Promise((answered) => {
    const back = remember(document.activeElement);
    let values = null;
    const form = el("form", { method: "dialog" },
      el("h2", { id: "ask-title" }, title), ...(text ? [el("p", {}, text)] : []),
      ...fields.map((f) => el("label", { className: "field" }, el("span", {}, f.label),
        el(f.long ? "textarea" : "input", { name: f.name, required: true, maxLength: f.max, value: f.value ?? "" }))),
      el("p", { className: "row end" },
        el("button", { type: "button", className: "button style2", onclick: () => dialog.close() }, "Cancel"),
        el("button", { className: `button style${danger ? 4 : 1}` }, button)));
    form.addEventListener("submit", () => { values = Object.fromEntries(new FormData(form)); });
    dialog.replaceChildren(form);
    dialog.onclose = () => { back().focus(); dialog.replaceChildren(); answered(values); };
    dialog.showModal();
    (form.querySelector("input, textarea") ?? form.querySelector(".row button:last-child")).focus();
  });
}
