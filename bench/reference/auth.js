// Who connects: the token of the CONNECT packet or of the handshake, the device, the address.

import { createHash } from "node:crypto";
import jwt from "jsonwebtoken";
import { z } from "zod";
import { config } from "./config.js";
import { Refusal, errorReply } from "./errors.js";
import { logConnection } from "./log.js";
import { metrics } from "./metrics.js";
import { parse } from "./payloads.js";

const CLOCK_TOLERANCE_SECONDS = 30;
const MAX_NAME = 100;
const verification = {
  algorithms: ["RS256"],
  issuer: config.jwt.issuer,
  audience: config.jwt.audience,
  clockTolerance: CLOCK_TOLERANCE_SECONDS,
};

const label = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, "must be 1 to 64 letters, digits, dots, underscores or hyphens");
const connectPayload = z.object({
  token: z.string().nullish(),
  deviceId: label.nullish(),
  platform: label.nullish(),
});

// Kept on the connection itself: a map of so many weak keys would cost every garbage collection.
const HANDSHAKE = Symbol("handshake");

/**
 * Takes what is needed of the first request of a connection, and lets the request go.
 *
 * Socket.IO's documentation advises the latter: it is by far the largest object of a connection.
 */
export function rememberHandshake(connection) {
  const { headers } = connection.request;
  const forwarded = config.trustProxy && headers["x-forwarded-for"];
  connection[HANDSHAKE] = {
    bearer: /^Bearer (.+)$/i.exec(headers.authorization)?.[1],
    deviceId: headers["x-device-id"],
    platform: headers["x-platform"],
    ipAddress: forwarded ? forwarded.split(",").at(-1).trim() : connection.remoteAddress,
  };
  connection.request = null;
}

/** Middleware of every namespace. */
export function authenticate(socket, next) {
  try {
    socket.data = identity(socket);
    metrics.accepted();
    next();
  } catch (failure) {
    const data = errorReply(failure);
    metrics.refused();
    metrics.failed(data.code);
    logConnection("socket:refused", socket, { code: data.code, ref: data.ref });
    next(Object.assign(new Error(data.message), { data }));
  }
}

function identity(socket) {
  const handshake = socket.conn[HANDSHAKE];
  const auth = parse(connectPayload, socket.handshake.auth);
  const claims = verify(auth.token ?? handshake.bearer);
  return {
    userId: claims.sub,
    name: displayName(claims.name),
    deviceId: auth.deviceId ?? fromHeader(handshake.deviceId) ?? deviceOf(socket.conn.id),
    platform: auth.platform ?? fromHeader(handshake.platform),
    ipAddress: handshake.ipAddress,
    connectedAt: Date.now(),
  };
}

function verify(token) {
  if (!token) {
    throw new Refusal("auth_failed");
  }
  try {
    const claims = jwt.verify(token, config.jwt.publicKey, verification);
    if (typeof claims.sub === "string" && claims.sub !== "" && claims.exp !== undefined) {
      return claims;
    }
  } catch (failure) {
    throw new Refusal(failure.name === "TokenExpiredError" ? "token_expired" : "auth_failed");
  }
  throw new Refusal("auth_failed");
}

function displayName(name) {
  return (typeof name === "string" && name.trim().slice(0, MAX_NAME)) || undefined;
}

function fromHeader(value) {
  return label.safeParse(value).data;
}

/** One for all sockets of a connection; made of its id in a way that does not show the id. */
function deviceOf(connectionId) {
  return createHash("sha256").update(connectionId).digest("base64url").slice(0, 22);
}
