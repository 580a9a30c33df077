// The composer: a message, or a slash command with its options.
import { act, el } from "./api.js";
import { Picker } from "./picker.js";

const form = document.getElementById("composer");
const text = document.getElementById("text");
const writing = document.getElementById("writing");
const commanding = document.getElementById("commanding");

const replying = document.getElementById("replying");

const pause = 150; // milliseconds without a key before suggestions are asked for

export class Composer {
  // place() tells where and as whom: {as, channel, bot, commands}; use(what, body) asks the bot for something.
  constructor(place, use) {
    Object.assign(this, { place, use, command: null, fields: [], to: null });
    new Picker(text, "Commands and mentions", (typed) => this.suggest(typed), (item) => item.take());
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); this.send(); }
    });
    text.addEventListener("input", () => {
      text.style.height = "auto";
      text.style.height = `${text.scrollHeight + 2}px`;
    });
    replying.querySelector("button").addEventListener("click", () => this.reply(null));
    commanding.addEventListener("keydown", (event) => { if (event.key === "Escape") this.leave(); });
  }

  // reply makes the next message a reply to another, {id, author}; null: to none.
  reply(to) {
    this.to = to;
    replying.hidden = !to;
    replying.querySelector("span").textContent = to ? `Replying to ${to.author}` : "";
    if (this.command) this.leave();
    if (to) text.focus();
  }

  suggest(typed) {
    const { commands, bot } = this.place();
    if (typed.startsWith("/")) {
      const wanted = typed.slice(1).trimEnd();
      return commands.filter((c) => c.name.startsWith(wanted))
        .map((c) => ({ name: `/${c.name}`, about: c.description, take: () => this.enter(c) }));
    }
    const at = typed.match(/(^|\s)@(\w*)$/);
    if (!at || !bot.toLowerCase().startsWith(at[2].toLowerCase())) return [];
    return [{ name: `@${bot}`, about: "ask it here", take: () => {
      text.value = `${typed.slice(0, typed.length - at[2].length - 1)}@${bot} `;
    } }];
  }

  // enter shows a command's options in the place of the message.
  enter(command) {
    this.command = command;
    this.fields = (command.options ?? []).map((option) => this.field(option));
    commanding.replaceChildren(
      el("span", { className: "name" }, `/${command.name}`),
      ...this.fields.map((f) => f.node),
      el("button", { className: "button style1" }, "Send"),
      el("button", { className: "button", type: "button", onclick: () => this.leave() }, "Cancel"));
    writing.hidden = true;
    commanding.hidden = false;
    text.value = "";
    commanding.querySelector("input, select, button")?.focus();
  }

  field(option) {
    const id = `option-${option.name}`;
    const choices = option.type === 5 ? [{ name: "True", value: true }, { name: "False", value: false }] : option.choices;
    const input = choices?.length
      ? el("select", { id }, el("option", { value: "" }, ""), ...choices.map((c) => el("option", {}, c.name)))
      : el("input", { id, type: option.type === 3 ? "text" : "number", step: option.type === 10 ? "any" : "1" });
    input.required = option.required;
    if (option.max_length) input.maxLength = option.max_length;
    const field = { option, input, choices, picked: null };
    if (option.autocomplete) this.complete(field);
    field.node = el("span", { className: "field" },
      el("label", { htmlFor: id }, option.name, " ", el("span", { className: "faint" }, option.description)), input);
    return field;
  }

  // complete gives a field the bot's own suggestions.
  complete(field) {
    let timer;
    const find = (typed) => new Promise((found) => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        if (field.picked && field.picked.name === typed) return found([]);
        const { as, channel } = this.place();
        const asked = { as, channel, command: this.command.name, option: field.option.name, text: typed };
        found(await act("complete", asked).then((a) => a.choices, () => []));
      }, pause);
    });
    field.picker = new Picker(field.input, `Suggestions for ${field.option.name}`, find, (choice) => {
      field.picked = choice;
      field.input.value = choice.name;
    });
  }

  leave() {
    this.fields.forEach((f) => f.picker?.remove());
    this.command = null;
    this.fields = [];
    commanding.hidden = true;
    writing.hidden = false;
    text.focus();
  }

  value({ option, input, choices, picked }) {
    if (choices?.length) return choices[input.selectedIndex - 1]?.value;
    if (input.value === "") return undefined;
    if (option.type !== 3) return Number(input.value);
    return picked?.name === input.value ? picked.value : input.value;
  }

  send() {
    if (!this.command) {
      const said = text.value;
      if (said.trim() === "") return;
      text.value = "";
      text.style.height = "auto";
      this.use("say", { text: said, message: this.to?.id ?? "" });
      if (this.to) this.reply(null);
      return;
    }
    const options = {};
    for (const field of this.fields) {
      const value = this.value(field);
      if (value !== undefined) options[field.option.name] = value;
    }
    const command = this.command.name;
    this.leave();
    this.use("slash", { command, options });
  }
}
