// Brings a socket back: at once, then after about 1, 2, 4, 8 and at most 10 seconds.
//
// The client's own timer does not tell when it will try next, and cannot start at once; so it is
// off (reconnection: false) and this takes its place.

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 10_000;

export class Reconnect {
  #connect;
  #onWaiting;
  #attempts = 0;
  #timer = null;
  #ticker = null;

  /**
   * @param connect starts one attempt
   * @param onWaiting is told the seconds until the next attempt, once a second
   */
  constructor(connect, onWaiting) {
    this.#connect = connect;
    this.#onWaiting = onWaiting;
  }

  /** An attempt failed or a connection was lost; the server may ask for a longer wait. */
  schedule(atLeastMs = 0) {
    this.#stop();
    const delay = Math.max(this.#nextDelay(), atLeastMs);
    const due = Date.now() + delay;
    const tell = () => this.#onWaiting(Math.max(1, Math.ceil((due - Date.now()) / 1_000)));
    if (delay >= 500) {
      tell();
      this.#ticker = setInterval(tell, 1_000);
    }
    this.#timer = setTimeout(() => this.now(), delay);
  }

  /** Does not wait any longer. */
  now() {
    this.#stop();
    this.#connect();
  }

  /** The connection is up, or not wanted any more. */
  reset() {
    this.#stop();
    this.#attempts = 0;
  }

  // Spread over the whole span (full jitter): after a restart not all clients come in one wave.
  #nextDelay() {
    const attempt = this.#attempts++;
    if (attempt === 0) {
      return 0;
    }
    return Math.random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  }

  #stop() {
    clearTimeout(this.#timer);
    clearInterval(this.#ticker);
  }
}
