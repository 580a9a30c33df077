// The developers' panels: what goes over the wire, and the weather. One is open at a time, below the page; only then
// is anything asked of the sandbox or drawn.
import { el } from "./api.js";
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
      el("header", {}, el("h2", { id: `${id}-title`, tabIndex: -1 }, content.title), ...content.tools,
        el("button", { type: "button", className: "button close", ariaLabel: `Close: ${content.title}`,
          onclick: () => this.leave() }, "×")),
      content.node);
    this.node.setAttribute("aria-labelledby", `${id}-title`);
    this.node.addEventListener("keydown", (event) => { if (event.key === "Escape") this.leave(); });
    document.getElementById("panels").append(this.node);
    button.setAttribute("aria-controls", this.node.id);
    button.setAttribute("aria-expanded", "false");
  }

  get open() { return !this.node.hidden; }

  show() {
    this.node.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.content.begin();
    this.feed.open((news) => this.content.hear(news));
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
