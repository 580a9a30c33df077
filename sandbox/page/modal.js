// A form that the bot opens.
import { el } from "./api.js";
import { remember } from "./ask.js";
import { field, lengthFault } from "./field.js";

const dialog = document.getElementById("modal");

// openModal shows a form. submit(values by custom id, each a list) sends it; the form stays open while that fails.
export function openModal(modal, submit) {
  const opener = remember(document.activeElement);
  const parts = modal.parts.map(part);
  const failure = el("p", { className: "fault", role: "alert" });
  const send = el("button", { className: "button style1" }, "Submit");
  const form = el("form", { noValidate: true },
    el("h2", { id: "modal-title" }, modal.title),
    el("p", { className: "faint" }, `This form goes to ${modal.app}.`),
    ...parts.map((p) => p.node), failure,
    el("p", { className: "row" }, send,
      el("button", { className: "button", type: "button", onclick: () => dialog.close() }, "Cancel")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (send.ariaBusy === "true" || !check(parts)) return;
    failure.textContent = "";
    send.ariaBusy = "true";
    try {
      await submit(Object.fromEntries(parts.filter((p) => p.id).map((p) => [p.id, p.values()])));
      if (form.isConnected) dialog.close(); // unless the answer was another form
    } catch {
      failure.textContent = "Something went wrong. Try again.";
    } finally {
      send.ariaBusy = null;
    }
  });
  dialog.replaceChildren(form);
  dialog.onclose = () => opener().focus();
  if (!dialog.open) dialog.showModal();
  form.querySelector("input, textarea, select")?.focus();
}

// check shows what is wrong in each part and goes to the first; it says whether all is well.
function check(parts) {
  let first;
  for (const p of parts.filter((p) => p.id)) {
    const wrong = p.wrong();
    p.fault(wrong);
    if (wrong) first ??= p;
  }
  first?.focus();
  return !first;
}

function part(p) {
  switch (p.kind) {
    case "text": return textPart(p);
    case "input": return inputPart(p);
  }
  return p.max_values > 1 ? boxesPart(p) : selectPart(p);
}

function textPart(p) {
  const node = el("div", { className: "text" });
  node.innerHTML = p.html; // drawn by the server, which escapes what the bot writes
  return { node };
}

function inputPart(p) {
  const control = el(p.paragraph ? "textarea" : "input", {
    name: p.custom_id, value: p.value, placeholder: p.placeholder, required: p.required,
  });
  if (p.paragraph) control.rows = 4;
  const counter = el("span", { className: "counter", ariaHidden: "true" });
  const count = () => { counter.textContent = p.max_length ? `${[...control.value].length}/${p.max_length}` : ""; };
  control.addEventListener("input", count);
  count();
  const f = field(control, { ...p, extra: [counter] });
  return { ...f, id: p.custom_id, values: () => [control.value], wrong: () => lengthFault(control.value, p),
    focus: () => control.focus() };
}

function selectPart(p) {
  const control = el("select", { name: p.custom_id, required: p.required },
    el("option", { value: "" }, p.placeholder || "Make a selection"), ...p.options.map((o) => el("option",
      { value: o.value, selected: o.default }, o.description ? `${o.label} – ${o.description}` : o.label)));
  const f = field(control, p);
  return { ...f, id: p.custom_id, values: () => control.selectedIndex > 0 ? [control.value] : [],
    wrong: () => p.required && control.selectedIndex < 1 ? "Choose one." : "", focus: () => control.focus() };
}

// boxesPart is a select menu of several values: boxes to tick.
function boxesPart(p) {
  const boxes = p.options.map((o) => el("input", { type: "checkbox", value: o.value, checked: o.default }));
  const line = (o, i) => el("label", {}, boxes[i], ` ${o.label}`,
    ...(o.description ? [el("span", { className: "faint" }, ` ${o.description}`)] : []));
  const control = el("fieldset", { className: "boxes" }, ...p.options.map(line));
  const f = field(control, p);
  const values = () => boxes.filter((b) => b.checked).map((b) => b.value);
  return { ...f, id: p.custom_id, values, wrong: () => numberFault(values().length, p),
    focus: () => boxes[0]?.focus() };
}

// numberFault says what is wrong with how many values are chosen.
function numberFault(n, { required, min_values: min, max_values: max }) {
  if (n === 0 && !required) return "";
  if (n < min || n === 0) return `Choose ${Math.max(min, 1)} or more.`;
  return n > max ? `Choose ${max} or fewer.` : "";
}
