// Published clients at three nodes behind Nginx; one of them moves and is recovered.
//
// node cluster.js URL MODE ADDRESS_A ADDRESS_B ADDRESS_C TOKEN_OF_ALICE TOKEN_OF_BOB
//
// A client's source address decides which node Nginx leads it to.

import assert from "node:assert/strict";
import http from "node:http";
import { ask, client, collect, next, settled } from "./client.js";

const [url, mode, a, b, c, aliceToken, bobToken] = process.argv.slice(2);
const from = (localAddress) => new http.Agent({ localAddress, keepAlive: false });
const agent = from(a);
const alice = client(url, "/global-chat", aliceToken, mode, { agent });
const [welcome] = await next(alice, "authenticated");
const bob = client(url, "/global-chat", bobToken, mode, { agent: from(b) });
const [bobsWelcome] = await next(bob, "authenticated");
assert.notEqual(welcome.node, bobsWelcome.node);
await settled(alice, mode);
await settled(bob, mode);

// Acks and order between nodes, both ways at once.
const count = 10;
const atBob = collect(bob, "chat:message", 2 * count);
const atAlice = collect(alice, "chat:message", 2 * count);
const answers = await Promise.all(
  Array.from({ length: count }, (_, n) => [
    ask(alice, "chat:message", { content: `alice ${n}`, tempId: `a-${n}` }),
    ask(bob, "chat:message", { content: `bob ${n}`, tempId: `b-${n}` }),
  ]).flat(),
);
assert.ok(answers.every(({ status, pending }) => status === "ok" && !pending));
const ids = (messages) => messages.map(({ id }) => id);
const order = ids(await atBob);
assert.deepEqual(ids(await atAlice), order);
assert.equal(new Set(order).size, 2 * count);

// Bytes.
const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
const atOther = next(bob, "chat:message");
await ask(alice, "chat:message", { content: "bytes", tempId: "a-bin", data: bytes });
assert.deepEqual(Buffer.from((await atOther)[0].data), bytes);

// Alice loses her connection and comes back at a third node.
assert.equal(alice.recovered, false);
const id = alice.id;
const heard = collect(alice, "chat:message", 2);
const back = next(alice, "connect");
agent.options.localAddress = c;
const gone = next(alice, "disconnect");
alice.io.engine.close();
await gone;
const missed = await ask(bob, "chat:message", { content: "missed", tempId: "b-missed" });
await back;
assert.equal(alice.recovered, true);
assert.equal(alice.id, id);
const live = await ask(bob, "chat:message", { content: "live", tempId: "b-live" });
assert.deepEqual(ids(await heard), [missed.message.id, live.message.id]);

// She speaks from there, once.
const fromThere = next(bob, "chat:message");
const said = await ask(alice, "chat:message", { content: "here again", tempId: "a-again" });
assert.equal((await fromThere)[0].id, said.message.id);

[alice, bob].forEach((socket) => socket.disconnect());
console.log("moved");
