// What the page says to people. Codes are the server's (docs/ERRORS.md).

const SENTENCES = {
  auth_failed: "Your sign-in is not valid any more. Please sign in again.",
  token_expired: "Your sign-in has expired. Please sign in again.",
  token_revoked: "You have been signed out. Please sign in again.",
  user_inactive: "This user may not take part.",
  origin_forbidden: "This site may not use the chat.",
  too_many_connections: "Too many connections are open for you or your network.",
  rate_limited: "You are sending too fast.",
  validation_failed: "The server did not accept this message.",
  payload_too_large: "This message is too large.",
  overloaded: "The server has a lot to do right now.",
  draining: "The server is about to restart.",
  starting: "The server is starting.",
  unavailable: "A part of the service is away right now.",
  internal: "Something went wrong on the server.",
};

/** A sentence for an error of the server: {code, message, ref}. */
export function sentenceFor(error) {
  const sentence = SENTENCES[error.code] ?? error.message ?? "Something went wrong.";
  return error.code === "internal" && error.ref ? `${sentence} Reference: ${error.ref}.` : sentence;
}

/** "polling" and "websocket" as people say it. */
export function transportName(name) {
  return name === "websocket" ? "WebSocket" : "long polling";
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

export const timeOf = (date) => TIME.format(date);
export const dayOf = (date) => DAY.format(date);
export const exactTimeOf = (date) => EXACT.format(date);

export function sizeOf(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`;
}
