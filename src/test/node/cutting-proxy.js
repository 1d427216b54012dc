// A TCP proxy on a free port of the loopback that can cut what runs through it.

import net from "node:net";

export async function cuttingProxy(target) {
  const { hostname, port } = new URL(target);
  const open = new Set();
  let down = false;
  const cut = () => [...open].forEach((socket) => socket.destroy());
  const server = net.createServer((near) => {
    if (down) {
      near.destroy();
      return;
    }
    const far = net.connect(Number(port), hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
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
    close: () => {
      server.close();
      cut();
    },
  };
}
