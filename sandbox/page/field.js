// A control with its label, its description and, below it, what is wrong with its value.
import { el } from "./api.js";

let count = 0;

// field makes one: {node, control, fault(text)}; control is an input, or a fieldset of several.
export function field(control, { label, required, description, extra = [] }) {
  const id = `field${++count}`;
  control.id = id;
  const name = [label, ...(required ? [el("span", { className: "required" }, " (required)")] : [])];
  const about = el("span", { className: "about", id: `${id}-about` }, description ?? "");
  const fault = el("span", { className: "fault", id: `${id}-fault`, hidden: true });
  control.setAttribute("aria-describedby", `${about.id} ${fault.id}`);
  if (control instanceof HTMLFieldSetElement) {
    control.prepend(el("legend", {}, ...name), about);
    control.append(fault);
    return { node: control, control, fault: (text) => say(fault, control, text) };
  }
  const node = el("div", { className: "field" },
    el("label", { htmlFor: id }, ...name), ...extra, about, control, fault);
  control.addEventListener("input", () => say(fault, control, ""));
  return { node, control, fault: (text) => say(fault, control, text) };
}

function say(fault, control, text) {
  fault.textContent = text;
  fault.hidden = text === "";
  control.setAttribute("aria-invalid", String(text !== ""));
}

// lengthFault says what is wrong with the length of a text, "" if nothing. Discord counts characters, not UTF-16.
export function lengthFault(text, { required, min_length: min, max_length: max }) {
  const n = [...text].length;
  if (n === 0) return required ? "This field is required." : "";
  if (min && n < min) return `Must be ${min} or more characters: this is ${n}.`;
  if (max && n > max) return `Must be ${max} or fewer characters: this is ${n}.`;
  return "";
}
