// The fields of a slash command's options.
import { act, el } from "./api.js";
import { field, lengthFault } from "./field.js";
import { Picker } from "./picker.js";

// Types of options, https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-type.
const type = { text: 3, integer: 4, boolean: 5, user: 6, channel: 7, role: 8, mentionable: 9, number: 10, file: 11 };

const pause = 150; // milliseconds without a key before suggestions are asked for
const most = 25; // suggestions that a list shows, as many as Discord's

// optionField makes the field of an option: {option, node, control, value(), isRight(), check(), show(text), focus(),
// remove()}. ask tells where, as whom and for which command, with what in the other options: {as, channel, command,
// options}; place is the page's state.
export function optionField(option, ask, place) {
  const made = option.autocomplete ? completed(option, ask)
    : isFrom(option) ? listed(option, place) : plain(option);
  const wrong = () => {
    if (made.input.value === "") return option.required ? "This option is required. Specify a value." : "";
    return made.wrong();
  };
  return {
    option, node: made.field.node, control: made.input,
    value: () => made.value(),
    isRight: () => made.input.value !== "" && made.wrong() === "",
    show: (shown) => { made.input.value = shown; },
    check: () => { const w = wrong(); made.field.fault(w); return w === ""; },
    focus: () => made.input.focus(),
    remove: () => { made.picker?.remove(); made.field.node.remove(); },
  };
}

// isFrom says whether an option takes one of a list.
const isFrom = (o) => o.choices?.length > 0
  || [type.boolean, type.user, type.channel, type.role, type.mentionable].includes(o.type);

const isNumber = (o) => o.type === type.integer || o.type === type.number;

function textInput(option) {
  const input = el("input", { type: "text", name: option.name, required: option.required, autocomplete: "off" });
  if (isNumber(option)) input.inputMode = option.type === type.number ? "decimal" : "numeric";
  input.disabled = option.type === type.file;
  return { input, field: field(input, { label: option.name, required: option.required, description: about(option) }) };
}

// about is the description of an option and what it takes.
function about(o) {
  const limits = [];
  if (o.min_value != null) limits.push(`from ${o.min_value}`);
  if (o.max_value != null) limits.push(`to ${o.max_value}`);
  if (o.type === type.file) limits.push("files cannot be given here");
  return limits.length ? `${o.description} (${limits.join(" ")})` : o.description;
}

// plain is an option that takes any text or number.
function plain(option) {
  const { input, field } = textInput(option);
  const value = () => isNumber(option) ? Number(input.value) : input.value;
  return { input, field, value, wrong: () => fault(option, input.value) };
}

// fault says what is wrong with a typed value, "" if nothing.
function fault(o, typed) {
  if (!isNumber(o)) return lengthFault(typed, o);
  const n = Number(typed);
  if (typed.trim() === "" || !Number.isFinite(n)) return "Input a valid number.";
  if (o.type === type.integer && !Number.isSafeInteger(n)) return "Input a valid integer.";
  if (o.min_value != null && n < o.min_value) return `Must be ${o.min_value} or more.`;
  return o.max_value != null && n > o.max_value ? `Must be ${o.max_value} or less.` : "";
}

// completed is an option for which the bot makes suggestions; other values may be typed.
function completed(option, ask) {
  const { input, field } = textInput(option);
  let timer, picked;
  const find = (typed) => {
    clearTimeout(timer);
    if (picked?.name === typed) return null;
    return new Promise((resolve, reject) => {
      timer = setTimeout(() => {
        const { as, channel, command, options } = ask();
        const asked = { as, channel, command, options, option: option.name, text: typed };
        act("complete", asked).then((a) => resolve(a.choices), reject);
      }, pause);
    });
  };
  const picker = new Picker(input, `Suggestions for ${option.name}`, find,
    (choice) => { picked = choice; input.value = choice.name; field.fault(""); },
    { none: "No options match your search." });
  const isPicked = () => picked?.name === input.value;
  const value = () => isPicked() ? picked.value : isNumber(option) ? Number(input.value) : input.value;
  return { input, field, picker, value, wrong: () => isPicked() ? "" : fault(option, input.value) };
}

// listed is an option that takes one of a list: its choices, true and false, or somebody or something of the server.
function listed(option, place) {
  const { input, field } = textInput(option);
  let picked;
  const all = () => items(option, place());
  const find = (typed) => {
    const wanted = typed.trim().replace(/^[@#]/, "").toLowerCase();
    if (picked?.name === typed) return null;
    return all().filter((i) => `${i.name} ${i.about ?? ""}`.toLowerCase().includes(wanted)).slice(0, most);
  };
  const picker = new Picker(input, `Values of ${option.name}`, find,
    (item) => { picked = item; input.value = item.name; field.fault(""); },
    { eager: true, none: "No options match your search." });
  const chosen = () => picked?.name === input.value ? picked
    : all().find((i) => i.name.toLowerCase() === input.value.trim().toLowerCase());
  return { input, field, picker, value: () => chosen()?.value, wrong: () => chosen() ? "" : "Choose one of the list." };
}

function items(option, { members = [], roles = [], channels = [] }) {
  if (option.choices?.length) return option.choices;
  const people = () => members.map((m) => ({ name: `@${m.shown}`, about: m.name, value: m.id }));
  const at = (name) => name.startsWith("@") ? name : `@${name}`;
  const groups = () => roles.map((r) => ({ name: at(r.name), about: "role", value: r.id }));
  switch (option.type) {
    case type.boolean: return [{ name: "True", value: true }, { name: "False", value: false }];
    case type.user: return people();
    case type.role: return groups();
    case type.mentionable: return [...people(), ...groups()];
  }
  const kinds = option.channel_types;
  return channels.filter((c) => !c.dm && (!kinds?.length || kinds.includes(c.kind)))
    .map((c) => ({ name: `#${c.name}`, about: c.topic, value: c.id }));
}
