// Who is here.

export class People {
  #list;
  #more;
  #count;
  #me = null;
  #users = new Map();
  #total = 0;

  constructor({ list, more, count }) {
    this.#list = list;
    this.#more = more;
    this.#count = count;
  }

  startFor(userId) {
    this.#me = userId;
    this.replaceAll([], 0);
  }

  replaceAll(users, total) {
    this.#users = new Map(users.map((user) => [user.userId, user]));
    this.#total = total;
    this.#show();
  }

  joined({ userId, name }) {
    if (!this.#users.has(userId)) {
      this.#users.set(userId, { userId, name, devices: 1 });
      this.#total++;
      this.#show();
    }
  }

  left({ userId }) {
    if (this.#users.delete(userId)) {
      this.#total--;
      this.#show();
    }
  }

  counted(total) {
    this.#total = Math.max(total, this.#users.size);
    this.#show();
  }

  #show() {
    this.#count.textContent = String(this.#total);
    const users = [...this.#users.values()].sort(
      (left, right) =>
        (right.userId === this.#me) - (left.userId === this.#me) ||
        label(left).localeCompare(label(right)),
    );
    this.#list.replaceChildren(...users.map((user) => this.#row(user)));
    const others = this.#total - users.length;
    this.#more.hidden = others <= 0;
    this.#more.textContent = others > 0 ? `and ${others} more` : "";
  }

  #row(user) {
    const row = document.createElement("li");
    row.dataset.user = user.userId;
    const initial = document.createElement("span");
    initial.className = "initial";
    initial.setAttribute("aria-hidden", "true");
    initial.textContent = [...label(user)][0].toUpperCase();
    const name = document.createElement("span");
    name.textContent = label(user);
    if (user.userId === this.#me) {
      const you = document.createElement("span");
      you.className = "devices";
      you.textContent = " (you)";
      name.append(you);
    }
    row.append(initial, name);
    return row;
  }
}

function label(user) {
  return user.name ?? user.userId;
}
