// The developers' panels: what goes over the wire, and the weather. One is open at a time, below the page; only then
// is anything asked of the sandbox or drawn.
import { el, icon } from "./api.js";
import { Feed } from "./feed.js";
import { Weather } from "./weather.js";
import { Wire } from "./wire.js";

// startPanels makes the panels work.
export function startPanels() {
  const feed = new Feed();
  const panels = [
    new Panel("wire", feed, new Wire(feed)),
    new Panel("weather", feed, new Weather(feed)),
  ];
  for (const panel of panels) {
    panel.button.addEventListener("click", () => {
      const opens = !panel.open;
      panels.forEach((p) => p.close());
      if (opens) panel.show();
    });
  }
}

// A Panel is the frame around what a button shows: content has a title, tools, a node, begin(), end() and hear(news).
class Panel {
  constructor(id, feed, content) {
    const button = document.getElementById(`${id}-button`);
    Object.assign(this, { button, feed, content });
    this.node = el("section", { id: `${id}-panel`, className: "panel", hidden: true },
      divider(content.title), el("header", {},
        el("h2", { id: `${id}-title`, tabIndex: -1 }, content.title), ...content.tools,
        el("button", { type: "button", className: "tool close", ariaLabel: `Close: ${content.title}`,
          onclick: () => this.leave() }, icon("close"))),
      content.node);
    this.node.setAttribute("aria-labelledby", `${id}-title`);
    this.node.addEventListener("keydown", (event) => {
      const clears = event.target.type === "search" && event.target.value !== "";
      if (event.key === "Escape" && !clears) this.leave();
    });
    document.getElementById("panels").append(this.node);
    button.setAttribute("aria-controls", this.node.id);
    button.setAttribute("aria-expanded", "false");
  }

  get open() { return !this.node.hidden; }

  show() {
    this.node.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.content.begin();
    this.feed.open((news) => news.anew ? this.content.begin() : this.content.hear(news));
    this.node.querySelector("h2").focus();
  }

  close() {
    if (!this.open) return;
    this.feed.close();
    this.content.end();
    this.node.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  leave() {
    this.close();
    this.button.focus();
  }
}

const least = 20, greatest = 85; // parts in a hundred of the window's height

// divider is the panel's upper edge, by which it is made higher or lower: with the arrows too.
function divider(title) {
  const line = el("div", { className: "divider", role: "separator", tabIndex: 0, ariaOrientation: "horizontal",
    ariaLabel: `Height: ${title}`, ariaValueMin: least, ariaValueMax: greatest });
  const height = () => Math.round(100 * line.parentNode.offsetHeight / innerHeight);
  const set = (part) => {
    const held = Math.min(Math.max(Math.round(part), least), greatest);
    document.documentElement.style.setProperty("--panel", `${held}vh`);
    line.ariaValueNow = held;
  };
  line.addEventListener("focus", () => { line.ariaValueNow = height(); });
  line.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 5, ArrowDown: -5 }[event.key];
    if (!by) return;
    event.preventDefault();
    set(height() + by);
  });
  line.addEventListener("pointerdown", (event) => line.setPointerCapture(event.pointerId));
  line.addEventListener("pointermove", (event) => {
    if (line.hasPointerCapture(event.pointerId)) set(100 * (1 - event.clientY / innerHeight));
  });
  line.ariaValueNow = greatest / 2;
  return line;
}
