// The one shape of an error, with the codes of Parley that can happen here.

import { randomUUID } from "node:crypto";

const TABLE = {
  auth_failed: { retryable: false, message: "The token is missing or not valid." },
  token_expired: { retryable: false, message: "The token has expired." },
  rate_limited: { retryable: true, message: "Too many requests; wait before the next one." },
  unknown_event: { retryable: false, message: "There is no event of this name here." },
  not_found: { retryable: false, message: "It does not exist." },
  validation_failed: { retryable: false, message: "The payload is not valid." },
  unavailable: { retryable: true, message: "A part of the service is away; try again." },
  internal: { retryable: true, message: "The server failed; the reference helps its operators." },
};

const MAX_TEMP_ID = 64;

/** A failure that a client is told of. */
export class Refusal extends Error {
  constructor(code, message = TABLE[code].message, retryAfterMs = undefined) {
    super(message);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a client is told of any failure; of a bug, nothing but a reference. */
export function errorReply(failure, event, payload) {
  const refusal = failure instanceof Refusal ? failure : new Refusal(codeOf(failure));
  const reply = {
    code: refusal.code,
    message: refusal.message,
    retryable: TABLE[refusal.code].retryable,
    ref: randomUUID(),
  };
  if (refusal.retryAfterMs !== undefined) {
    reply.retryAfterMs = refusal.retryAfterMs;
  }
  if (event !== undefined) {
    reply.event = event;
  }
  const tempId = payload?.tempId;
  if (typeof tempId === "string" && tempId.length <= MAX_TEMP_ID) {
    reply.tempId = tempId;
  }
  return reply;
}

/** Redis is away: its client gave up, or the connection broke under the command. */
function codeOf(failure) {
  const away =
    failure?.name === "MaxRetriesPerRequestError" || failure?.message === "Connection is closed.";
  return away ? "unavailable" : "internal";
}
