// What the environment says; everything that is wrong is told at once.

import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { hostname } from "node:os";

const LOG_EVENTS = ["all", "failures", "none"];
const ADAPTERS = ["classic", "sharded"];

const problems = [];

export const config = Object.freeze({
  host: text("HOST", "127.0.0.1"),
  port: number("PORT", 3000, 1, 65_535),
  nodeName: text("NODE_NAME", hostname()),
  trustProxy: flag("TRUST_PROXY", false),
  allowedOrigins: text("ALLOWED_ORIGINS", "").split(",").filter(Boolean),
  redis: Object.freeze({
    url: required("REDIS_URL"),
    prefix: text("REDIS_PREFIX", "reference"),
    adapter: choice("REDIS_ADAPTER", ADAPTERS, "classic"),
  }),
  jwt: Object.freeze({
    publicKey: publicKey("JWT_PUBLIC_KEY_FILE"),
    issuer: required("JWT_ISSUER"),
    audience: required("JWT_AUDIENCE"),
  }),
  limits: Object.freeze({
    eventsPerSocket: limit("LIMIT_EVENTS_PER_SOCKET", 100, 10_000),
    messagesPerUser: limit("LIMIT_MESSAGES_PER_USER", 30, 60_000),
    globalMessagesPerUser: limit("LIMIT_GLOBAL_MESSAGES_PER_USER", 20, 60_000),
  }),
  announceMs: number("GLOBAL_CHAT_ANNOUNCE_MS", 250, 0, 60_000),
  drainNoticeMs: number("DRAIN_NOTICE_MS", 1_000, 0, 30_000),
  logLevel: text("LOG_LEVEL", "info"),
  logEvents: choice("LOG_EVENTS", LOG_EVENTS, "failures"),
});

if (problems.length > 0) {
  throw new Error(`Not configured:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
}

function text(name, fallback) {
  return process.env[name] || fallback;
}

function required(name) {
  const value = process.env[name];
  if (!value) {
    problems.push(`${name} is required`);
  }
  return value;
}

function number(name, fallback, least, most) {
  const value = Number(text(name, fallback));
  if (!Number.isInteger(value) || value < least || value > most) {
    problems.push(`${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function flag(name, fallback) {
  return choice(name, ["true", "false"], String(fallback)) === "true";
}

function choice(name, allowed, fallback) {
  const value = text(name, fallback);
  if (!allowed.includes(value)) {
    problems.push(`${name} must be one of ${allowed.join(", ")}`);
  }
  return value;
}

function limit(name, fallback, windowMs) {
  return Object.freeze({ permits: number(name, fallback, 1, 1_000_000_000), windowMs });
}

function publicKey(name) {
  const file = required(name);
  try {
    return file && createPublicKey(readFileSync(file));
  } catch (cause) {
    problems.push(`${name} must name a public key in PEM: ${cause.message}`);
    return undefined;
  }
}
