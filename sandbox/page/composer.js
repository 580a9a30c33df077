// The composer: a message, or a slash command with its options.
import { el } from "./api.js";
import { Commanding, flat, matching } from "./commanding.js";
import { Picker } from "./picker.js";

const form = document.getElementById("composer");
const text = document.getElementById("text");
const writing = document.getElementById("writing");
const about = document.getElementById("replying"); // what the message replies to, or that it is being edited
const room = el("span", { className: "room", role: "status" }); // how many characters are left
writing.append(room);
text.removeAttribute("maxlength"); // a text that is too long is not cut but told

const longest = 2000; // https://docs.discord.com/developers/resources/message#create-message
const near = 200; // characters from the end at which they are counted
const most = 25;

export class Composer {
  // place() is the page's state; use(what, body) does something with the bot and says whether that went well.
  constructor(place, use) {
    Object.assign(this, { place, use, command: null, to: null, edited: null, mentions: new Map() });
    Object.assign(this, { sent: Promise.resolve(), where: "", drafts: new Map() });
    const suggest = (typed) => this.suggest(typed), take = (item) => item.take();
    this.picker = new Picker(text, "Commands and mentions", suggest, take, { eager: true });
    form.noValidate = true;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    text.addEventListener("keydown", (event) => this.key(event));
    text.addEventListener("input", () => this.written());
    about.querySelector("button").addEventListener("click", () => this.reply(null));
    document.getElementById("commanding").addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.leave("");
    });
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && (this.to || this.edited)) {
      this.reply(null);
    } else if (event.key === "ArrowUp" && text.value === "" && !this.edited) {
      this.editLast(event);
    }
  }

  // written fits the field to what is in it, and begins a command whose name has been typed in full.
  written() {
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight + 2}px`;
    const left = longest - [...this.said()].length;
    room.textContent = left < near ? String(left) : "";
    room.classList.toggle("over", left < 0);
    const named = this.edited ? null : this.commands().find((c) => text.value.startsWith(`/${c.path} `));
    if (named) this.enter(named, text.value.slice(named.path.length + 2));
  }

  write(said) {
    text.value = said;
    this.written();
  }

  commands() { return flat(this.place().commands); }

  // reply makes the next message a reply to another, {id, author}; null: to none.
  reply(to) {
    if (this.edited) this.write("");
    this.edited = null;
    this.to = to;
    this.describe(to ? `Replying to ${to.author}` : "", "Do not reply");
    if (this.command) this.leave("");
    if (to) text.focus();
  }

  // move goes to another place and leaves what was being written where it was.
  move(where) {
    if (where === this.where) return;
    this.reply(null);
    this.drafts.set(this.where, text.value);
    this.where = where;
    this.write(this.drafts.get(where) ?? "");
  }

  // edit puts a message of one's own, {id, text}, into the field.
  edit(message) {
    this.reply(null);
    this.edited = message;
    this.describe("Editing your message", "Cancel");
    this.write(message.text);
    text.focus();
  }

  describe(what, cancel) {
    about.hidden = what === "";
    about.querySelector("span").textContent = what;
    about.querySelector("button").textContent = cancel;
  }

  editLast(event) {
    const own = [...document.querySelectorAll("#messages .message[data-may~=edit]")].at(-1);
    if (!own || own.dataset.text === undefined) return;
    event.preventDefault();
    this.edit({ id: own.dataset.id, text: own.dataset.text });
  }

  suggest(typed) {
    if (typed.startsWith("/") && !this.edited) {
      const args = (options) => options.map((o) => o.required ? o.name : `[${o.name}]`).join(" ");
      return matching(this.commands(), typed.slice(1)).slice(0, most).map((c) => ({
        name: `/${c.path}`, args: args(c.options), about: c.description, take: () => this.enter(c, ""),
      }));
    }
    const word = typed.match(/(?:^|\s)([@#])([^\s@#]*)$/);
    if (!word) return [];
    const wanted = word[2].toLowerCase();
    const named = word[1] === "@" ? this.people() : this.channels();
    return named.filter((n) => `${n.shown} ${n.about}`.toLowerCase().includes(wanted)).slice(0, most).map((n) => ({
      name: word[1] + n.shown, about: n.about,
      take: () => this.mention(word[1] + n.shown, n.mention, word[2].length + 1),
    }));
  }

  // people are those who can be mentioned, the bot first.
  people() {
    const { members = [], bot, roles = [] } = this.place();
    const isBot = (m) => m.bot && m.shown === bot;
    const others = members.filter((m) => !isBot(m))
      .map((m) => ({ shown: m.shown, about: m.name, mention: `<@${m.id}>` }));
    const groups = roles.filter((r) => !r.name.startsWith("@"))
      .map((r) => ({ shown: r.name, about: "role", mention: `<@&${r.id}>` }));
    const app = members.find(isBot);
    return [{ shown: bot, about: "ask it here", mention: app ? `<@${app.id}>` : `@${bot}` }, ...others, ...groups];
  }

  channels() {
    return this.place().channels.filter((c) => !c.dm)
      .map((c) => ({ shown: c.name, about: c.topic ?? "", mention: `<#${c.id}>` }));
  }

  // mention writes a name in the place of the last characters before the caret.
  mention(shown, sent, length) {
    this.mentions.set(shown, sent);
    const at = text.selectionStart;
    text.setRangeText(`${shown} `, at - length, at, "end");
    this.written();
  }

  // said is the text as it is sent: with mentions for the names that were picked.
  said() {
    const names = [...this.mentions.keys()].sort((a, b) => b.length - a.length);
    return names.reduce((said, name) => said.replaceAll(name, this.mentions.get(name)), text.value);
  }

  // enter shows a command's options in the place of the message.
  enter(command, typed) {
    this.write("");
    this.command = new Commanding(command, this.place, (left) => this.leave(left));
    writing.hidden = true;
    this.command.begin(typed);
  }

  // leave goes back to writing.
  leave(left) {
    this.command?.close();
    this.command?.forget();
    this.command = null;
    writing.hidden = false;
    this.write(left);
    text.focus();
  }

  // refresh offers commands that have come after their name was begun.
  refresh() {
    if (text.value.startsWith("/") && document.activeElement === text) this.picker.refresh();
  }

  async send() {
    return this.command ? this.sendCommand() : this.sendText();
  }

  // sendText sends the message, after those before it. The field is free at once; what was not taken comes back to it.
  async sendText() {
    const said = this.said(), { to, edited, mentions, where } = this, { as, channel } = this.place();
    const written = text.value;
    if (said.trim() === "" || [...said].length > longest) return;
    this.reply(null);
    this.mentions = new Map();
    this.write("");
    this.sent = this.sent.then(() => edited ? this.use("edit", { as, channel, message: edited.id, text: said })
      : this.use("say", { as, channel, text: said, message: to?.id ?? "" }));
    if (await this.sent || this.command) return;
    if (this.where !== where) return this.drafts.set(where, written);
    const later = text.value;
    if (later === "" && edited) this.edit(edited);
    else if (later === "" && to) this.reply(to);
    this.mentions = new Map([...mentions, ...this.mentions]);
    this.write(later === "" ? written : `${written}\n${later}`);
  }

  // sendCommand uses the command. If that fails, it is there again as it was, unless something else was begun.
  async sendCommand() {
    const { command } = this;
    if (!command.check()) return;
    const options = command.values();
    command.close();
    this.command = null;
    writing.hidden = false;
    text.focus();
    if (await this.use("slash", { command: command.command.path, options }) || this.command || text.value !== "") {
      return command.forget();
    }
    writing.hidden = true;
    this.command = command;
    command.reopen();
  }
}
