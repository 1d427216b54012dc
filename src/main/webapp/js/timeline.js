// The list of messages: ordered by seq, each once, shown as text only.

import { dayOf, exactTimeOf, sizeOf, timeOf } from "./words.js";

const MAX_SHOWN = 500;
const TOGETHER_MS = 5 * 60_000;
const AT_BOTTOM_PX = 40;

export class Timeline {
  #list;
  #scroller;
  #empty;
  #newest;
  #bySeq = new Map();
  // What the server has not given a place yet (seq 0), by id; it stands after all that have one.
  #placeless = new Map();
  #outgoing = new Map();
  #me = null;
  #following = true;

  constructor({ list, scroller, empty, newest }) {
    this.#list = list;
    this.#scroller = scroller;
    this.#empty = empty;
    this.#newest = newest;
    newest.addEventListener("click", () => this.toNewest());
    scroller.addEventListener("scroll", () => {
      this.#following = this.#atBottom();
      if (this.#following) {
        newest.hidden = true;
      }
    });
    // A notice or a keyboard takes room away: who was at the newest message stays there.
    new ResizeObserver(() => {
      if (this.#following) {
        this.toNewest();
      }
    }).observe(scroller);
  }

  get oldestSeq() {
    return this.#seqs()[0] ?? null;
  }

  get newestSeq() {
    return this.#seqs().at(-1) ?? null;
  }

  /** Whether messages are shown whose place only the history can tell. */
  get waitsForPlaces() {
    return this.#placeless.size > 0;
  }

  startFor(userId) {
    this.#me = userId;
    this.clear();
    this.#outgoing.clear();
    this.#list.replaceChildren();
    this.#empty.hidden = true;
  }

  /** Forgets what the server said; what still waits to be sent stays. */
  clear() {
    for (const shown of [this.#bySeq, this.#placeless]) {
      shown.forEach((item) => item.remove());
      shown.clear();
    }
  }

  /** Adds messages of the server, in any order; known ones are skipped. */
  add(messages) {
    const follow = this.#atBottom();
    const height = this.#scroller.scrollHeight;
    const before = this.oldestSeq;
    let fromOthers = false;
    for (const message of messages) {
      if (this.#bySeq.has(message.seq) || (!message.seq && this.#placeless.has(message.id))) {
        continue;
      }
      this.#place(message);
      fromOthers ||= message.userId !== this.#me;
    }
    this.#trim(follow);
    this.#decorate();
    const olderOnly = before !== null && messages.every(({ seq }) => seq > 0 && seq < before);
    if (olderOnly) {
      this.#scroller.scrollTop += this.#scroller.scrollHeight - height;
    } else if (follow) {
      this.toNewest();
    } else if (fromOthers) {
      this.#newest.hidden = false;
    }
  }

  /** Shows a message that is on its way. */
  addOutgoing(tempId, content) {
    const item = this.#item({ userId: this.#me, content, tempId, createdAt: new Date() });
    this.#outgoing.set(tempId, item);
    this.#list.append(item);
    this.#decorate();
    this.toNewest();
  }

  setState(tempId, state, words, retry = null) {
    const item = this.#outgoing.get(tempId);
    if (!item) {
      return;
    }
    item.dataset.state = state;
    item.querySelector(".meta").textContent = words;
    item.querySelector(".retry")?.remove();
    if (retry) {
      const button = element("button", "quiet retry", "Try again");
      button.type = "button";
      button.addEventListener("click", retry);
      item.querySelector(".bubble").append(button);
    }
    if (this.#following) {
      this.toNewest();
    }
  }

  toNewest() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#following = true;
    this.#newest.hidden = true;
  }

  showEmptyIfSo() {
    this.#empty.hidden = this.#list.childElementCount > 0;
  }

  #place(message) {
    if (message.userId === this.#me && this.#outgoing.has(message.tempId)) {
      this.#outgoing.get(message.tempId).remove();
      this.#outgoing.delete(message.tempId);
    }
    this.#placeless.get(message.id)?.remove();
    this.#placeless.delete(message.id);
    const item = this.#item(message);
    const after = message.seq ? this.#seqs().find((seq) => seq > message.seq) : undefined;
    const next = after === undefined ? this.#firstUnplaced(message) : this.#bySeq.get(after);
    if (message.seq) {
      this.#bySeq.set(message.seq, item);
    } else {
      this.#placeless.set(message.id, item);
    }
    this.#list.insertBefore(item, next ?? null);
  }

  #firstUnplaced(message) {
    const placeless = message.seq ? [...this.#placeless.values()] : [];
    return [...placeless, ...this.#outgoing.values()][0];
  }

  #item(message) {
    const item = element("li", message.userId === this.#me ? "message mine" : "message");
    const date = new Date(message.createdAt);
    item.dataset.user = message.userId;
    item.dataset.at = String(date.getTime());
    item.dataset.state = message.id ? "sent" : "sending";
    const bubble = element("div", "bubble");
    bubble.append(element("div", "content", message.content));
    if (message.data) {
      bubble.append(element("div", "attachment", `Binary data, ${sizeOf(message.data.byteLength)}`));
    }
    const time = element("time", "meta", this.#fate(message, date));
    time.dateTime = date.toISOString();
    time.title = exactTimeOf(date);
    bubble.append(time);
    item.append(element("div", "who", message.name ?? message.userId), bubble);
    return item;
  }

  #fate(message, date) {
    if (!message.id) {
      return "sending…";
    }
    return message.userId === this.#me ? `${timeOf(date)} ✓` : timeOf(date);
  }

  // Days get a line of their own, and what one user says in a row stands together.
  #decorate() {
    this.#list.querySelectorAll(".day").forEach((line) => line.remove());
    let previous = null;
    for (const item of [...this.#list.children]) {
      const at = Number(item.dataset.at);
      const day = dayOf(at);
      const sameDay = previous !== null && dayOf(Number(previous.dataset.at)) === day;
      if (!sameDay) {
        const line = element("li", "day", day);
        this.#list.insertBefore(line, item);
      }
      const follows =
        sameDay &&
        previous.dataset.user === item.dataset.user &&
        at - Number(previous.dataset.at) < TOGETHER_MS;
      item.classList.toggle("follows", follows);
      previous = item;
    }
    this.showEmptyIfSo();
  }

  #trim(follow) {
    if (!follow) {
      return;
    }
    for (const seq of this.#seqs().slice(0, Math.max(0, this.#bySeq.size - MAX_SHOWN))) {
      this.#bySeq.get(seq).remove();
      this.#bySeq.delete(seq);
    }
  }

  #seqs() {
    return [...this.#bySeq.keys()].sort((left, right) => left - right);
  }

  #atBottom() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < AT_BOTTOM_PX;
  }
}

function element(name, className, text = null) {
  const node = document.createElement(name);
  node.className = className;
  if (text !== null) {
    node.textContent = text;
  }
  return node;
}
