// The stack that Parley replaces: Socket.IO on Node.js, with its Redis adapter.

import { setTimeout as pause } from "node:timers/promises";
import { createAdapter, createShardedAdapter } from "@socket.io/redis-adapter";
import { Server } from "socket.io";
import { authenticate, rememberHandshake } from "./auth.js";
import { config } from "./config.js";
import { directEvents, userRoom } from "./direct.js";
import { handlersUnderWay, listen } from "./gateway.js";
import { ROOM, RoomMembers, globalChatEvents } from "./globalchat.js";
import { httpServer } from "./http.js";
import { flushLog, log, logConnection } from "./log.js";
import { metrics, watchRedis } from "./metrics.js";
import { Presence, hearChanges } from "./presence.js";
import { connectRedis, keys } from "./redis.js";

const MAX_WORK_MS = 30_000;
// Clients that do not answer the close of their WebSocket are not waited for.
const MAX_CLOSE_MS = 2_000;
const LOOK_MS = 10;
const BACKLOG = 4_096;

const redis = await connectRedis();
watchRedis(redis.isConnected);
let draining = false;
let leaving = 0;

const http = httpServer(() => ({ draining, redis: redis.isConnected() }));
const io = new Server(http, {
  adapter: adapter(),
  serveClient: false,
  pingInterval: 25_000,
  pingTimeout: 20_000,
  maxHttpBufferSize: 64 * 1_024,
  cors: config.allowedOrigins.length > 0 ? { origin: config.allowedOrigins, credentials: true } : {},
  // CORS says nothing of WebSockets, so the origin is checked here.
  allowRequest: ({ headers }, decide) => decide(null, originAllowed(headers)),
});
io.engine.on("connection", rememberHandshake);

const presence = new Presence(redis);
await hearChanges(redis.presence);
const direct = directEvents(redis);
io.use(authenticate);
io.on("connection", (socket) => {
  socket.join(userRoom(socket.data.userId));
  admit(socket, direct, presence);
});

const globalChat = io.of("/global-chat");
const members = new RoomMembers(redis, globalChat);
const global = globalChatEvents(redis, globalChat);
globalChat.use(authenticate);
globalChat.on("connection", (socket) => {
  socket.join(ROOM);
  admit(socket, global, members);
});

redis.commands.on("ready", () => {
  presence.restore(io.sockets.sockets.values());
  members.restore(globalChat.sockets.values());
});

// One failed promise of a library must not end everybody's connections.
process.on("unhandledRejection", (failure) => log.error({ event: "unhandled", err: failure }));
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

http.listen({ host: config.host, port: config.port, backlog: BACKLOG }, () => {
  process.stdout.write(`reference is ready: http://${config.host}:${config.port}\n`);
});

function adapter() {
  const key = `${keys.prefix}:socket.io`;
  return config.redis.adapter === "sharded"
    ? createShardedAdapter(redis.commands, redis.adapter, { channelPrefix: key })
    : createAdapter(redis.commands, redis.adapter, {
        key,
        publishOnSpecificResponseChannel: true,
      });
}

function originAllowed({ origin, host }) {
  return (
    origin === undefined ||
    config.allowedOrigins.includes(origin) ||
    origin === `http://${host}` ||
    origin === `https://${host}`
  );
}

/** The common part of both namespaces: events first, so that none is lost, then the registry. */
async function admit(socket, events, registry) {
  const began = performance.now();
  metrics.opened();
  listen(socket, events, redis.commands);
  socket.once("disconnect", (reason) => {
    metrics.closed((performance.now() - began) / 1_000);
    logConnection("socket:disconnection", socket, { reason });
    leave(socket, registry);
  });
  try {
    await registry.enter(socket);
  } catch (failure) {
    log.warn({ event: "registry:lost", reason: failure.message });
  }
  const { userId, deviceId } = socket.data;
  socket.emit("authenticated", {
    socketId: socket.id,
    userId,
    deviceId,
    node: config.nodeName,
    recovered: socket.recovered,
  });
  metrics.sent("authenticated");
  logConnection("socket:connection", socket, { duration: performance.now() - began });
}

async function leave(socket, registry) {
  leaving++;
  await registry.leave(socket);
  leaving--;
}

/** The graceful end that the source documents describe, step by step. */
async function stop(signal) {
  log.info({ event: "drain", signal });
  draining = true;
  io.engine.use(refuseHandshakes);
  tellAll("server:maintenance", { node: config.nodeName });
  await pause(config.drainNoticeMs);
  await until(() => handlersUnderWay() === 0, MAX_WORK_MS);
  tellAll("server:shutdown", { reconnect: true });
  presence.stop();
  members.stop();
  // Ends the transports without a DISCONNECT packet, after which clients would stay away.
  await Promise.race([io.close(), pause(MAX_CLOSE_MS)]);
  await until(() => leaving === 0, MAX_CLOSE_MS);
  await Promise.race([redis.close(), pause(MAX_CLOSE_MS)]);
  flushLog();
  process.exit(0);
}

/** Sessions go on; who is new is sent to another process. */
function refuseHandshakes({ url }, response, next) {
  if (/[?&]sid=/.test(url)) {
    next();
  } else {
    response.writeHead(503, { "Retry-After": "1" });
    response.end();
  }
}

/** Only the clients of this process. */
function tellAll(event, payload) {
  for (const namespace of [io.of("/"), globalChat]) {
    namespace.local.emit(event, payload);
  }
}

async function until(condition, boundMs) {
  const end = Date.now() + boundMs;
  while (!condition() && Date.now() < end) {
    await pause(LOOK_MS);
  }
}
