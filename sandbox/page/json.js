// JSON as one reads it.
import { el } from "./api.js";

const tokens = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

// pretty draws a value as indented JSON.
export function pretty(value) {
  const source = JSON.stringify(value, null, 2);
  const out = el("code");
  let from = 0;
  for (const found of source.matchAll(tokens)) {
    const [all, text, colon] = found;
    const kind = colon ? "key" : text ? "string" : "literal";
    out.append(source.slice(from, found.index), el("span", { className: kind }, text ?? all), colon ?? "");
    from = found.index + all.length;
  }
  out.append(source.slice(from));
  return out;
}

// jsonBlock is a titled value with a button that copies it.
export function jsonBlock(title, value) {
  const copy = el("button", { type: "button", className: "button", onclick: () => copied(copy, value) }, "Copy");
  copy.setAttribute("aria-label", `Copy: ${title}`);
  return el("div", { className: "json" }, el("p", {}, el("b", {}, title), copy), el("pre", {}, pretty(value)));
}

async function copied(button, value) {
  const text = JSON.stringify(value, null, 2);
  const said = await navigator.clipboard.writeText(text).then(() => "Copied", () => "Not copied");
  button.replaceChildren(el("span", { role: "status" }, said));
  setTimeout(() => button.replaceChildren("Copy"), 1500);
}
