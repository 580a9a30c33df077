// The panes at the left and at the right. Where there is no room beside the messages they open over them.

const $ = (id) => document.getElementById(id);

class Pane {
  // over is the width of window in which the pane lies over the messages; button() is what opens it; wanted() says
  // whether it opens by itself where there is room.
  constructor(node, over, button, wanted) {
    Object.assign(this, { node, button, over: matchMedia(over), shown: false, onclose: () => {} });
    node.querySelector("[data-close]").addEventListener("click", () => this.close());
    this.over.addEventListener("change", () => {
      this.shown = !this.over.matches && wanted();
      this.update();
    });
  }

  // covers says that the pane is open and lies over the messages.
  get covers() { return this.shown && this.over.matches; }

  open() {
    this.shown = true;
    this.update();
    if (this.covers) this.node.querySelector("[aria-current], [data-close]").focus();
  }

  close() {
    if (!this.shown) return;
    const covered = this.covers;
    const inside = this.node.contains(document.activeElement);
    this.shown = false;
    this.onclose();
    this.update();
    if (covered || inside) this.button()?.focus();
  }

  update() {
    this.node.classList.toggle("shown", this.shown);
    document.dispatchEvent(new Event("panes"));
  }
}

// places is open whenever there is room for it; side when somebody wants it.
export const places = new Pane($("places"), "(max-width: 45rem)", () => $("places-button"), () => false);
export const side = new Pane($("side"), "(max-width: 68rem)", () => $(`${$("side").dataset.view}-button`),
  () => localStorage.getItem("side") !== "");

// While a pane lies over the rest, the rest is out of reach.
document.addEventListener("panes", () => {
  const top = [places, side].find((p) => p.covers);
  $("shade").hidden = !top;
  for (const part of [places.node, side.node, document.querySelector("main")]) {
    part.inert = Boolean(top) && part !== top.node || part === places.node && places.over.matches && !places.shown;
  }
  side.node.hidden = !side.shown;
  $("places-button").ariaExpanded = String(places.covers);
  for (const view of ["pins", "members"]) $(`${view}-button`).ariaExpanded = String(side.shown && side.node.dataset.view === view);
});

$("shade").addEventListener("click", () => [places, side].forEach((p) => { if (p.covers) p.close(); }));
$("places-button").addEventListener("click", () => places.open());

document.addEventListener("keydown", (event) => {
  const top = [places, side].find((p) => p.covers);
  if (event.key === "Escape" && top && !document.querySelector(".menu:popover-open, dialog[open]")) top.close();
});

document.dispatchEvent(new Event("panes"));
