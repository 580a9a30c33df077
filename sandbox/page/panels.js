// The developers' panels: what went over the wire, and the weather.

// startPanels makes the panels work. state is the page's.
export function startPanels({ state }) {
  void state;
}
