// Published clients that behave like an app, driven by lines of JSON, telling all that they see.
//
// In, a line each: {"do": "open" | "send" | "close" | "pause" | "resume" | "move" | "cut", "client", ...}.
// Out, a line each, fields parted by tabs: what it is, the client, and the fields of the Java side's
// Sighting. Times are the machine's monotonic clock, which the JVM reads, too.
// Ends when its input does.

import http from "node:http";
import readline from "node:readline";
import { io } from "socket.io-client";

const TRANSPORTS = {
  polling: ["polling"],
  websocket: ["websocket"],
  upgrade: ["polling", "websocket"],
};
const SECONDS = [1, 2, 4, 8, 10];
const PAGE = 100;
const bots = new Map();

function tell(what, client, ...fields) {
  process.stdout.write([what, client, ...fields, process.hrtime.bigint()].join("\t") + "\n");
}

class Bot {
  constructor(order) {
    this.client = order.client;
    this.namespace = order.namespace;
    this.ackMillis = order.ackMillis;
    this.window = order.window;
    this.atOnce = order.atOnce;
    this.waiting = [];
    this.underWay = 0;
    this.places = 0;
    this.held = false;
    this.links = 0;
    this.failures = 0;
    this.highest = 0;
    this.closed = false;
    this.told = true;
    this.socket = io(order.url + order.namespace, {
      forceNew: true,
      transports: TRANSPORTS[order.mode],
      auth: (give) => give({ token: order.token, deviceId: order.client }),
      agent: order.address && new http.Agent({ keepAlive: true, localAddress: order.address }),
      localAddress: order.address,
      timeout: 5000,
      reconnection: !order.atOnce,
      reconnectionDelay: 1000,
      reconnectionDelayMax: 10000,
      randomizationFactor: 1,
    });
    this.listen();
  }

  listen() {
    this.socket.on("connect", () => this.connected());
    this.socket.on("authenticated", (welcome) => {
      this.node = welcome.node;
      tell("node", this.client, welcome.node);
    });
    this.socket.on("disconnect", (reason) => {
      tell("disconnected", this.client, reason);
      this.comeBack();
    });
    this.socket.on("connect_error", (error) => {
      tell("failed", this.client, error.data?.code ?? error.message);
      this.comeBack(error.data?.retryAfterMs);
    });
    const event = this.namespace === "/" ? "message:received" : "chat:message";
    this.socket.on(event, (message) => this.received(message, false));
    for (const [name, online] of [["friend:online", true], ["friend:offline", false]]) {
      this.socket.on(name, ({ userId }) => tell("announced", this.client, userId, online));
    }
    this.socket.on("error", (error) => tell("failed", this.client, error?.code));
  }

  // As the page does: at once, then after a random part of 1, 2, 4, 8, 10 seconds. After a refusal
  // the published client leaves it to the app, whatever its options say.
  comeBack(hint = 0) {
    if (this.closed || (this.socket.active && !this.atOnce)) {
      return;
    }
    const seconds = SECONDS[Math.min(this.failures, SECONDS.length) - 1];
    const delay = this.failures === 0 ? 0 : Math.random() * seconds * 1000;
    this.failures += 1;
    setTimeout(() => !this.closed && this.socket.connect(), Math.max(delay, hint));
  }

  connected() {
    this.links += 1;
    this.failures = 0;
    this.link = `${this.client}#${this.links}`;
    if (this.socket.recovered) {
      tell("connected", this.client, this.link, true);
      this.told = true;
    } else {
      this.told = false;
      this.settleIn();
    }
    this.pump();
  }

  // An answer shows that the server is done with letting it in.
  async settleIn() {
    const link = this.link;
    const global = this.namespace !== "/";
    try {
      await (global
        ? this.socket.timeout(this.ackMillis).emitWithAck("online:count", {})
        : this.socket.timeout(this.ackMillis).emitWithAck("presence:get", { userIds: ["nobody"] }));
    } catch {
      if (link === this.link && this.socket.connected) {
        this.settleIn();
      }
      return;
    }
    if (link === this.link) {
      this.arrived();
      if (global && this.links > 1) {
        this.catchUp(link);
      }
    }
  }

  arrived() {
    if (!this.told) {
      this.told = true;
      tell("connected", this.client, this.link, false);
    }
  }

  async catchUp(link) {
    const goal = this.highest;
    let before = undefined;
    try {
      do {
        const page = await this.socket
          .timeout(this.ackMillis)
          .emitWithAck("chat:history", { limit: PAGE, before });
        if (link !== this.link || page.status !== "ok") {
          return;
        }
        page.messages.forEach((message) => this.received(message, true));
        before = page.nextBefore;
        if (page.messages.length > 0 && page.messages[0].seq <= goal + 1) {
          before = undefined;
        }
      } while (before !== undefined && before !== null);
      tell("caught-up", this.client);
    } catch {
      // The next connection tries again.
    }
  }

  received(message, fetched) {
    this.arrived();
    this.highest = Math.max(this.highest, message.seq ?? 0);
    const sender = message.userId ?? message.from;
    tell("received", this.client, sender, message.tempId, message.id, message.seq ?? 0, fetched);
  }

  send(order) {
    order.place = this.places++;
    this.waiting.push(order);
    this.pump();
  }

  pump() {
    while (
      this.socket.connected &&
      !this.held &&
      this.underWay < this.window &&
      this.waiting.length > 0
    ) {
      this.attempt(this.waiting.shift());
    }
  }

  attempt(order) {
    const { tempId, to, text } = order;
    this.underWay += 1;
    this.arrived();
    tell("sent", this.client, tempId, to ?? "", this.link);
    const answered = (error, answer) => {
      this.underWay -= 1;
      if (error) {
        this.again(order, 0);
      } else if (answer.status === "ok") {
        const { id, seq } = answer.message ?? answer;
        tell("acked", this.client, tempId, id, seq ?? 0, answer.pending === true);
      } else {
        tell("refused", this.client, tempId, answer.code, answer.retryable === true);
        if (answer.retryable === true) {
          this.again(order, answer.retryAfterMs ?? 200);
        }
      }
      this.pump();
    };
    const socket = this.socket.timeout(this.ackMillis);
    if (this.namespace === "/") {
      socket.emit("message:send", { to, text, tempId }, answered);
    } else {
      socket.emit("chat:message", { content: text, tempId }, answered);
    }
  }

  // What an app shows as sent must not be overtaken by what comes after it.
  again(order, delay) {
    this.waiting.push(order);
    this.waiting.sort((one, other) => one.place - other.place);
    this.held = true;
    setTimeout(() => {
      this.held = false;
      this.pump();
    }, delay);
  }

  close() {
    this.closed = true;
    this.socket.disconnect();
    bots.delete(this.client);
  }

  tcp() {
    return this.socket.io.engine?.transport?.ws?._socket;
  }

  /** Goes to another address and stays the same client; what the socket knows, it keeps. */
  move(url) {
    this.socket.io.uri = url;
    this.socket.io.engine?.close();
  }

  /** Ends the connection without a word of the protocol. */
  cut() {
    this.tcp()?.destroy();
  }
}

const orders = {
  open: (order) => bots.set(order.client, new Bot(order)),
  send: (order) => bots.get(order.client).send(order),
  close: (order) => bots.get(order.client)?.close(),
  pause: (order) => bots.get(order.client).tcp()?.pause(),
  resume: (order) => bots.get(order.client).tcp()?.resume(),
  move: (order) => bots.get(order.client).move(order.url),
  cut: (order) => bots.get(order.client).cut(),
};

const lines = readline.createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const order = JSON.parse(line);
  orders[order.do](order);
});
lines.on("close", () => process.exit(0));
