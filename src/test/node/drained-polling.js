// A published client on polling whose node drains just when messages wait for its next poll: it hears
// them, then that the node goes, then the close; and comes back at another node to what it missed.
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
bob.on("chat:message", ({ tempId }) => heard.push(tempId));
bob.on("server:shutdown", () => heard.push("server:shutdown"));
bob.on("disconnect", (reason) => {
  heard.push(reason);
  proxy.leadTo(urlB);
});

/** Alice says something, and it has come to bob's node. */
async function say(tempId) {
  const there = next(beside, "chat:message");
  const answer = await ask(alice, "chat:message", { content: "hello", tempId });
  assert.equal(answer.status, "ok", JSON.stringify(answer));
  await there;
}

// A poll that is at the node brings Bob the first one; the next poll does not get through.
proxy.hold();
await say("m-1");
await say("m-2");
await say("m-3");

// Both windows are none, so all clients of the node are closed together.
const closed = next(beside, "disconnect");
const answer = await fetch(`${urlA}/api/admin/drain`, {
  method: "POST",
  headers: { Authorization: `Bearer ${adminToken}` },
});
assert.equal(answer.status, 202);
await closed;
assert.ok(heard.length <= 1, heard.join());
const back = next(bob, "authenticated");
proxy.release();
const [welcome] = await back;

assert.equal(welcome.recovered, true);
await ask(alice, "chat:message", { content: "hello", tempId: "m-4" });
await until(() => heard.includes("m-4"), "the message after it");
assert.deepEqual(heard, ["m-1", "m-2", "m-3", "server:shutdown", "transport close", "m-4"]);

[alice, bob].forEach((socket) => socket.disconnect());
proxy.close();
console.log("heard all once");
