// Who is signed in, in this tab: a name where the server hands out tokens, else a pasted token.

const NAME = "parley.name";
const TOKEN = "parley.token";
const DEVICE = "parley.device";

export class Session {
  #tokenUrl;
  #token = null;

  constructor(tokenUrl) {
    this.#tokenUrl = tokenUrl;
  }

  /** Asks the server how people sign in here. */
  static async discover() {
    const answer = await fetch("sign-in.json", { cache: "no-store" });
    const { tokenUrl } = await answer.json();
    return new Session(tokenUrl);
  }

  /** Whether this page can get a new token by itself. */
  get canRenew() {
    return this.#tokenUrl !== null;
  }

  get isSignedIn() {
    return sessionStorage.getItem(this.canRenew ? NAME : TOKEN) !== null;
  }

  get deviceId() {
    let id = localStorage.getItem(DEVICE);
    if (id === null) {
      id = newId();
      localStorage.setItem(DEVICE, id);
    }
    return id;
  }

  signInAs(name) {
    sessionStorage.setItem(NAME, name);
    this.#token = null;
  }

  remember(token) {
    this.#token = token;
    if (!this.canRenew) {
      sessionStorage.setItem(TOKEN, token);
    }
  }

  forgetToken() {
    this.#token = null;
  }

  signOut() {
    this.#token = null;
    sessionStorage.removeItem(NAME);
    sessionStorage.removeItem(TOKEN);
  }

  async token() {
    this.#token ??= this.canRenew ? await this.freshToken() : sessionStorage.getItem(TOKEN);
    return this.#token;
  }

  async freshToken() {
    const name = sessionStorage.getItem(NAME);
    const answer = await fetch(`${this.#tokenUrl}?user=${encodeURIComponent(name)}${lifetime()}`, {
      cache: "no-store",
    });
    if (!answer.ok) {
      throw new Error("The server gave no token.");
    }
    return answer.text();
  }
}

/** Random, and of characters that every id may have; works without a secure context, too. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A page opened with ?ttl=90 asks for short-lived tokens: to see what happens when one ends.
function lifetime() {
  const seconds = new URLSearchParams(location.search).get("ttl");
  return seconds === null ? "" : `&ttl=${encodeURIComponent(seconds)}`;
}
