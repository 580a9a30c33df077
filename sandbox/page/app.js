// The page: who acts, where, and what is done there. The other modules draw; this one knows what there is.
import { messageMenu } from "./actions.js";
import { act, avatar, el, get, listen, silence } from "./api.js";
import { ask } from "./ask.js";
import { startChoices } from "./choices.js";
import { flat } from "./commanding.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { openModal } from "./modal.js";
import { drawInvitation, drawModeration, drawOpening, drawPosts } from "./opening.js";
import { places, side } from "./panes.js";
import { startPanels } from "./panels.js";
import { drawMembers, drawPins, memberMenu } from "./people.js";
import { drawPlaces, forum, label } from "./places.js";

const $ = (id) => document.getElementById(id);
const log = new Log($("messages"), $("latest"));

const state = {
  as: "alice", channel: "", me: "", bot: "", botID: "", seenBy: "", people: [], guilds: [], channels: [], members: [], roles: [],
  commands: [], menu: [], userMenu: [], pins: [], hints: [], readers: [], may: {}, stream: null,
  // awaiting says that the person has asked the bot for something and wants to see the answer.
  awaiting: false,
};

const here = () => ({ as: state.as, channel: state.channel });
const current = () => state.channels.find((c) => c.id === state.channel);

function tell(error) { $("notice").textContent = error ? sentence(error.message) : ""; }

const sentence = (text) => text[0].toUpperCase() + text.slice(1);

// outcome takes an answer that is no message: messages come as events.
function outcome(answer) {
  if (!answer.modal) return;
  const { form } = answer.modal;
  openModal(answer.modal, async (inputs) => outcome(await act("submit", { ...here(), form, inputs })));
}

// use does something with the bot and says whether it answered. While it has not, the button says so.
async function use(what, body, button) {
  tell(null);
  state.awaiting = what !== "edit";
  if (what === "say") typed = 0; // who has written is not typing, until there is another key
  button?.setAttribute("aria-busy", "true");
  const where = state.channel;
  try {
    outcome(await act(what, { ...here(), ...body }));
    return true;
  } catch (error) {
    if (state.channel === where) fail(error, what, body, button);
    return false;
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

// send does something that the bot does not answer.
async function send(what, body) {
  tell(null);
  try {
    return await act(what, { ...here(), ...body });
  } catch (error) {
    tell(error);
    return {};
  }
}

// fail says that the bot did not answer: below the message whose button was pressed, or in a message of its own.
// What was not sent at all is said at the composer.
function fail(error, what, body, button) {
  const message = button?.closest(".message");
  if (!error.failed) return tell(error);
  if (what === "click" || what === "select") {
    message.querySelector(":scope .body > .failed")?.remove();
    message.querySelector(".body").append(el("p", { className: "failed", role: "alert" }, error.message));
    return log.settle();
  }
  log.append(unanswered(what === "slash" ? `/${body.command}` : body.command, error.message));
}

// unanswered is the message that only the person sees whose command got no answer.
function unanswered(used, how) {
  const me = state.people.find((p) => p.name === state.as);
  const dismiss = el("button", { type: "button", className: "plain", onclick: () => { node.remove(); $("text").focus(); } }, "Dismiss");
  const node = el("article", { className: "message private from-app", tabIndex: -1, ariaLabel: how },
    el("p", { className: "above" }, el("b", {}, me.shown), " used ", el("b", {}, used)),
    avatar({ shown: state.bot, hue: state.members.find((m) => m.id === state.botID)?.hue ?? 0, bot: true }),
    el("header", {}, el("b", { className: "author" }, state.bot), " ", el("span", { className: "app" }, "App")),
    el("div", { className: "body" }, el("p", { className: "failed", role: "alert" }, how),
      el("p", { className: "faint only" }, "Only you can see this · ", dismiss)));
  return node;
}

// address keeps who acts and where in the page's address.
function address(fresh) {
  const c = current();
  const unique = !c.dm && state.channels.filter((o) => o.name === c.name).length === 1;
  const hash = `#${new URLSearchParams({ as: state.as, in: unique ? c.name : c.id })}`;
  if (hash === location.hash) return;
  if (fresh) history.replaceState(null, "", hash); else history.pushState(null, "", hash);
}

// go follows the page's address.
async function go() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const as = wanted.get("as") ?? state.as;
  if (as !== state.as || !state.me) await become(as, wanted.get("in"));
  else await open(find(wanted.get("in")) ?? state.channel, true);
}

const find = (nameOrID) => state.channels.find((c) => c.id === nameOrID || !c.dm && c.name === nameOrID)?.id;

// become lets somebody else act, in the same channel if they see it.
async function become(as, wanted = state.channel, fresh = true) {
  await load(as).catch(() => load("alice"));
  $("as").replaceChildren(...state.people.map((p) =>
    el("option", { value: p.name, selected: p.name === state.as }, `${p.shown}, ${p.about}`)));
  $("as-avatar").replaceWith(Object.assign(avatar(state.people.find((p) => p.name === state.as)), { id: "as-avatar" }));
  await open(find(wanted) ?? state.channels[0].id, fresh);
}

// load asks what there is for somebody, who acts from now on.
async function load(as) {
  state.as = as;
  const { bot_id: botID, ...world } = await get("state", { as });
  if (as !== state.as) return;
  const old = new Map(as === state.seenBy ? state.channels.map((c) => [c.id, c]) : []);
  for (const c of world.channels) Object.assign(c, { unread: old.get(c.id)?.unread, pinged: old.get(c.id)?.pinged });
  Object.assign(state, world, { botID, seenBy: as });
  $("guild").textContent = world.guild;
}

// open shows a channel and listens from where it stands; of several that are asked for, the last.
let opens = 0;
async function open(id, fresh = false, all = "") {
  const turn = ++opens;
  state.stream?.close();
  state.channel = id;
  tell(null);
  const room = await get("channel", { ...here(), all });
  if (!current()) await load(state.as); // it is new
  if (turn !== opens) return;
  const channel = current();
  Object.assign(channel, { unread: false, pinged: 0 });
  take(room);
  composer.move(`${state.as} ${channel.name}`);
  const earlier = () => open(id, true, "all").then(() => log.jump(room.messages[0].id)).catch(tell);
  const focused = $("messages").contains(document.activeElement);
  log.fill(drawOpening(channel, state, room.earlier, earlier), room.messages);
  if (focused) $("messages").focus();
  invite();
  if (!log.empty) inviteModerator();
  drawHead();
  drawLeft();
  if (places.covers) places.close();
  address(fresh);
  drawTyping(room.typing);
  const lost = () => online(false, silence);
  state.stream = listen(state.as, room.next, (event) => heard(event).catch(tell), lost);
}

function take(room) {
  const offered = JSON.stringify(state.commands);
  const { commands, menu, userMenu, pins, may, readers } = room;
  Object.assign(state, { commands, menu, userMenu, pins, may, readers });
  if (JSON.stringify(room.commands) !== offered) composer.refresh();
  online(room.online, `${state.bot} is ${room.online ? "" : "not "}connected`);
  drawFoot();
  drawSide();
}

function online(is, said) {
  $("online").textContent = said;
  $("online").classList.toggle("off", !is);
}

function drawLeft() { drawPlaces($("channels"), state, (id) => open(id).catch(tell)); }

function drawHead() {
  const channel = current();
  $("title").textContent = label(channel);
  $("topic").textContent = channel.parent ? `in ${label(state.channels.find((c) => c.id === channel.parent))}` : channel.topic;
  document.title = `${label(channel)} – ${$("guild").textContent}`;
}

// drawFoot is the composer, or why there is none.
function drawFoot() {
  const channel = current();
  $("composer").hidden = !state.may.send;
  $("silent").hidden = state.may.send || channel.kind === forum;
  $("silent").textContent = channel.locked ? "This thread is locked." : `You may read ${label(channel)}, not write in it.`;
  $("text").placeholder = channel.dm ? `Message @${channel.name}` : `Message ${label(channel)}`;
}

// invite shows, above an empty channel, what to begin with; in a forum its posts.
function invite() {
  document.querySelector("#messages > .invitation, #messages > .posts")?.remove();
  const channel = current();
  if (channel.kind === forum) {
    const posts = state.channels.filter((c) => c.parent === channel.id).reverse();
    log.opening.after(drawPosts(channel, posts, open, state.may.post ? post : null));
  } else if (log.empty && state.may.send && membersHere().some((m) => m.id === state.botID)) {
    log.opening.after(drawInvitation(state, {
      ask: (hint) => use("say", { text: channel.dm ? hint : `@${state.bot} ${hint}` }),
      enter: (command) => { moderationSeen(); composer.enter(command, ""); },
    }));
  }
}

const moderationSeen = () => localStorage.setItem("moderation", "seen");

// inviteModerator shows, once, what those who moderate have besides.
function inviteModerator() {
  if (localStorage.getItem("moderation") || !state.may.send) return;
  const note = drawModeration(state, {
    enter: (command) => { done(); composer.enter(command, ""); },
    dismiss: () => { done(); $("text").focus(); },
  });
  const done = () => { moderationSeen(); note.remove(); };
  if (note) log.hold(() => $("messages").append(note));
}

async function post() {
  const values = await ask({ title: "New post", button: "Post", fields: [
    { name: "name", label: "Title", max: 100 }, { name: "text", label: "Message", max: 2000, long: true }] });
  if (!values) return;
  const { channel } = await send("thread", values);
  if (channel) open(channel).catch(tell);
}

function drawTyping(names) {
  const who = names.length > 2 ? "Several people are" : names.length === 2 ? `${names.join(" and ")} are` : `${names[0]} is`;
  $("typing").textContent = names.length === 0 ? "" : `${who} typing…`;
}

// members are those who see the channel: of its server, or of the conversation.
function membersHere() {
  const { members, guild } = current();
  return members?.map((m) => ({ ...m, group: m.bot ? "Apps" : "Members" }))
    ?? state.members.filter((m) => m.guild === guild && state.readers.includes(m.id));
}

function drawSide() {
  $("pin-count").textContent = state.pins.length || "";
  $("pins-button").ariaLabel = state.pins.length ? `Pinned messages: ${state.pins.length}` : "Pinned messages";
  const pins = $("side").dataset.view === "pins";
  $("side-title").textContent = pins ? "Pinned messages" : "Members";
  if (pins) return drawPins($("side-body"), state.pins, jump);
  drawMembers($("side-body"), membersHere(), (member, button) => memberMenu(member, button, state.userMenu, {
    mention,
    use: (m, command) => use("user", { command, user: m.id }),
  }));
}

// mention writes somebody's name into the message.
function mention({ id, shown }) {
  if (side.covers) side.close();
  composer.mentions.set(`@${shown}`, `<@${id}>`);
  composer.write(`${$("text").value}@${shown} `);
  $("text").focus();
}

// show opens the pane at the right, or closes it if it shows that already.
function show(view, keep = false) {
  if (side.shown && $("side").dataset.view === view && !keep) return side.close();
  $("side").dataset.view = view;
  drawSide();
  side.open();
  if (!side.over.matches) localStorage.setItem("side", view);
}

side.onclose = () => { if (!side.over.matches) localStorage.setItem("side", ""); };

// jump goes to a message of the channel; one that is not there yet is asked for.
async function jump(id) {
  if (side.covers) side.close();
  if (log.jump(id) || !log.opening.querySelector("button")) return;
  await open(state.channel, true, "all").catch(tell);
  log.jump(id);
}

// heard takes an event: a message, or that something about a channel or the bot has changed, or that too much was missed.
async function heard(event) {
  if (event.reload) return become(state.as, current().dm ? state.channel : current().name); // it may be another sandbox
  if (event.id === undefined) {
    if (event.typing && event.channel === state.channel) drawTyping(event.typing);
    return refresh();
  }
  if (event.channel === state.channel) return draw(event);
  const channel = state.channels.find((c) => c.id === event.channel);
  if (!channel || !event.html || document.getElementById(`m${event.id}`)) return;
  if (event.pings) channel.pinged = (channel.pinged ?? 0) + 1;
  if (!channel.unread || event.pings) {
    channel.unread = true;
    drawLeft();
  }
}

function draw({ id, html }) {
  const before = log.empty;
  const node = log.draw(id, html, state.awaiting);
  if (node?.matches(".from-app:not(:has(.thinking))")) state.awaiting = false;
  if (before !== log.empty) invite();
}

// refresh asks again for what there is and what may be done; while it asks, once more is enough.
let asking = 0;
async function refresh() {
  if (++asking > 1) return;
  const at = here();
  try {
    await load(at.as);
    if (state.channel !== at.channel || state.as !== at.as) return;
    if (!current()) return open(state.channels[0].id, true);
    const room = await get("channel", at);
    if (state.channel === at.channel && state.as === at.as) {
      take(room);
      drawLeft();
      drawHead();
      if (log.empty) invite();
    }
  } catch (error) {
    tell(error);
  } finally {
    const more = asking > 1;
    asking = 0;
    if (more) refresh();
  }
}

const page = {
  edit: (id, text) => composer.edit({ id, text }),
  menu: () => state.menu, channel: () => state.channel, use, send, open, tell,
  reply: (node) => composer.reply({ id: node.dataset.id, author: node.querySelector(".author").textContent }),
};

// What a press in the messages does, by the attribute of what was pressed.
const presses = {
  click: (b, message) => use("click", { message, custom_id: b.dataset.click }, b),
  react: (b, message) => send("react", { message, emoji: b.dataset.react }),
  menu: (b) => messageMenu(b.closest(".message"), b, page),
  dismiss: (b, message) => send("dismiss", { message }),
  open: (b) => open(b.dataset.open).catch(tell),
  pins: () => show("pins", true),
  jump: (b) => jump(b.dataset.jump),
  command: (b) => enter(b.dataset.command),
  quick: (b) => b.dataset.quick === "reply" ? page.reply(b.closest(".message"))
    : messageMenu(b.closest(".message"), b, page, "react"),
};

// enter begins a command that a message names.
function enter(name) {
  const command = flat(state.commands).find((c) => c.path === name);
  if (command) composer.enter(command, "");
}

$("messages").addEventListener("click", (event) => {
  for (const [name, press] of Object.entries(presses)) {
    const target = event.target.closest(`[data-${name}]`);
    if (!target) continue;
    event.preventDefault();
    return press(target, target.closest(".message")?.dataset.id);
  }
});

$("messages").addEventListener("contextmenu", (event) => {
  const message = event.target.closest(".message");
  if (!message?.dataset.may || event.target.closest("a, img, button, textarea") || String(getSelection())) return;
  event.preventDefault();
  messageMenu(message, message.querySelector("[data-menu]"), page);
});

startChoices($("messages"), (head, id, values) =>
  use("select", { message: head.closest(".message").dataset.id, custom_id: id, values }, head));

$("skip").addEventListener("click", (event) => { event.preventDefault(); $("text").focus(); });
$("members-button").addEventListener("click", () => show("members"));
$("pins-button").addEventListener("click", () => show("pins"));
$("as").addEventListener("change", (event) => become(event.target.value, state.channel, false).catch(tell));
addEventListener("popstate", () => go().catch(tell));

// Others see that somebody is typing.
let typed = 0;
$("text").addEventListener("input", () => {
  if ($("text").value === "" || $("text").value.startsWith("/") || Date.now() - typed < 8000) return;
  typed = Date.now();
  act("typing", here()).catch(() => {});
});

const composer = new Composer(() => ({
  ...state, members: membersHere(), roles: state.roles.filter((r) => r.guild === current().guild && !r.managed),
}), use);

startPanels();
$("side").dataset.view = localStorage.getItem("side") || "members";
go().then(() => { if (localStorage.getItem("side") !== "" && !side.over.matches) show($("side").dataset.view, true); }).catch(tell);
