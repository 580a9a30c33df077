// A form that the bot opens.
import { el } from "./api.js";

const dialog = document.getElementById("modal");

// openModal shows a form and calls submit with its values, by custom id.
export function openModal(modal, submit) {
  const fields = modal.inputs.map((input, i) => {
    const field = el(input.paragraph ? "textarea" : "input", {
      id: `input${i}`, name: input.custom_id, value: input.value, placeholder: input.placeholder,
      required: input.required,
    });
    if (input.max_length) field.maxLength = input.max_length;
    return el("span", { className: "field" }, el("label", { htmlFor: field.id }, input.label), field);
  });
  const form = el("form", { method: "dialog" },
    el("h2", { id: "modal-title" }, modal.title), ...fields,
    el("p", { className: "row" },
      el("button", { className: "button style1" }, "Submit"),
      el("button", { className: "button", type: "button", onclick: () => dialog.close() }, "Cancel")));
  form.addEventListener("submit", () => submit(Object.fromEntries(new FormData(form))));
  dialog.replaceChildren(form);
  dialog.showModal();
}
