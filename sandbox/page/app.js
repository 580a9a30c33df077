// The page: channels, messages, and what a person does with them.
import { act, el, get, listen } from "./api.js";
import { Composer } from "./composer.js";
import { openModal } from "./modal.js";
import { startPanels } from "./panels.js";

const $ = (id) => document.getElementById(id);
const messages = $("messages");

const state = { as: "alice", channel: "", bot: "", channels: [], commands: [], menu: [], hints: [], stream: null,
  // awaiting says that the person has asked the bot for something and wants to see the answer.
  awaiting: false };

const here = () => ({ as: state.as, channel: state.channel });

function tell(error) { $("notice").textContent = error ? error.message : ""; }

// outcome takes an answer that is no message: messages come as events.
function outcome(answer) {
  if (!answer.modal) return;
  const { form } = answer.modal;
  openModal(answer.modal, async (inputs) => outcome(await act("submit", { ...here(), form, inputs })));
}

// use does something with the bot and says whether it answered. While it has not, the button says so.
async function use(what, body, button) {
  tell(null);
  state.awaiting = true;
  button?.setAttribute("aria-busy", "true");
  try {
    outcome(await act(what, { ...here(), ...body }));
    return true;
  } catch (error) {
    fail(error, button);
    return false;
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

// fail says below the message concerned, or above the composer, that the bot did not answer.
function fail(error, button) {
  const message = button?.closest(".message");
  if (!message?.isConnected) return tell(error);
  message.querySelector(".failed")?.remove();
  message.append(el("p", { className: "failed", role: "alert" }, error.message));
}

const atEnd = () => messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;

// draw puts a message in its place: where it stood, or at the end.
function draw(id, html) {
  const old = $(`m${id}`);
  if (!html) return old?.remove();
  const holder = document.createElement("template");
  holder.innerHTML = html; // drawn by the server, which escapes what people and bots write
  const node = holder.content.firstElementChild;
  for (const box of node.querySelectorAll("[data-accent]")) {
    box.style.borderLeftColor = `#${Number(box.dataset.accent).toString(16).padStart(6, "0")}`;
  }
  const focused = old?.contains(document.activeElement) ? document.activeElement : null;
  const follow = atEnd();
  if (old) old.replaceWith(node); else messages.append(node);
  if (focused) sameControl(node, focused).focus();
  if (!old && (follow || state.awaiting)) reveal(node);
}

// sameControl finds, in a message drawn anew, the control that had the focus; or its menu.
function sameControl(node, control) {
  const { click, select } = control.dataset;
  const same = [...node.querySelectorAll("[data-click], [data-select]")]
    .find((c) => click ? c.dataset.click === click : select && c.dataset.select === select);
  return same ?? node.querySelector("summary");
}

// reveal scrolls to a message, to its beginning if it is longer than the screen.
function reveal(node) {
  if (node.querySelector(".app")) state.awaiting = false;
  node.scrollIntoView({ block: node.offsetHeight > messages.clientHeight ? "start" : "end" });
}

function drawChannels() {
  const item = (c) => el("li", {}, el("button", {
    type: "button", className: c.unread ? "unread" : "", ariaCurrent: c.id === state.channel ? "page" : null,
    onclick: () => open(c.id),
  }, c.dm ? c.name : `# ${c.name}`));
  const dms = state.channels.filter((c) => c.dm);
  $("channels").replaceChildren(
    ...state.channels.filter((c) => !c.dm).map(item),
    el("li", { className: "group" }, "Direct messages"), ...dms.map(item));
}

function drawHints() {
  const box = $("hints");
  box.hidden = state.hints.length === 0 || messages.childElementCount > 0;
  $("invitation").textContent = `Nothing has been asked here yet. ${state.bot} answers questions such as:`;
  box.querySelector("ul").replaceChildren(...state.hints.map((hint) => el("li", {}, el("button", {
    type: "button", className: "button",
    onclick: () => use("say", { text: current().dm ? hint : `@${state.bot} ${hint}` }),
  }, hint))));
}

const current = () => state.channels.find((c) => c.id === state.channel);

function drawOnline(online) {
  $("online").textContent = online ? `${state.bot} is connected` : `${state.bot} is not connected`;
}

// open shows a channel and listens from where it stands.
async function open(id) {
  state.stream?.close();
  state.channel = id;
  composer.reply(null);
  const channel = current();
  channel.unread = false;
  const room = await get("channel", here());
  if (state.channel !== id) return;
  Object.assign(state, { commands: room.commands, menu: room.menu });
  messages.replaceChildren();
  room.messages.forEach((m) => draw(m.id, m.html));
  messages.scrollTop = messages.scrollHeight;
  $("title").textContent = channel.dm ? channel.name : `# ${channel.name}`;
  $("topic").textContent = channel.dm ? "" : channel.topic;
  $("text").placeholder = channel.dm ? `Write to ${channel.name}, or / for its commands`
    : `Write in #${channel.name}: / for commands, @${state.bot} to ask`;
  document.title = `${channel.dm ? "" : "#"}${channel.name} – ${$("guild").textContent}`;
  drawChannels();
  drawHints();
  drawOnline(room.online);
  state.stream = listen(state.as, room.next, heard);
}

// heard takes an event: a message, or that commands have changed, or that too much was missed.
async function heard(event) {
  if (event.reload) return open(state.channel);
  if (event.changed) {
    drawOnline(event.online);
    const room = await get("channel", here());
    return Object.assign(state, { commands: room.commands, menu: room.menu });
  }
  if (event.channel === state.channel) {
    draw(event.id, event.html);
    return drawHints();
  }
  const channel = state.channels.find((c) => c.id === event.channel);
  if (channel && !channel.unread) {
    channel.unread = true;
    drawChannels();
  }
}

async function become(as) {
  state.as = as;
  const world = await get("state", { as });
  Object.assign(state, { bot: world.bot, channels: world.channels, hints: world.hints });
  $("guild").textContent = world.guild;
  $("as").replaceChildren(...world.people.map((p) => el("option", { value: p.name, selected: p.name === as }, p.shown)));
  await open(current()?.id ?? state.channels[0].id);
}

// fillMenu offers, when a message's menu opens, what may be done with the message now.
function fillMenu(menu) {
  const message = menu.closest(".message");
  const { id } = message.dataset;
  const line = (label, chosen) => el("li", {}, el("button", { type: "button", onclick: () => {
    menu.open = false;
    menu.querySelector("summary").focus();
    chosen();
  } }, label));
  menu.querySelector("ul").replaceChildren(
    line("Reply", () => composer.reply({ id, author: message.querySelector(".author").textContent })),
    ...state.menu.map((command) => line(`Apps › ${command}`, () => use("menu", { message: id, command }, message))));
}

messages.addEventListener("toggle", (event) => { if (event.target.open) fillMenu(event.target); }, true);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key === "Escape" && menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

messages.addEventListener("click", (event) => {
  const button = event.target.closest("[data-click], [data-apply]");
  if (!button) return;
  const message = button.closest(".message").dataset.id;
  if (button.dataset.click) return use("click", { message, custom_id: button.dataset.click }, button);
  const values = [...button.previousElementSibling.selectedOptions].map((o) => o.value);
  use("select", { message, custom_id: button.dataset.apply, values }, button);
});

messages.addEventListener("change", (event) => {
  const select = event.target.closest("[data-select]");
  if (!select || select.multiple || select.value === "") return;
  const message = select.closest(".message").dataset.id;
  use("select", { message, custom_id: select.dataset.select, values: [select.value] }, select);
});

$("as").addEventListener("change", (event) => become(event.target.value).catch(tell));

const composer = new Composer(() => state, use);

startPanels();
become(state.as).catch(tell);
