// The little HTTP that is not Socket.IO: `/health` and `/metrics`.

import { createServer } from "node:http";
import { metrics } from "./metrics.js";

export function httpServer(state) {
  return createServer(async (request, response) => {
    const path = request.url.split("?", 1)[0];
    if (path === "/metrics") {
      response.setHeader("Content-Type", metrics.contentType);
      response.end(await metrics.page());
    } else if (path === "/health") {
      const { draining, redis } = state();
      response.statusCode = draining || !redis ? 503 : 200;
      response.setHeader("Content-Type", "application/json");
      response.end(
        JSON.stringify({
          status: response.statusCode === 200 ? "UP" : "DOWN",
          redis: redis ? "UP" : "DOWN",
          draining,
        }),
      );
    } else {
      response.statusCode = 404;
      response.end();
    }
  });
}
