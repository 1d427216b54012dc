// A published client on polling whose node drains just when messages wait for its next poll: it hears
// each of them once, and comes back at another node; there it is sent away, and is told so once.
//
// node drained-polling.js URL_A URL_B TOKEN_OF_ALICE TOKEN_OF_BOB TOKEN_OF_ADMIN

import assert from "node:assert/strict";
import { ask, client, joined, next, until } from "./client.js";
import { cuttingProxy } from "./cutting-proxy.js";

const [urlA, urlB, aliceToken, bobToken, adminToken] = process.argv.slice(2);
const GLOBAL = "/global-chat";
const proxy = await cuttingProxy(urlA);

const alice = client(urlB, GLOBAL, aliceToken, "websocket");
await joined(alice);
/** Another client of bob's at his node, which knows at once how far the node is. */
const beside = client(urlA, GLOBAL, bobToken, "websocket", { reconnection: false });
await joined(beside);
const bob = client(proxy.url, GLOBAL, bobToken, "polling");
await joined(bob);

const heard = [];
const reasons = [];
bob.on("chat:message", ({ tempId }) => heard.push(tempId));
bob.on("disconnect", (reason) => {
  reasons.push(reason);
  proxy.leadTo(urlB);
});

/** Alice says something, and it has come to bob's node. */
async function say(tempId) {
  const there = next(beside, "chat:message");
  const answer = await ask(alice, "chat:message", { content: "hello", tempId });
  assert.equal(answer.status, "ok", JSON.stringify(answer));
  await there;
}

async function order(url, path) {
  const headers = { Authorization: `Bearer ${adminToken}` };
  return (await fetch(`${url}/api/admin/${path}`, { method: "POST", headers })).status;
}

// Of Bob's polls at most one is at the node or on its way; the next one does not get through.
proxy.hold();
await say("m-1");
await say("m-2");
await say("m-3");

// Its windows are none, so all clients of the node are closed together.
const closed = next(beside, "disconnect");
assert.equal(await order(urlA, "drain"), 202);
await closed;
assert.ok(heard.length < 3, heard.join());
const back = next(bob, "authenticated");
proxy.release();
const [welcome] = await back;

assert.equal(welcome.recovered, true);
await ask(alice, "chat:message", { content: "hello", tempId: "m-4" });
await until(() => heard.includes("m-4"), "the message after it");
assert.deepEqual(heard, ["m-1", "m-2", "m-3", "m-4"]);
assert.deepEqual(reasons, ["transport close"]);

// A goodbye for good, and the end of the connection behind it.
const ended = next(bob.io, "close");
assert.equal(await order(urlB, `users/${welcome.userId}/revoke`), 202);
await ended;
assert.deepEqual(reasons, ["transport close", "io server disconnect"]);

alice.disconnect();
proxy.close();
console.log("heard all once");
