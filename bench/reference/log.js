// One JSON object a line; never a payload or a token.

import pino from "pino";
import { config } from "./config.js";

// Written behind the event loop's back, as Pino's documentation advises where lines are many.
const destination = pino.destination({ sync: false });

export const log = pino(
  { level: config.logLevel, base: { serverInstance: config.nodeName } },
  destination,
);

const logsAll = config.logEvents === "all";
const logsFailures = config.logEvents !== "none";

export function logConnection(event, socket, facts) {
  if (logsAll) {
    log.info({ event, ...who(socket), ...facts });
  }
}

export function logEvent(event, socket, began, error) {
  if (error === undefined ? logsAll : logsFailures) {
    log.info({
      event,
      ...who(socket),
      outcome: error?.code ?? "ok",
      latencyMs: performance.now() - began,
      ref: error?.ref,
    });
  }
}

function who(socket) {
  const { userId, deviceId, ipAddress } = socket.data;
  return { namespace: socket.nsp.name, socketId: socket.id, userId, deviceId, ipAddress };
}

/** Writes what still waits. */
export function flushLog() {
  destination.flushSync();
}
