// Connections to Redis, the names of its keys, and the scripts.

import { readFileSync, readdirSync } from "node:fs";
import Redis from "ioredis";
import { config } from "./config.js";
import { log } from "./log.js";

const { url, prefix } = config.redis;
const scripts = new URL("./lua/", import.meta.url);

/** Keys and channels, named as the source documents name them. */
export const keys = {
  userSockets: (userId) => `${prefix}:user:${userId}:sockets`,
  userStatus: (userId) => `${prefix}:user:${userId}:status`,
  userDevices: (userId) => `${prefix}:user:${userId}:devices`,
  socketUser: (socketId) => `${prefix}:socket:${socketId}:user`,
  onlineUsers: `${prefix}:online_users`,
  presenceOnline: `${prefix}:socket:presence:online`,
  presenceOffline: `${prefix}:socket:presence:offline`,
  directOnce: (userId, tempId) => `${prefix}:message:${userId}:${tempId}`,
  limits: {
    socket: (socketId) => `${prefix}:rate_limit:socket:${socketId}:events`,
    messages: (userId) => `${prefix}:rate_limit:${userId}:messages`,
    global: (userId) => `${prefix}:global-chat:rate-limit:${userId}`,
  },
  global: {
    userOnline: (userId) => `${prefix}:global-chat:user-online:${userId}`,
    userSocket: (socketId) => `${prefix}:global-chat:user-socket:${socketId}`,
    onlineUsers: `${prefix}:global-chat:online-users`,
    seq: `${prefix}:global-chat:seq`,
    message: (id) => `${prefix}:global-chat:message:${id}`,
    once: (userId, tempId) => `${prefix}:global-chat:message-of:${userId}:${tempId}`,
  },
  prefix,
};

/**
 * Connects; fails when Redis cannot be reached now, and reconnects by itself later.
 *
 * `commands` also publishes. Those that subscribe can do nothing else, hence one for the adapter
 * and one for presence.
 */
export async function connectRedis() {
  // One retry: while Redis is away a client shall hear so, not wait.
  const commands = watched(new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 }));
  const bodies = readdirSync(scripts).map((file) => ({
    name: file.replace(/\.lua$/, ""),
    lua: readFileSync(new URL(file, scripts), "utf8"),
  }));
  for (const { name, lua } of bodies) {
    commands.defineCommand(name, { lua });
  }
  const adapter = watched(commands.duplicate());
  const presence = watched(commands.duplicate());
  await Promise.all([commands, adapter, presence].map((client) => client.connect()));
  await Promise.all(bodies.map(({ lua }) => commands.script("LOAD", lua)));
  return {
    commands,
    adapter,
    presence,
    isConnected: () => commands.status === "ready" && adapter.status === "ready",
    close: () => Promise.allSettled([adapter, presence, commands].map((client) => client.quit())),
  };
}

function watched(client) {
  return client.on("error", (failure) => log.warn({ event: "redis:error", code: failure.code }));
}
