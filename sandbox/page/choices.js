// Select menus in messages: a list that opens, of which one or several are chosen.

// startChoices makes those in a box work. choose(select, customID, values) is called with what was chosen.
export function startChoices(box, choose) {
  box.addEventListener("click", (event) => {
    const select = event.target.closest("details.select");
    const option = event.target.closest("[data-value]");
    if (!select) return;
    if (event.target.closest("[data-apply]")) return apply(select);
    if (!option) return;
    if (Number(select.dataset.max) <= 1) {
      pick(select, [option.dataset.value]);
    } else {
      toggle(select, option);
    }
  });
  box.addEventListener("keydown", (event) => key(event));
  box.addEventListener("toggle", (event) => {
    if (!event.target.matches("details.select") || !event.target.open) return;
    for (const other of box.querySelectorAll("details.select[open]")) if (other !== event.target) other.open = false;
    const list = event.target.querySelector(".options");
    permit(event.target);
    list.scrollIntoView({ block: "nearest" });
    (list.querySelector("[aria-pressed=true]") ?? list.querySelector("button"))?.focus({ preventScroll: true });
  }, true);
  document.addEventListener("click", (event) => {
    for (const select of box.querySelectorAll("details.select[open]")) if (!select.contains(event.target)) select.open = false;
  });

  function pick(select, values) {
    const head = select.querySelector("summary");
    select.open = false;
    head.focus();
    choose(head, head.dataset.select, values);
  }

  function apply(select) {
    const values = chosen(select).map((o) => o.dataset.value);
    if (values.length >= Number(select.dataset.min)) pick(select, values);
  }
}

const chosen = (select) => [...select.querySelectorAll("[data-value][aria-pressed=true]")];

function toggle(select, option) {
  const on = option.ariaPressed !== "true";
  if (on && chosen(select).length >= Number(select.dataset.max)) return;
  option.ariaPressed = String(on);
  permit(select);
}

// permit lets what is chosen be sent if that is enough.
function permit(select) {
  const button = select.querySelector("[data-apply]");
  if (button) button.disabled = chosen(select).length < Number(select.dataset.min);
}

// key goes through an open list with the arrows; Escape closes it.
function key(event) {
  const select = event.target.closest("details.select[open]");
  if (!select) return;
  const lines = [...select.querySelectorAll(".options button")];
  const at = lines.indexOf(document.activeElement);
  if (event.key === "Escape") {
    select.open = false;
    select.querySelector("summary").focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    lines[(at + (event.key === "ArrowDown" ? 1 : lines.length - 1) + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % lines.length].focus();
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
