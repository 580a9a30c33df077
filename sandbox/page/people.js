// The pane at the right: members, or pinned messages.
import { avatar, el } from "./api.js";
import { openMenu } from "./menu.js";
import { parse } from "./log.js";

const groups = ["Owner", "Moderators", "Members", "Apps"];

// drawMembers lists the members by group. choose(member, button) opens a member's menu.
export function drawMembers(box, members, choose) {
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  const parts = groups.map((group) => [group, members.filter((m) => m.group === group)]).filter(([, list]) => list.length > 0);
  box.replaceChildren(...parts.map(([group, list]) => el("section", {},
    el("h3", {}, `${group} `, el("span", { className: "faint" }, String(list.length))),
    el("ul", { className: "members" }, ...list.map((m) => el("li", {}, el("button", {
      type: "button", ariaHasPopup: "menu", dataset: { id: m.id }, onclick: (event) => choose(m, event.currentTarget),
    }, avatar(m, true), el("span", { className: "name" }, m.shown), ...(m.bot ? [el("span", { className: "app" }, "App")] : []))))))));
  if (focused) box.querySelector(`[data-id="${focused}"]`)?.focus();
}

// memberMenu offers what may be done with a member: mention, the apps' commands.
export function memberMenu(member, button, commands, { mention, use }) {
  const again = () => button.isConnected ? button : document.querySelector(`.members [data-id="${member.id}"]`);
  openMenu(button, `Actions on ${member.shown}`, [
    { items: [
      { label: `Mention @${member.shown}`, icon: "reply", choose: () => mention(member) },
      { label: "Copy user ID", icon: "text", choose: () => navigator.clipboard?.writeText(member.id) },
    ] },
    { heading: "Apps", items: commands.map((command) => ({ label: command, choose: () => use(member, command) })) },
  ], again);
}

// drawPins lists the pinned messages. jump(id) goes to one.
export function drawPins(box, pins, jump) {
  if (pins.length === 0) {
    box.replaceChildren(el("p", { className: "faint none" }, "No message is pinned in this channel."));
    return;
  }
  box.replaceChildren(el("ol", { className: "pins" }, ...pins.map((pin) => el("li", {}, still(pin.html),
    el("button", { type: "button", className: "button style2", onclick: () => jump(pin.id) }, "Jump")))));
}

const controls = ".actions, .above, .reactions, .marks, .row, .select, .thread-link, .accessory:has(.button)";

// still draws a message that is only to be read: without ids, which are the log's, and without what acts.
function still(html) {
  const node = parse(html);
  node.className = "message still";
  for (const part of node.querySelectorAll(controls)) part.remove();
  for (const part of node.querySelectorAll("button")) part.disabled = true;
  for (const part of [node, ...node.querySelectorAll("[id], [tabindex]")]) {
    part.removeAttribute("id");
    part.removeAttribute("tabindex");
  }
  node.removeAttribute("aria-labelledby");
  return node;
}
