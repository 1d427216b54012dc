// One line above the composer that says what went wrong, with a countdown where waiting helps.

export class Notice {
  #box;
  #words;
  #count;
  #action;
  #ticker = null;

  constructor({ box, words, count, action, close }) {
    this.#box = box;
    this.#words = words;
    this.#count = count;
    this.#action = action;
    close.addEventListener("click", () => this.hide());
  }

  show(words, { action = null, onAction = null } = {}) {
    this.#stop();
    this.#words.textContent = words;
    this.#count.textContent = "";
    this.#action.hidden = action === null;
    this.#action.textContent = action ?? "";
    this.#action.onclick = onAction;
    this.#box.hidden = false;
  }

  /** Counts down and goes; the seconds are not read out one by one. */
  countDown(words, milliseconds, before) {
    this.show(`${words} ${before} `);
    const spoken = document.createElement("span");
    spoken.className = "unseen";
    spoken.textContent = `${seconds(milliseconds)} seconds.`;
    this.#words.append(spoken);
    this.#count.textContent = `${seconds(milliseconds)} s.`;
    const due = Date.now() + milliseconds;
    this.#ticker = setInterval(() => {
      const left = due - Date.now();
      if (left <= 0) {
        this.hide();
        return;
      }
      this.#count.textContent = `${seconds(left)} s.`;
    }, 250);
  }

  hide() {
    this.#stop();
    this.#box.hidden = true;
    this.#words.textContent = "";
  }

  #stop() {
    clearInterval(this.#ticker);
  }
}

function seconds(milliseconds) {
  return Math.max(1, Math.ceil(milliseconds / 1_000));
}
