// The channels at the left: servers, channels with their threads, conversations.
import { avatar, el, icon } from "./api.js";

const icons = { 0: "text", 5: "announcement", 10: "thread", 11: "thread", 12: "thread", 15: "forum" };

export const forum = 15;

// label is what a channel is called in a sentence.
export const label = (c) => c.dm ? `@${c.name}` : c.parent ? c.name : `#${c.name}`;

// signOf is a channel's icon, or the mark of the other in a conversation.
export function signOf(channel, me) {
  const other = channel.members?.find((m) => m.id !== me);
  return other ? avatar(other, true) : icon(icons[channel.kind] ?? "text");
}

// drawPlaces fills the list. open(id) goes to a channel.
export function drawPlaces(box, { guilds, channels, channel: current, me }, open) {
  const focused = box.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  const within = (guild) => channels.filter((c) => c.guild === guild.id && !c.parent);
  const parts = guilds.map((g) => section(guilds.length > 1 ? g.name : "Channels", within(g)));
  const talks = channels.filter((c) => c.dm);
  if (talks.length > 0) parts.push(section("Direct messages", talks));
  box.replaceChildren(...parts);
  if (focused) box.querySelector(`[data-id="${focused}"]`)?.focus();

  function section(name, list) {
    return el("section", {}, el("h3", {}, name), el("ul", {}, ...list.map(item)));
  }

  function item(c) {
    const threads = channels.filter((t) => t.parent === c.id && (!t.archived || t.id === current));
    const button = el("button", {
      type: "button", className: c.unread ? "unread" : "", ariaCurrent: c.id === current ? "page" : null,
      dataset: { id: c.id }, onclick: () => open(c.id),
    }, signOf(c, me), el("span", { className: "name" }, c.name), ...unread(c));
    return el("li", {}, button, ...(threads.length > 0 ? [el("ul", { className: "threads" }, ...threads.map(item))] : []));
  }

  function unread(c) {
    if (!c.unread) return [];
    return [el("span", { className: c.pinged ? "badge" : "dot" }, c.pinged ? String(c.pinged) : "",
      el("span", { className: "hidden" }, c.pinged ? " mentions" : "unread"))];
  }
}
