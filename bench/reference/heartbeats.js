// Signs of life of sockets, told to Redis once a second for all of them together.

const PERIOD_MS = 1_000;
const SOCKETS_A_CALL = 250;

export class Heartbeats {
  #tell;
  #waiting = [];
  #timer = setInterval(() => this.#flush(), PERIOD_MS);

  /** @param tell takes `[socketId, userId, socketId, userId, ...]` */
  constructor(tell) {
    this.#tell = tell;
  }

  /** From now on each pong of the socket's connection keeps the socket. */
  follow(socket) {
    const beat = () => this.#waiting.push(socket.id, socket.data.userId);
    // The connection outlives the socket when it has others.
    socket.conn.on("heartbeat", beat);
    socket.once("disconnect", () => socket.conn.removeListener("heartbeat", beat));
  }

  stop() {
    clearInterval(this.#timer);
  }

  #flush() {
    const all = this.#waiting;
    this.#waiting = [];
    for (let at = 0; at < all.length; at += 2 * SOCKETS_A_CALL) {
      this.#tell(all.slice(at, at + 2 * SOCKETS_A_CALL));
    }
  }
}
