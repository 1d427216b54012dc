// A published client in a namespace, with promises for what the tests wait for.

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

/** Collects an event's first argument until there are so many. */
export function collect(socket, event, count) {
  return new Promise((resolve, reject) => {
    const items = [];
    const late = setTimeout(
      () => reject(new Error(`only ${items.length} of ${count} ${event}`)),
      BOUND_MS,
    );
    const take = (item) => {
      items.push(item);
      if (items.length === count) {
        clearTimeout(late);
        socket.off(event, take);
        resolve(items);
      }
    };
    socket.on(event, take);
  });
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
