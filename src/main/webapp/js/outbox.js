// What this tab sends: each message keeps its tempId for as long as it takes, so that a retry is
// the same message to the server and nobody reads it twice.

import { newId } from "./session.js";

export class Outbox {
  #connection;
  #timeline;
  #onRateLimited;
  #waiting = new Map();

  constructor(connection, timeline, onRateLimited) {
    this.#connection = connection;
    this.#timeline = timeline;
    this.#onRateLimited = onRateLimited;
  }

  send(text) {
    const tempId = newId();
    const message = { content: clean(text), tempId };
    this.#timeline.addOutgoing(tempId, message.content);
    this.#deliver(message);
  }

  /** The connection is back: what waited for it goes out, in its order. */
  flush() {
    const messages = [...this.#waiting.values()];
    this.#waiting.clear();
    messages.forEach((message) => this.#deliver(message));
  }

  async #deliver(message) {
    const { tempId } = message;
    if (!this.#connection.isUp) {
      this.#wait(message);
      return;
    }
    this.#timeline.setState(tempId, "sending", "sending…");
    try {
      const answer = await this.#connection.request("chat:message", message);
      this.#timeline.add([answer.message]);
    } catch (failure) {
      this.#failed(message, failure);
    }
  }

  #failed(message, failure) {
    if (failure.code === "no_answer" && !this.#connection.isUp) {
      this.#wait(message);
      return;
    }
    if (failure.code === "rate_limited") {
      this.#onRateLimited(failure);
    }
    const words = failure.code === "rate_limited" ? "not sent: too fast" : `not sent: ${failure.message}`;
    this.#timeline.setState(message.tempId, "failed", words, () => this.#deliver(message));
  }

  #wait(message) {
    this.#waiting.set(message.tempId, message);
    this.#timeline.setState(message.tempId, "waiting", "waiting for the connection…");
  }
}

// Of the control characters the server takes line feed and tab alone.
function clean(text) {
  return text.replace(/\r\n?/g, "\n").replace(/(?![\n\t])\p{Cc}/gu, "").trim();
}
