// Who is online: the socket registry and the presence keys of the namespace `/`.

import { config } from "./config.js";
import { Heartbeats } from "./heartbeats.js";
import { log } from "./log.js";
import { metrics } from "./metrics.js";
import { keys } from "./redis.js";

const STALE_MS = 300_000;
const SWEEP_MS = 60_000;

export class Presence {
  #commands;
  #heartbeats;
  #sweeping;

  constructor({ commands }) {
    this.#commands = commands;
    this.#heartbeats = new Heartbeats((ids) =>
      this.#bestEffort(commands.heartbeat(1, keys.onlineUsers, keys.prefix, Date.now(), ...ids)),
    );
    this.#sweeping = setInterval(() => this.#bestEffort(this.#sweep()), SWEEP_MS);
  }

  /** Registers a socket. */
  async enter(socket) {
    this.#heartbeats.follow(socket);
    await this.#register(socket);
  }

  /** Registers sockets again, as Redis may have come back without them. */
  restore(sockets) {
    for (const socket of sockets) {
      this.#bestEffort(this.#register(socket));
    }
  }

  #register(socket) {
    const { userId, deviceId, connectedAt } = socket.data;
    return this.#commands.connectSocket(
      ...this.#keysOf(socket),
      socket.id,
      userId,
      deviceId,
      connectedAt,
      config.nodeName,
      keys.presenceOnline,
      change(userId),
    );
  }

  /** Removes a socket; with the last one the user is offline. */
  leave(socket) {
    const { userId, deviceId } = socket.data;
    const [before, behind] = keys.socketUser("\0").split("\0");
    return this.#bestEffort(
      this.#commands.disconnectSocket(
        ...this.#keysOf(socket),
        socket.id,
        userId,
        deviceId,
        before,
        behind,
        keys.presenceOffline,
        change(userId),
      ),
    );
  }

  stop() {
    this.#heartbeats.stop();
    clearInterval(this.#sweeping);
  }

  #keysOf(socket) {
    const { userId } = socket.data;
    return [
      5,
      keys.userSockets(userId),
      keys.socketUser(socket.id),
      keys.onlineUsers,
      keys.userStatus(userId),
      keys.userDevices(userId),
    ];
  }

  async #sweep() {
    const now = Date.now();
    const gone = await this.#commands.sweep(
      1,
      keys.onlineUsers,
      keys.prefix,
      now - STALE_MS,
      new Date(now).toISOString(),
      keys.presenceOffline,
    );
    if (gone > 0) {
      log.info({ event: "presence:swept", users: gone });
    }
  }

  /** What Redis does not hear now, it forgets by its TTLs. */
  async #bestEffort(work) {
    try {
      await work;
    } catch (failure) {
      log.warn({ event: "presence:lost", reason: failure.message });
    }
  }
}

/**
 * Counts the changes that all processes publish.
 *
 * Nobody is told of them: whose friend somebody is stands in a database that is not part of this.
 */
export async function hearChanges(subscriber) {
  subscriber.on("message", (channel) =>
    metrics.presence(channel === keys.presenceOnline ? "online" : "offline"),
  );
  await subscriber.subscribe(keys.presenceOnline, keys.presenceOffline);
}

function change(userId) {
  return JSON.stringify({ userId, timestamp: new Date().toISOString() });
}
