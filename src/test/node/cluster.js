// Published clients at three nodes behind Nginx; one of them moves and is recovered.
//
// node cluster.js URL MODE ADDRESS_A ADDRESS_B ADDRESS_C TOKEN_OF_ALICE TOKEN_OF_BOB
//
// A client's source address decides which node Nginx leads it to.

import assert from "node:assert/strict";
import http from "node:http";
import { ask, client, joined, listen, next, settled } from "./client.js";

const [url, mode, a, b, c, aliceToken, bobToken] = process.argv.slice(2);
const from = (localAddress) => new http.Agent({ localAddress, keepAlive: false });
const agent = from(a);
const alice = client(url, "/global-chat", aliceToken, mode, { agent });
const welcome = await joined(alice);
const bob = client(url, "/global-chat", bobToken, mode, { agent: from(b) });
const bobsWelcome = await joined(bob);
assert.notEqual(welcome.node, bobsWelcome.node);
await settled(alice, mode);
await settled(bob, mode);

// Acks and order between nodes, both ways at once.
const count = 10;
const users = [welcome.userId, bobsWelcome.userId];
const atAlice = listen(alice, users);
const atBob = listen(bob, users);
const answers = await Promise.all(
  Array.from({ length: count }, (_, n) => [
    ask(alice, "chat:message", { content: `alice ${n}`, tempId: `a-${n}` }),
    ask(bob, "chat:message", { content: `bob ${n}`, tempId: `b-${n}` }),
  ]).flat(),
);
assert.ok(answers.every(({ status, pending }) => status === "ok" && !pending));
const ids = (messages) => messages.map(({ id }) => id);
const order = ids(await atBob.atLeast(2 * count));
assert.deepEqual(ids(await atAlice.atLeast(2 * count)), order);
assert.deepEqual([...order].sort(), ids(answers.map(({ message }) => message)).sort());

// Bytes.
const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
await ask(alice, "chat:message", { content: "bytes", tempId: "a-bin", data: bytes });
assert.deepEqual(Buffer.from((await atBob.withTempId("a-bin")).data), bytes);

// Alice loses her connection and comes back at a third node.
assert.equal(alice.recovered, false);
const id = alice.id;
const back = next(alice, "connect");
agent.options.localAddress = c;
const gone = next(alice, "disconnect");
alice.io.engine.close();
await gone;
await ask(bob, "chat:message", { content: "missed", tempId: "b-missed" });
await back;
assert.equal(alice.recovered, true);
assert.equal(alice.id, id);
await ask(bob, "chat:message", { content: "live", tempId: "b-live" });
await atAlice.withTempId("b-live");

// She speaks from there. Nothing was lost on the way, and nothing came twice.
await ask(alice, "chat:message", { content: "here again", tempId: "a-again" });
await ask(bob, "chat:message", { content: "the end", tempId: "b-end" });
for (const heard of [atAlice, atBob]) {
  await heard.withTempId("b-end");
  assert.deepEqual(heard.tempIds().slice(2 * count), ["a-bin", "b-missed", "b-live", "a-again", "b-end"]);
}

[alice, bob].forEach((socket) => socket.disconnect());
console.log("moved");
