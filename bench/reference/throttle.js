// Sliding windows that all processes share: one a socket, one a user and kind of message.

import { config } from "./config.js";
import { Refusal } from "./errors.js";
import { keys } from "./redis.js";

/** Limits of a user, as rows of events name them. */
export const userLimits = {
  messages: { ...config.limits.messagesPerUser, key: keys.limits.messages },
  global: { ...config.limits.globalMessagesPerUser, key: keys.limits.global },
};

const perSocket = config.limits.eventsPerSocket;

/** Charges both limits in one round trip, or refuses. */
export async function charge(commands, socket, userLimit) {
  const socketKey = keys.limits.socket(socket.id);
  const wait =
    userLimit === undefined
      ? await commands.throttle(1, socketKey, perSocket.permits, perSocket.windowMs)
      : await commands.throttle(
          2,
          socketKey,
          userLimit.key(socket.data.userId),
          perSocket.permits,
          perSocket.windowMs,
          userLimit.permits,
          userLimit.windowMs,
        );
  if (wait > 0) {
    throw new Refusal("rate_limited", undefined, wait);
  }
}
