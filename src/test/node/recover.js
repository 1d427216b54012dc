// A published client loses its connection and takes it up again: same socket, nothing missed,
// nothing twice; and is told so when that is not possible.
//
// node recover.js URL MODE TOKEN_OF_ALICE TOKEN_OF_BOB TOKEN_OF_CAROL

import assert from "node:assert/strict";
import { ask, client, joined, next, settled, until } from "./client.js";
import { cuttingProxy } from "./cutting-proxy.js";

const [url, mode, aliceToken, bobToken, carolToken] = process.argv.slice(2);
const GLOBAL = "/global-chat";
const proxy = await cuttingProxy(url);

const alice = client(url, GLOBAL, aliceToken, mode);
await next(alice, "authenticated");
let said = 0;
/** Alice says something; returns the tempId. */
async function say(content = "hello") {
  const tempId = `r-${said++}`;
  const answer = await ask(alice, "chat:message", { content, tempId });
  assert.equal(answer.status, "ok", JSON.stringify(answer));
  return tempId;
}

/** A client behind the proxy, with what it heard and every welcome. */
async function behindProxy(namespace, token) {
  const socket = client(proxy.url, namespace, token, mode);
  const heard = [];
  const welcomes = [];
  socket.on("chat:message", (message) => heard.push(message.tempId));
  socket.on("message:received", (message) => heard.push(message.tempId));
  socket.on("authenticated", (welcome) => welcomes.push(welcome));
  await joined(socket);
  await settled(socket, mode);
  return { socket, heard, welcomes };
}

/** Cuts the connection until the client has noticed, and something has happened meanwhile. */
async function away({ socket }, meanwhile) {
  const noticed = next(socket, "disconnect");
  proxy.takeDown();
  await noticed;
  const result = await meanwhile();
  const back = joined(socket);
  proxy.restore();
  await back;
  await settled(socket, mode);
  return result;
}

// What was missed comes in order, before the welcome; the socket is the same one.
const bob = await behindProxy(GLOBAL, bobToken);
const expected = [await say()];
await until(() => bob.heard.length === 1, "the first message");
const firstId = bob.socket.id;
for (let round = 0; round < 2; round++) {
  await away(bob, async () => {
    for (let n = 0; n < 3; n++) {
      expected.push(await say(`missed ${n} \u{1F600}`));
    }
  });
  assert.equal(bob.socket.recovered, true);
  assert.equal(bob.socket.id, firstId);
  assert.deepEqual(bob.heard, expected);
  assert.equal(bob.welcomes.at(-1).recovered, true);
  assert.equal(bob.welcomes.at(-1).socketId, firstId);
}
expected.push(await say());
await until(() => bob.heard.length === expected.length, "the message after it");
assert.deepEqual(bob.heard, expected);

// Nothing missed is recovered, too.
await away(bob, async () => {});
assert.equal(bob.socket.recovered, true);
assert.deepEqual(bob.heard, expected);

// The very first event is missed: there is no offset to show.
// Nor may news of friends bring one: Carol is in no room with anybody.
const root = await behindProxy("/", carolToken);
const other = client(url, "/", carolToken, mode);
await joined(other);
const carolsId = root.welcomes[0].userId;
const bobNoticed = next(bob.socket, "disconnect");
const bobBack = next(bob.socket, "authenticated");
let sender;
await away(root, async () => {
  await bobNoticed;
  assert.equal(root.socket._lastOffset, undefined);
  sender = client(url, "/", aliceToken, mode);
  await joined(sender);
  const answer = await ask(sender, "message:send", { to: carolsId, text: "hi", tempId: "d-0" });
  assert.equal(answer.status, "ok", JSON.stringify(answer));
});
await bobBack;
assert.equal(root.socket.recovered, true);
assert.deepEqual(root.heard, ["d-0"]);

// Two at a time: the newer one has the socket, and the older one loses its transport. It would come
// back, as one does that is the same client's after all.
const old = client(url, GLOBAL, bobToken, mode);
old.io.reconnection(false);
await joined(old);
expected.push(await say());
await until(() => bob.heard.length === expected.length, "the message at bob");
await until(() => old._lastOffset !== undefined, "an offset");
const credentials = { pid: old._pid, offset: old._lastOffset };
const sentAway = next(old, "disconnect");
const oldId = old.id;
const newer = await welcomed({ token: bobToken, ...credentials });
assert.equal(newer.welcome.recovered, true);
assert.equal(newer.socket.id, oldId);
assert.equal((await sentAway)[0], "transport close");

// Nobody else may have it, and what cannot be known is not claimed.
const refused = {
  "another user": { token: aliceToken, ...credentials },
  "an unknown pid": { token: bobToken, pid: "A".repeat(20), offset: credentials.offset },
  "an odd pid": { token: bobToken, pid: { $ne: null }, offset: credentials.offset },
  "an odd offset": { token: bobToken, pid: newer.pid, offset: "9".repeat(40) },
};
for (const [what, auth] of Object.entries(refused)) {
  const stranger = await welcomed(auth);
  assert.equal(stranger.welcome.recovered, false, what);
  assert.notEqual(stranger.socket.id, oldId, what);
  assert.notEqual(stranger.pid, credentials.pid, what);
  stranger.socket.disconnect();
}
assert.equal(newer.socket.connected, true);

// Who said goodbye does not come back.
const pid = newer.pid;
newer.socket.disconnect();
await onlyOneOf(bob.welcomes[0].userId);
let goodbye = await welcomed({ token: bobToken, pid, offset: credentials.offset });
assert.equal(goodbye.welcome.recovered, false);

// An offset of a time that has not come.
const ahead = { token: bobToken, pid: goodbye.pid, offset: "999999999999999999-1" };
goodbye = await welcomed(ahead);
assert.equal(goodbye.welcome.recovered, false);

// More than the server keeps: honest, and no old messages.
const before = bob.heard.length;
await away(bob, async () => {
  for (let n = 0; n < 4; n++) {
    await say("x".repeat(9_000));
  }
});
assert.equal(bob.socket.recovered, false);
assert.notEqual(bob.socket.id, firstId);
assert.equal(bob.welcomes.at(-1).recovered, false);
const last = await say();
await until(() => bob.heard.includes(last), "the message after it");
assert.deepEqual(bob.heard.slice(before), [last]);

[alice, bob.socket, root.socket, other, sender, goodbye.socket].forEach((one) => one.disconnect());
proxy.close();
console.log("recovered");

/** Waits until one socket of the user is left in the room: the server has heard the goodbyes. */
async function onlyOneOf(userId) {
  const end = Date.now() + 10_000;
  for (;;) {
    const { users } = await ask(alice, "online:users", {});
    const devices = users.find((user) => user.userId === userId)?.devices;
    if (devices === 1) {
      return;
    }
    assert.ok(Date.now() < end, `${devices} sockets of ${userId} are left`);
    // Rarer than the limit on events.
    await new Promise((again) => setTimeout(again, 200));
  }
}

/** A client that shows credentials by itself. */
async function welcomed(auth) {
  const socket = client(url, GLOBAL, undefined, mode, { auth, reconnection: false });
  const [welcome] = await next(socket, "authenticated");
  return { socket, welcome, pid: socket._pid };
}
