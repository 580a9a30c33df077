// What the page asks of the sandbox, and the elements it makes.

// ask sends a request. That nobody answers is an Error like any other.
const ask = (path, options) => fetch(`/page/${path}`, options).catch(() => { throw new Error(silence); });

export const silence = "The sandbox does not answer";

// get fetches a page's data; the person who acts goes with it.
export async function get(path, query) {
  const response = await ask(`${path}?${new URLSearchParams(query)}`);
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

// act does something as a person and returns what comes of it. What the bot did not answer is an Error that has failed.
export async function act(what, body) {
  const response = await ask(what, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  if (answer.failed) throw Object.assign(new Error(answer.failed), { failed: true });
  return answer;
}

// listen calls back for every event after a place, until close is called on what it returns, and lost when nobody
// answers.
export function listen(as, from, heard, lost) {
  const source = new EventSource(`/page/events?${new URLSearchParams({ as, from })}`);
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onerror = lost;
  return source;
}

// el makes an element.
export function el(tag, properties = {}, ...children) {
  const { dataset, ...rest } = properties;
  const node = Object.assign(document.createElement(tag), rest);
  Object.assign(node.dataset, dataset);
  node.append(...children);
  return node;
}

// icon makes one of the signs in icons.svg.
export function icon(name) {
  const ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  const use = document.createElementNS(ns, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

// avatar makes somebody's mark: {shown, hue, bot}.
export function avatar({ shown, hue, bot }, small = false) {
  return el("span", { className: `avatar hue${hue}${bot ? " square" : ""}${small ? " small" : ""}`, ariaHidden: "true" },
    [...shown][0]?.toUpperCase() ?? "?");
}
