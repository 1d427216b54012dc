// Direct messages, in `/`.

import { randomUUID } from "node:crypto";
import { Refusal } from "./errors.js";
import { metrics } from "./metrics.js";
import { sendRequest } from "./payloads.js";
import { keys } from "./redis.js";
import { userLimits } from "./throttle.js";

export const userRoom = (userId) => `user:${userId}`;

export function directEvents({ commands }) {
  return {
    "message:send": {
      schema: sendRequest,
      userLimit: userLimits.messages,
      async handle(socket, { to, text, tempId, data }) {
        const from = socket.data.userId;
        const id = randomUUID();
        const timestamp = new Date().toISOString();
        const [delivered, before] = await commands.direct(
          2,
          keys.userSockets(to),
          keys.directOnce(from, tempId),
          JSON.stringify({ id, timestamp }),
          to === from ? 1 : 0,
        );
        if (before !== null) {
          return { ...JSON.parse(before), tempId, delivered };
        }
        if (delivered === 0) {
          throw new Refusal(
            "not_found",
            "This user is not connected; the message was not kept.",
          );
        }
        const message = { id, from, to, text, tempId, timestamp };
        if (data) {
          message.data = data;
        }
        // To every device of the receiver, and to the sender's others.
        socket.to([userRoom(to), userRoom(from)]).emit("message:received", message);
        metrics.sent("message:received");
        return { id, tempId, delivered, timestamp };
      },
    },
  };
}
