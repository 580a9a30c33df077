// What may be done with a message: its menu, and what follows.
import { ask } from "./ask.js";
import { openMenu } from "./menu.js";

const emoji = [["👍", "Agree"], ["👎", "Disagree"], ["✅", "Done"], ["❓", "Question"], ["👀", "Looking"], ["🙏", "Thanks"]];

// messageMenu opens the menu of a message. page offers what it leads to: {menu, channel, use, send, reply, edit, open, tell}.
export function messageMenu(node, button, page, only) {
  const { id, may } = node.dataset;
  const can = (right) => may.split(" ").includes(right);
  const again = () => button.isConnected ? button : document.querySelector(`.message[data-id="${id}"] [data-menu]`);
  const react = { heading: "React", row: true, items: can("react") ? emoji.map(([sign, name]) => ({
    label: sign, about: name, choose: () => page.send("react", { message: id, emoji: sign }),
  })) : [] };
  if (only === "react") return openMenu(button, "React", [react], again);
  const pinned = "pinned" in node.dataset;
  const lines = [
    can("reply") && { label: "Reply", icon: "reply", choose: () => page.reply(node) },
    can("thread") && { label: "Start thread", icon: "thread", choose: () => startThread(id, page) },
    can("pin") && { label: pinned ? "Unpin" : "Pin", icon: "pin", choose: () => page.send(pinned ? "unpin" : "pin", { message: id }) },
    can("edit") && { label: "Edit", icon: "pencil", choose: () => page.edit(id, node.dataset.text) },
    { label: "Copy message ID", icon: "text", choose: () => navigator.clipboard?.writeText(id) },
  ].filter(Boolean);
  openMenu(button, "Actions on this message", [
    react,
    { items: lines },
    { heading: "Apps", items: page.menu().map((command) => ({
      label: command, choose: () => page.use("menu", { message: id, command, channel: page.channel() }, button) })) },
    { items: can("delete") ? [{ label: "Delete", icon: "close", danger: true, choose: () => remove(id, page) }] : [] },
  ], again);
}

async function startThread(message, page) {
  const values = await ask({ title: "Start a thread", fields: [{ name: "name", label: "Name of the thread", max: 100 }], button: "Start" });
  if (!values) return;
  const { channel } = await page.send("thread", { message, name: values.name });
  if (channel) page.open(channel).catch(page.tell);
}

async function remove(message, page) {
  const sure = await ask({ title: "Delete this message?", text: "It cannot be brought back.", button: "Delete", danger: true });
  if (sure) page.send("delete", { message });
}
