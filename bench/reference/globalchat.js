// The public room, `/global-chat`.

import { randomUUID } from "node:crypto";
import { config } from "./config.js";
import { Heartbeats } from "./heartbeats.js";
import { log } from "./log.js";
import { metrics } from "./metrics.js";
import { noPayload, postRequest } from "./payloads.js";
import { keys } from "./redis.js";
import { userLimits } from "./throttle.js";

export const ROOM = "global-chat-room";

// More than so many who come and go at once are told as a count only.
const MAX_TOLD = 100;

export function globalChatEvents({ commands }, namespace) {
  return {
    "chat:message": {
      schema: postRequest,
      userLimit: userLimits.global,
      async handle(socket, { content, tempId, data }) {
        const { userId, name } = socket.data;
        const id = randomUUID();
        const message = { id, userId, name, content, tempId, createdAt: new Date().toISOString() };
        const [seq, before] = await commands.post(
          3,
          keys.global.seq,
          keys.global.once(userId, tempId),
          keys.global.message(id),
          JSON.stringify(message).slice(1),
        );
        if (seq === 0) {
          return { message: JSON.parse(before), tempId };
        }
        const placed = { seq, ...message };
        namespace.to(ROOM).emit("chat:message", data ? { ...placed, data } : placed);
        metrics.sent("chat:message");
        return { message: placed, tempId };
      },
    },
    "online:count": {
      schema: noPayload,
      async handle() {
        return { count: await commands.scard(keys.global.onlineUsers) };
      },
    },
  };
}

/** Who is in the room, in Redis, and telling the room of it. */
export class RoomMembers {
  #commands;
  #namespace;
  #heartbeats;
  #changes = new Map();
  #timer;

  constructor({ commands }, namespace) {
    this.#commands = commands;
    this.#namespace = namespace;
    this.#heartbeats = new Heartbeats((ids) =>
      this.#bestEffort(commands.stay(0, keys.prefix, ...ids)),
    );
  }

  async enter(socket) {
    this.#heartbeats.follow(socket);
    const first = await this.#register(socket);
    if (first === 1) {
      this.#changed("user:joined", socket.data);
    }
  }

  /** Registers sockets again, as Redis may have come back without them; nobody is told. */
  restore(sockets) {
    for (const socket of sockets) {
      this.#bestEffort(this.#register(socket));
    }
  }

  async leave(socket) {
    await this.#bestEffort(
      this.#commands
        .leave(...this.#keysOf(socket), socket.id, socket.data.userId)
        .then((last) => last === 1 && this.#changed("user:left", socket.data)),
    );
  }

  stop() {
    this.#heartbeats.stop();
    clearTimeout(this.#timer);
  }

  #register(socket) {
    const { userId, connectedAt } = socket.data;
    return this.#commands.enter(...this.#keysOf(socket), socket.id, userId, connectedAt);
  }

  #keysOf(socket) {
    const { userId } = socket.data;
    return [
      3,
      keys.global.userOnline(userId),
      keys.global.userSocket(socket.id),
      keys.global.onlineUsers,
    ];
  }

  #changed(event, { userId, name }) {
    // Who left and came back meanwhile is not mentioned.
    const before = this.#changes.get(userId);
    if (before !== undefined && before.event !== event) {
      this.#changes.delete(userId);
    } else {
      this.#changes.set(userId, { event, userId, name });
    }
    if (config.announceMs === 0) {
      this.#bestEffort(this.#tell());
    } else {
      this.#timer ??= setTimeout(() => this.#bestEffort(this.#tell()), config.announceMs);
    }
  }

  async #tell() {
    this.#timer = undefined;
    const changes = this.#changes;
    this.#changes = new Map();
    if (changes.size <= MAX_TOLD) {
      const timestamp = new Date().toISOString();
      for (const { event, userId, name } of changes.values()) {
        this.#namespace.to(ROOM).emit(event, { userId, name, timestamp });
        metrics.sent(event);
      }
    }
    const count = await this.#commands.scard(keys.global.onlineUsers);
    this.#namespace.to(ROOM).volatile.emit("online:count", { count });
    metrics.sent("online:count");
  }

  async #bestEffort(work) {
    try {
      await work;
    } catch (failure) {
      log.warn({ event: "room:lost", reason: failure.message });
    }
  }
}
