// A published client in a namespace, with promises for what the tests wait for.

import assert from "node:assert/strict";
import { once } from "node:events";
import { io } from "socket.io-client";

const BOUND_MS = 10_000;

export const TRANSPORTS = {
  polling: ["polling"],
  websocket: ["websocket"],
  upgrade: ["polling", "websocket"],
};

export function client(url, namespace, token, mode, options = {}) {
  return io(url + namespace, {
    forceNew: true,
    transports: TRANSPORTS[mode],
    auth: { token },
    reconnectionDelay: 50,
    reconnectionDelayMax: 200,
    ...options,
  });
}

/** The arguments of the next event of that name; fails after ten seconds. */
export async function next(emitter, event) {
  try {
    return await once(emitter, event, { signal: AbortSignal.timeout(BOUND_MS) });
  } catch (cause) {
    throw new Error(`no ${event} within ${BOUND_MS} ms`, { cause });
  }
}

/** The next welcome, once all that comes with it is done at the server. */
export async function joined(socket) {
  const [welcome] = await next(socket, "authenticated");
  await rooms(socket);
  return welcome;
}

/**
 * Waits until a socket that was welcomed is in its rooms and counts as present.
 *
 * The welcome is sent before that; an ack comes after it.
 */
export async function rooms(socket) {
  if (socket.nsp === "/") {
    await ask(socket, "presence:get", { userIds: ["anybody"] });
  } else {
    await ask(socket, "online:count", {});
  }
}

/** Waits until the condition holds, and returns what it is; fails after ten seconds, saying what. */
export async function until(condition, what) {
  const end = Date.now() + BOUND_MS;
  for (;;) {
    const value = condition();
    if (value) {
      return value;
    }
    assert.ok(Date.now() < end, `not within ${BOUND_MS} ms: ${what}`);
    await new Promise((again) => setTimeout(again, 5));
  }
}

/** Keeps all that these users say in the room from now on, in the order in which it comes. */
export function listen(socket, users) {
  const messages = [];
  socket.on("chat:message", (message) => {
    if (users.includes(message.userId)) {
      messages.push(message);
    }
  });
  return {
    tempIds: () => messages.map(({ tempId }) => tempId),
    /** The messages until now, once there are so many. */
    async atLeast(count) {
      await until(() => messages.length >= count, `${count} messages`);
      return [...messages];
    },
    /** The message that was sent with the tempId; a sender's own copy may come after its ack. */
    withTempId(tempId) {
      return until(() => messages.find((each) => each.tempId === tempId), `the message ${tempId}`);
    },
  };
}

/** Sends and waits for the ack. */
export function ask(socket, event, payload) {
  return socket.timeout(BOUND_MS).emitWithAck(event, payload);
}

/** Waits until the connection has the transport that the mode ends with. */
export async function settled(socket, mode) {
  const wanted = TRANSPORTS[mode].at(-1);
  const engine = socket.io.engine;
  if (engine.transport.name !== wanted) {
    await next(engine, "upgrade");
  }
  return engine.transport.name;
}
