// What the panels hear of the sandbox.

export const most = 300; // entries that are kept, and drawn

const often = 100; // milliseconds between two drawings

// A Feed is a stream of {entries, weather} for the panel that is open. It keeps the last entries, newest last.
export class Feed {
  constructor() { Object.assign(this, { entries: [], weather: null, next: 0, source: null, late: [], timer: 0 }); }

  // open listens until close, and tells what is new a few times a second.
  open(hear) {
    this.hear = hear;
    this.source = new EventSource(`/page/wire?from=${this.next}`);
    this.source.onopen = () => this.tell({ alive: true });
    this.source.onerror = () => this.tell({ alive: false });
    this.source.onmessage = (event) => {
      this.next = event.lastEventId || this.next;
      const news = JSON.parse(event.data);
      if (news.anew) return this.begin(); // it is another sandbox
      if (news.weather) return this.tell({ weather: news.weather });
      news.text = event.data.toLowerCase();
      this.late.push(news);
      this.timer ||= setTimeout(() => this.flush(), often);
    };
  }

  // begin forgets what there was.
  begin() {
    this.late = [];
    this.clear();
    this.tell({ anew: true });
  }

  tell(news) {
    if (news.weather) this.weather = news.weather;
    this.hear({ entries: [], ...news });
  }

  flush() {
    clearTimeout(this.timer);
    this.timer = 0;
    const entries = this.late.slice(-most);
    this.late = [];
    this.entries = [...this.entries, ...entries].slice(-most);
    if (entries.length > 0) this.hear?.({ entries });
  }

  close() {
    this.source?.close();
    this.source = null;
    this.flush();
    this.hear = null;
  }

  clear() { this.entries = []; }
}
