// The chain that every event passes: metrics, limits, validation, handler, errors, log.

import { Refusal, errorReply } from "./errors.js";
import { log, logEvent } from "./log.js";
import { metrics } from "./metrics.js";
import { parse } from "./payloads.js";
import { charge } from "./throttle.js";

let underWay = 0;

/** Handlers that have not ended yet. */
export function handlersUnderWay() {
  return underWay;
}

/**
 * Listens to the events of a table: name -> `{schema, userLimit?, handle(socket, payload)}`.
 *
 * What `handle` returns becomes the ack, with `status: "ok"`.
 */
export function listen(socket, events, commands) {
  for (const [name, row] of Object.entries(events)) {
    socket.on(name, (payload, ack) => receive(socket, name, row, payload, ack, commands));
  }
  socket.use((packet, next) => {
    if (Object.hasOwn(events, packet[0])) {
      next();
    } else {
      receive(socket, "unknown", UNKNOWN, packet[1], packet.at(-1), commands);
    }
  });
}

const UNKNOWN = {
  handle() {
    throw new Refusal("unknown_event");
  },
};

async function receive(socket, name, row, payload, ack, commands) {
  const began = performance.now();
  const respond = [ack, payload].find((argument) => typeof argument === "function");
  const sent = payload === respond ? undefined : payload;
  let error;
  metrics.received(name);
  underWay++;
  try {
    await charge(commands, socket, row.userLimit);
    const request = row.schema && parse(row.schema, sent);
    const answer = await row.handle(socket, request);
    respond?.({ status: "ok", ...answer });
  } catch (failure) {
    error = errorReply(failure, name, sent);
    metrics.failed(error.code);
    if (error.code === "internal") {
      log.error({ event: name, ref: error.ref, err: failure });
    }
    if (respond) {
      respond(error);
    } else {
      socket.emit("error", error);
    }
  } finally {
    underWay--;
  }
  logEvent(name, socket, began, error);
}
