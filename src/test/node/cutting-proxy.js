// A TCP proxy on a free port of the loopback that can cut or hold what runs through it.

import net from "node:net";

export async function cuttingProxy(target) {
  let { hostname, port } = new URL(target);
  const pairs = new Map();
  let down = false;
  let holding = false;
  const cut = () => [...pairs].flat().forEach((socket) => socket.destroy());
  const server = net.createServer((near) => {
    if (down) {
      near.destroy();
      return;
    }
    const far = net.connect(Number(port), hostname);
    pairs.set(near, far);
    far.pipe(near);
    if (!holding) {
      near.pipe(far);
    }
    for (const [one, other] of [[near, far], [far, near]]) {
      one.on("error", () => other.destroy());
      one.on("close", () => {
        pairs.delete(near);
        other.destroy();
      });
    }
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    /** Ends every connection without a word, and new ones too until restore(). */
    takeDown: () => {
      down = true;
      cut();
    },
    restore: () => {
      down = false;
    },
    /** Keeps what clients say to itself, until release(); what they are told goes on. */
    hold: () => {
      holding = true;
      pairs.forEach((far, near) => near.unpipe(far).pause());
    },
    release: () => {
      if (holding) {
        holding = false;
        pairs.forEach((far, near) => near.pipe(far));
      }
    },
    /** Where connections go that are made from now on. */
    leadTo: (other) => {
      ({ hostname, port } = new URL(other));
    },
    close: () => {
      server.close();
      cut();
    },
  };
}
