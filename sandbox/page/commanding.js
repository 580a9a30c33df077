// A slash command that is being filled in, in the place of the message.
import { el, icon } from "./api.js";
import { optionField } from "./option.js";

const box = document.getElementById("commanding");

// Types of options that are commands of their own.
const subcommand = 1, group = 2;

// flat lists the commands that can be used: {path, description, options}, each subcommand as one of its own.
export function flat(commands) {
  const under = (path, { description, options = [] }) => {
    const inner = (options ?? []).filter((o) => o.type === subcommand || o.type === group);
    return inner.length ? inner.flatMap((o) => under(`${path} ${o.name}`, o))
      : [{ path, description, options: options ?? [] }];
  };
  return commands.flatMap((c) => under(c.name, c));
}

// matching finds and ranks commands by what has been typed after the slash.
export function matching(commands, typed) {
  const wanted = typed.toLowerCase();
  const rank = ({ path }) => path.startsWith(wanted) ? 0 : path.split(" ").some((w) => w.startsWith(wanted)) ? 1
    : path.includes(wanted) ? 2 : 3;
  return commands.filter((c) => rank(c) < 3).sort((a, b) => rank(a) - rank(b));
}

export class Commanding {
  // place() is the page's state; leave(text) goes back to writing.
  constructor(command, place, leave) {
    Object.assign(this, { command, place, fields: [], leave });
    this.list = el("div", { className: "fields" });
    this.more = el("div", { className: "more" });
    box.replaceChildren(
      el("p", { className: "what" }, el("b", {}, `/${command.path}`), " ",
        el("span", { className: "faint" }, command.description)),
      this.list, this.more, el("p", { className: "row" },
        el("button", { className: "button style1" }, "Send"),
        el("button", { className: "button", type: "button", onclick: () => leave("") }, "Cancel")));
    box.setAttribute("aria-label", `/${command.path}`);
    command.options.filter((o) => o.required).forEach((o) => this.add(o));
    this.offer();
    box.hidden = false;
  }

  // begin goes to the first field, with what has been typed after the command's name.
  begin(typed) {
    const options = this.command.options;
    if (this.fields.length === 0 && options.length === 1) this.add(options[0]);
    this.offer();
    const first = this.fields[0];
    if (first && typed) first.show(typed);
    (first ?? { focus: () => box.querySelector("button").focus() }).focus();
  }

  add(option) {
    const ask = () => ({ ...this.place(), command: this.command.path, options: this.values(option.name) });
    const made = optionField(option, ask, this.place);
    made.control.addEventListener("keydown", (event) => {
      if (event.key !== "Backspace" || made.control.value !== "" || event.repeat) return;
      event.preventDefault();
      if (!option.required) this.drop(made);
      else if (this.fields[0] === made && !this.touched()) this.leave(`/${this.command.path}`);
    });
    if (!option.required) {
      made.node.append(el("button", { type: "button", className: "drop", ariaLabel: `Remove ${option.name}`,
        onclick: () => this.drop(made) }, icon("close")));
    }
    this.fields.push(made);
    this.list.append(made.node);
    return made;
  }

  // drop takes an optional field away again.
  drop(made) {
    this.fields = this.fields.filter((f) => f !== made);
    made.remove();
    this.offer();
    (this.fields.at(-1) ?? { focus: () => box.querySelector("button").focus() }).focus();
  }

  // offer lists the optional options that are not there yet.
  offer() {
    const rest = this.command.options.filter((o) => !this.fields.some((f) => f.option === o));
    this.more.replaceChildren(...rest.map((o) => el("button", { type: "button", className: "button",
      onclick: () => { const made = this.add(o); this.offer(); made.focus(); } },
    `+ ${o.name}`, el("span", { className: "faint" }, ` ${o.description}`))));
  }

  touched() { return this.fields.some((f) => f.control.value !== ""); }

  // check shows what is wrong and goes to the first field concerned; it says whether all is well.
  check() {
    const wrong = this.fields.filter((f) => !f.check());
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  // values are the options by name, without those that are empty or wrong, and without one if it is named.
  values(without) {
    const given = this.fields.filter((f) => f.option.name !== without && f.isRight());
    return Object.fromEntries(given.map((f) => [f.option.name, f.value()]));
  }

  // close takes the fields off the page; reopen puts them back as they were, or forget lets go of them.
  close() {
    this.kept = [...box.childNodes];
    box.replaceChildren();
    box.hidden = true;
  }

  reopen() {
    box.replaceChildren(...this.kept);
    box.hidden = false;
    this.fields[0]?.focus();
  }

  forget() { this.fields.forEach((f) => f.remove()); }
}
