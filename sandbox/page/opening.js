// What stands above the first message of a channel: what it is, the invitation of a first visit, the posts of a forum.
import { el, icon } from "./api.js";
import { flat } from "./commanding.js";
import { label, signOf } from "./places.js";

// drawOpening makes it; of a long channel, instead, what brings the earlier messages.
export function drawOpening(channel, { me }, earlier, more) {
  if (earlier > 0) {
    return el("section", { className: "opening", ariaLabel: "Earlier messages" }, el("h2", { className: "hidden" }, "Messages"),
      el("button", { type: "button", className: "button", onclick: more }, `Show ${earlier} earlier messages`));
  }
  const about = channel.dm ? `This is the beginning of your conversation with ${channel.name}.`
    : channel.parent ? `A thread that ${channel.by} started.`
      : `This is the beginning of ${label(channel)}.${channel.topic ? ` ${channel.topic}.` : ""}`;
  return el("section", { className: "opening", ariaLabel: "Beginning of the channel" },
    el("span", { className: "sign" }, signOf(channel, me)),
    el("h2", {}, channel.dm ? channel.name : label(channel)), el("p", { className: "faint" }, about));
}

// drawInvitation says what this page is and offers questions; a moderator is shown what moderators have.
export function drawInvitation({ bot, hints, commands, guilds }, { ask, enter }) {
  const special = commands.filter((c) => c.restricted);
  const parts = [
    el("h3", {}, `Ask ${bot} something`),
    el("p", {}, `This is a small chat on this machine, with ${bot} in it. Nothing you write here leaves it. `,
      "Under “Act as”, below the channels, choose who you are: a moderator may do more than a member."),
  ];
  if (hints.length > 0) {
    parts.push(el("ul", {}, ...hints.map((hint) => el("li", {}, el("button", {
      type: "button", className: "hint", onclick: () => ask(hint),
    }, el("span", {}, hint), icon("reply"))))));
  }
  if (special.length > 0 && guilds.length > 0) parts.push(...moderation(special, enter));
  return el("section", { className: "invitation", id: "invitation", ariaLabel: "An invitation" }, ...parts);
}

// moderation are the commands that only those who moderate are shown.
function moderation(special, enter) {
  return [el("p", { className: "also" }, "You moderate here, so you also have:"),
    el("ul", {}, ...flat(special).map((command) => el("li", {}, el("button", {
      type: "button", className: "hint", onclick: () => enter(command),
    }, el("span", {}, el("b", {}, `/${command.path}`), ` ${command.description}`), icon("reply")))))];
}

// drawModeration says, below what has been written, what a moderator has; null if that is nothing.
export function drawModeration({ commands, guilds }, { enter, dismiss }) {
  const special = commands.filter((c) => c.restricted);
  if (special.length === 0 || guilds.length === 0) return null;
  return el("section", { className: "invitation", ariaLabel: "For moderators" }, ...moderation(special, enter),
    el("button", { type: "button", className: "plain", onclick: dismiss }, "Dismiss"));
}

// drawPosts lists the posts of a forum. open(id) goes to one; begin, if given, writes a new one.
export function drawPosts(forum, posts, open, begin) {
  return el("section", { className: "posts", ariaLabel: `Posts in ${forum.name}` },
    ...(begin ? [el("button", { type: "button", className: "button style1", onclick: begin }, "New post")] : []),
    posts.length === 0 ? el("p", { className: "faint" }, "There are no posts yet.")
      : el("ul", {}, ...posts.map((p) => el("li", {}, el("button", { type: "button", className: "post", onclick: () => open(p.id) },
        el("b", {}, p.name), el("span", { className: "faint" }, `${p.by} · ${p.count} message${p.count === 1 ? "" : "s"}`))))));
}
