// The page of the global room: puts the parts together.

import { Connection } from "./js/connection.js";
import { Notice } from "./js/notice.js";
import { Outbox } from "./js/outbox.js";
import { People } from "./js/people.js";
import { Session } from "./js/session.js";
import { Timeline } from "./js/timeline.js";

const PAGE = 50;
const MAX_CATCH_UP_PAGES = 10;
const SHOW_LEFT_FROM = 9_500;

const at = (id) => document.getElementById(id);
const timeline = new Timeline({
  list: at("messages"),
  scroller: at("scroller"),
  empty: at("empty"),
  newest: at("newest"),
});
const people = new People({ list: at("people-list"), more: at("people-more"), count: at("count") });
const notice = new Notice({
  box: at("notice"),
  words: at("notice-words"),
  count: at("notice-count"),
  action: at("notice-action"),
  close: at("notice-close"),
});

let session;
let connection;
let outbox;
let me = null;
let nextBefore = null;
let sendAgain = null;

// ---- signing in and out

function showSignIn(problem = null) {
  leave();
  at("room").hidden = true;
  at("people-toggle").hidden = true;
  at("sign-out").hidden = true;
  at("sign-in").hidden = false;
  at("name-form").hidden = !session.canRenew;
  at("token-form").hidden = session.canRenew;
  at("sign-in-error").hidden = problem === null;
  at("sign-in-error").textContent = problem ?? "";
  showState("idle", "Not signed in");
  at(session.canRenew ? "name" : "token").focus();
}

function enter() {
  at("sign-in").hidden = true;
  at("room").hidden = false;
  at("people-toggle").hidden = false;
  at("sign-out").hidden = false;
  connection = new Connection(session, transports(), {
    onState: showState,
    onUp: up,
    onRefused: (sentence) => {
      session.signOut();
      showSignIn(sentence);
    },
    onExpiring: offerRenewal,
    onProblem: (failure) => notice.show(failure.message),
    events: {
      "chat:message": heard,
      "user:joined": (user) => people.joined(user),
      "user:left": (user) => people.left(user),
      "online:count": ({ count }) => people.counted(count),
    },
  });
  outbox = new Outbox(connection, timeline, rateLimited);
  connection.open();
  at("text").focus();
}

function leave() {
  connection?.close();
  connection = null;
  me = null;
  notice.hide();
}

at("name-form").addEventListener("submit", (event) => {
  event.preventDefault();
  session.signInAs(at("name").value.trim());
  enter();
});

at("token-form").addEventListener("submit", (event) => {
  event.preventDefault();
  session.remember(at("token").value.trim());
  at("token").value = "";
  enter();
});

at("sign-out").addEventListener("click", () => {
  session.signOut();
  showSignIn();
});

// ---- a token that ends, where the page cannot get another by itself

function offerRenewal(seconds) {
  notice.show(`Your sign-in ends in ${seconds} seconds.`, {
    action: "Stay signed in",
    onAction: () => at("renew").showModal(),
  });
}

at("renew-cancel").addEventListener("click", () => at("renew").close());

at("renew-form").addEventListener("submit", () => {
  const token = at("renew-token").value.trim();
  at("renew-token").value = "";
  connection.renew(token).then(
    () => notice.hide(),
    (failure) => notice.show(failure.message, { action: "Try again", onAction: () => at("renew").showModal() }),
  );
});

// ---- the connection

function transports() {
  const only = new URLSearchParams(location.search).get("transport");
  return ["polling", "websocket"].includes(only) ? [only] : ["polling", "websocket"];
}

function showState(state, words) {
  at("connection").dataset.state = state;
  at("connection-words").textContent = words;
  at("try-now").hidden = state !== "lost";
}

at("try-now").addEventListener("click", () => connection?.tryNow());
window.addEventListener("online", () => connection?.tryNow());

async function up(identity) {
  if (identity.userId !== me) {
    me = identity.userId;
    timeline.startFor(me);
    people.startFor(me);
  }
  outbox.flush();
  await Promise.all([catchUp(), whoIsHere()]).catch((failure) => notice.show(failure.message));
}

function heard(message) {
  timeline.add([message]);
  if (message.seq && timeline.waitsForPlaces) {
    // The server numbers messages again, and those before this one have their places by now.
    catchUp().catch((failure) => notice.show(failure.message));
  }
}

async function whoIsHere() {
  const { users, count } = await connection.request("online:users");
  people.replaceAll(users, count);
}

/** Fetches what was missed: page by page, until the pages meet what is on the screen. */
async function catchUp() {
  const known = timeline.newestSeq;
  let page = await connection.request("chat:history", { limit: PAGE });
  const newest = Math.max(0, ...page.messages.map(({ seq }) => seq));
  const pages = [page];
  while (known !== null && page.nextBefore && page.nextBefore > known + 1 && pages.length < MAX_CATCH_UP_PAGES) {
    page = await connection.request("chat:history", { limit: PAGE, before: page.nextBefore });
    pages.push(page);
  }
  const meets = known !== null && newest >= known && (!page.nextBefore || page.nextBefore <= known + 1);
  if (!meets) {
    // Too far behind, or the server has begun anew: the screen starts over with the newest page.
    timeline.clear();
    pages.length = 1;
    setOlder(pages[0].nextBefore);
  }
  timeline.add(pages.flatMap(({ messages }) => messages));
  timeline.showEmptyIfSo();
}

at("older").addEventListener("click", async () => {
  at("older").disabled = true;
  try {
    const page = await connection.request("chat:history", { limit: PAGE, before: timeline.oldestSeq ?? nextBefore });
    timeline.add(page.messages);
    setOlder(page.nextBefore);
  } catch (failure) {
    notice.show(failure.message);
  } finally {
    at("older").disabled = false;
  }
});

function setOlder(before) {
  nextBefore = before ?? null;
  at("older").hidden = nextBefore === null;
}

// ---- writing

function rateLimited(failure) {
  at("send").disabled = true;
  clearTimeout(sendAgain);
  sendAgain = setTimeout(() => (at("send").disabled = false), failure.retryAfterMs);
  notice.countDown(failure.message, failure.retryAfterMs, "You can send again in");
}

function fitText() {
  const text = at("text");
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
  const length = text.value.length;
  at("left").textContent = length > SHOW_LEFT_FROM ? `${10_000 - length} characters left.` : "";
}

at("text").addEventListener("input", fitText);

at("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("composer").requestSubmit();
  }
});

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("text").value;
  if (at("send").disabled || text.trim() === "") {
    return;
  }
  at("text").value = "";
  fitText();
  outbox.send(text);
  at("text").focus();
});

at("people-toggle").addEventListener("click", () => {
  const open = at("people").classList.toggle("open");
  at("people-toggle").setAttribute("aria-expanded", String(open));
});

// ---- start

try {
  session = await Session.discover();
  if (session.isSignedIn) {
    enter();
  } else {
    showSignIn();
  }
} catch {
  showState("lost", "The server cannot be reached. Please reload the page.");
  at("try-now").hidden = true;
}
