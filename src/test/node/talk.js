// Two published clients talk in the global room: acks, order, binary, a cut connection, a refusal.
//
// node talk.js URL MODE TOKEN_OF_ALICE TOKEN_OF_BOB BAD_TOKEN

import assert from "node:assert/strict";
import { ask, client, joined, listen, next, settled, until } from "./client.js";
import { cuttingProxy } from "./cutting-proxy.js";

const [url, mode, aliceToken, bobToken, badToken] = process.argv.slice(2);
const proxy = await cuttingProxy(url);
const alice = client(url, "/global-chat", aliceToken, mode);
// She hears of herself, too.
const arrivals = [];
alice.on("user:joined", ({ userId }) => arrivals.push(userId));
const welcome = await joined(alice);
assert.equal(welcome.socketId, alice.id);
assert.equal(welcome.recovered, false);

const bob = client(proxy.url, "/global-chat", bobToken, mode);
const bobsWelcome = await joined(bob);
await until(() => arrivals.includes(bobsWelcome.userId), "bob is announced");
// The server has other users, who may say something late.
const users = [welcome.userId, bobsWelcome.userId];
const atAlice = listen(alice, users);
const atBob = listen(bob, users);
await settled(alice, mode);
await settled(bob, mode);

// Acks and order, both ways at once.
const answers = await Promise.all(
  [0, 1, 2, 3, 4].flatMap((n) => [
    ask(alice, "chat:message", { content: `from alice ${n} \u{1F600}`, tempId: `a-${n}` }),
    ask(bob, "chat:message", { content: `from bob ${n}`, tempId: `b-${n}` }),
  ]),
);
assert.ok(answers.every((answer) => answer.status === "ok" && answer.message.tempId === answer.tempId));
const seqs = answers.map(({ message }) => message.seq).sort((a, b) => a - b);
assert.deepEqual((await atBob.atLeast(10)).map(({ seq }) => seq), seqs);
assert.deepEqual((await atAlice.atLeast(10)).map(({ seq }) => seq), seqs);

// A retry is the same message.
const again = await ask(alice, "chat:message", { content: "changed", tempId: "a-0" });
assert.equal(again.message.id, answers[0].message.id);
assert.equal(again.message.content, "from alice 0 \u{1F600}");

// Binary, both ways.
const bytes = Buffer.from(Array.from({ length: 256 }, (_, n) => n));
await ask(alice, "chat:message", { content: "bytes", tempId: "a-bin", data: bytes });
assert.deepEqual(Buffer.from((await atBob.withTempId("a-bin")).data), bytes);
await ask(bob, "chat:message", { content: "bytes", tempId: "b-bin", data: bytes.subarray(7) });
assert.deepEqual(Buffer.from((await atAlice.withTempId("b-bin")).data), bytes.subarray(7));
const history = await ask(bob, "chat:history", { limit: 2 });
assert.deepEqual(history.messages.map((message) => message.tempId), ["a-bin", "b-bin"]);
assert.deepEqual(Buffer.from(history.messages[1].data), bytes.subarray(7));

// An error is an ack with a code.
const refused = await ask(bob, "chat:message", { content: " ", tempId: "b-blank" });
assert.equal(refused.code, "validation_failed");
assert.equal(refused.tempId, "b-blank");

// Each was announced once.
assert.deepEqual(arrivals.filter((userId) => users.includes(userId)), users);

// A lost connection is taken up again.
const firstId = bob.id;
// Down until the client has noticed: between two polls there is nothing to cut.
const noticed = next(bob, "disconnect");
proxy.takeDown();
await noticed;
const back = next(bob, "authenticated");
proxy.restore();
const [welcomeBack] = await back;
assert.equal(welcomeBack.recovered, true);
assert.equal(welcomeBack.socketId, firstId);
assert.equal(bob.recovered, true);
await ask(alice, "chat:message", { content: "still here?", tempId: "a-cut" });
assert.equal((await atBob.withTempId("a-cut")).content, "still here?");
await atAlice.withTempId("a-cut");
for (const heard of [atAlice, atBob]) {
  assert.deepEqual(heard.tempIds().slice(10), ["a-bin", "b-bin", "a-cut"]);
}

// A refusal says why.
const stranger = client(url, "/global-chat", badToken, mode, { reconnection: false });
const [error] = await next(stranger, "connect_error");
assert.equal(error.data.code, "auth_failed");
assert.equal(error.data.retryable, false);
assert.ok(error.message.length > 0 && error.data.ref.length > 0);

[alice, bob, stranger].forEach((socket) => socket.disconnect());
proxy.close();
console.log("talked");
