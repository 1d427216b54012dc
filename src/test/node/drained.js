// Published clients whose node drains: what they are told, and that they come back by themselves.
//
// node drained.js URL TOKEN...    half of the clients on WebSocket, half on polling
// Prints "connected", and "back" when every client has come back to whoever serves the URL then.

import assert from "node:assert/strict";
import { client, settled } from "./client.js";

const BACK_BOUND_MS = 120_000;
const [url, ...tokens] = process.argv.slice(2);

async function event(socket, name) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ${name}`)), BACK_BOUND_MS);
    socket.once(name, (argument) => {
      clearTimeout(late);
      resolve(argument);
    });
  });
}

async function stay(token, mode) {
  const socket = client(url, "/global-chat", token, mode, {
    reconnectionDelay: 1_000,
    reconnectionDelayMax: 2_000,
  });
  const second = socket.io.socket("/", { auth: { token } });
  await Promise.all([event(socket, "authenticated"), event(second, "authenticated")]);
  await settled(socket, mode);
  const told = [];
  for (const name of ["server:maintenance", "server:shutdown"]) {
    socket.on(name, (payload) => told.push({ name, ...payload }));
  }
  const secondShutdown = event(second, "server:shutdown");
  const disconnected = event(socket, "disconnect");
  const closeDetails = new Promise((resolve) =>
    socket.once("disconnect", (reason, details) => resolve(details?.context?.code)),
  );
  const back = event(socket, "authenticated");
  return {
    async away() {
      const reason = await disconnected;
      assert.equal(reason, "transport close", mode);
      if (mode === "websocket") {
        assert.equal(await closeDetails, 1012);
      }
      assert.deepEqual(told.map(({ name }) => name), ["server:maintenance", "server:shutdown"]);
      const [maintenance, shutdown] = told;
      assert.ok(maintenance.node.length > 0);
      assert.equal(shutdown.reconnect, true);
      // One connection has one delay, whatever its namespaces.
      assert.equal((await secondShutdown).delayMs, shutdown.delayMs);
      return shutdown.delayMs;
    },
    async back() {
      await back;
      socket.disconnect();
      second.disconnect();
    },
  };
}

const clients = await Promise.all(
  tokens.map((token, n) => stay(token, n % 2 === 0 ? "websocket" : "polling")),
);
console.log("connected");
const delays = await Promise.all(clients.map((each) => each.away()));
assert.equal(new Set(delays).size, delays.length, `delays are spread: ${delays}`);
console.log("away");
await Promise.all(clients.map((each) => each.back()));
console.log("back");
process.exit(0);
