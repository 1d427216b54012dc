// The socket to /global-chat: its life, its token, and its requests.

import { Reconnect } from "./reconnect.js";
import { sentenceFor, transportName } from "./words.js";

const ACK_TIMEOUT_MS = 8_000;
const SIGN_IN_CODES = new Set(["auth_failed", "token_expired", "token_revoked", "user_inactive"]);

/** A request that failed: what the server said, or code "no_answer" when it said nothing. */
export class RequestFailure extends Error {
  constructor(error) {
    super(sentenceFor(error));
    this.code = error.code;
    this.retryAfterMs = error.retryAfterMs ?? 0;
    this.retryable = error.retryable ?? false;
  }
}

export class Connection {
  #socket;
  #session;
  #reconnect;
  #listeners;
  #renewing = null;
  #triedFreshToken = false;
  #askedToWaitMs = 0;

  /**
   * @param session gives tokens and names the device
   * @param listeners onState(state, words), onUp(identity), onRefused(sentence), onExpiring(seconds),
   *     onProblem(error), and events: {name: handler}
   */
  constructor(session, transports, listeners) {
    this.#session = session;
    this.#listeners = listeners;
    this.#socket = io("/global-chat", {
      autoConnect: false,
      reconnection: false,
      transports,
      auth: (give) => this.#credentials().then(give),
    });
    this.#reconnect = new Reconnect(
      () => this.#connect(),
      (seconds) => this.#state("lost", `Connection lost, trying again in ${seconds} s`),
    );
    this.#listen();
  }

  get isUp() {
    return this.#socket.connected;
  }

  open() {
    this.#connect();
  }

  close() {
    this.#reconnect.reset();
    this.#socket.off();
    this.#socket.disconnect();
  }

  tryNow() {
    if (!this.#socket.active || !this.isUp) {
      this.#reconnect.now();
    }
  }

  /** Sends an event and resolves with the answer; rejects with a RequestFailure. */
  async request(event, payload = {}) {
    let answer;
    try {
      answer = await this.#socket.timeout(ACK_TIMEOUT_MS).emitWithAck(event, payload);
    } catch {
      throw new RequestFailure({ code: "no_answer", message: "The server did not answer.", retryable: true });
    }
    if (answer?.status !== "ok") {
      throw new RequestFailure(answer ?? {});
    }
    return answer;
  }

  /** Extends the connection with a fresh token of the same user. */
  async renew(token) {
    await this.request("auth:refresh", { token });
    this.#session.remember(token);
  }

  #connect() {
    this.#state("connecting", "Connecting…");
    this.#socket.disconnect().connect();
  }

  async #credentials() {
    const token = await this.#session.token().catch(() => "");
    return { token, deviceId: this.#session.deviceId, platform: "web" };
  }

  #listen() {
    const socket = this.#socket;
    socket.on("connect", () => this.#up());
    socket.on("authenticated", (identity) => this.#listeners.onUp(identity));
    socket.on("disconnect", (reason) => this.#down(reason));
    socket.on("connect_error", (error) => this.#notConnected(error));
    // A node that is about to stop gives each client a moment of its own to come back.
    socket.on("server:shutdown", ({ delayMs }) => {
      this.#askedToWaitMs = delayMs;
    });
    socket.on("auth:expiring", (notice) => this.#expiring(notice));
    socket.on("error", (error) => {
      if (!SIGN_IN_CODES.has(error.code)) {
        this.#listeners.onProblem(new RequestFailure(error));
      }
    });
    for (const [name, handler] of Object.entries(this.#listeners.events)) {
      socket.on(name, handler);
    }
  }

  #up() {
    this.#reconnect.reset();
    this.#triedFreshToken = false;
    const engine = this.#socket.io.engine;
    const tell = () => this.#state("connected", `Connected by ${transportName(engine.transport.name)}`);
    engine.on("upgrade", tell);
    tell();
  }

  #down(reason) {
    if (reason === "io client disconnect") {
      return;
    }
    // The server sends a client away for good only when its sign-in ended.
    if (reason === "io server disconnect") {
      this.#withFreshToken("Your sign-in has ended. Please sign in again.");
      return;
    }
    this.#state("lost", "Connection lost");
    this.#reconnect.schedule(this.#askedToWaitMs);
    this.#askedToWaitMs = 0;
  }

  #notConnected(error) {
    const refusal = error.data;
    if (refusal && SIGN_IN_CODES.has(refusal.code)) {
      this.#withFreshToken(sentenceFor(refusal));
      return;
    }
    this.#state("lost", refusal ? sentenceFor(refusal) : "The server cannot be reached");
    this.#reconnect.schedule(refusal?.retryAfterMs);
  }

  #withFreshToken(sentence) {
    if (this.#session.canRenew && !this.#triedFreshToken) {
      this.#triedFreshToken = true;
      this.#session.forgetToken();
      this.#reconnect.schedule();
      return;
    }
    this.#listeners.onRefused(sentence);
  }

  #expiring(notice) {
    if (!this.#session.canRenew) {
      this.#listeners.onExpiring(notice.inSeconds);
      return;
    }
    this.#renewing ??= this.#session
      .freshToken()
      .then((token) => this.renew(token))
      .catch((failure) => this.#listeners.onProblem(failure))
      .finally(() => {
        this.#renewing = null;
      });
  }

  #state(state, words) {
    this.#listeners.onState(state, words);
  }
}
