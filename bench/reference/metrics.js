// The metrics that the source documents name, as Prometheus reads them.

import { Counter, Gauge, Histogram, collectDefaultMetrics, register } from "prom-client";
import { config } from "./config.js";

register.setDefaultLabels({ server_instance: config.nodeName });
// Heap, event loop and garbage collection; a coarser probe than the default wakes the loop less.
collectDefaultMetrics({ eventLoopMonitoringPrecision: 100 });

const connections = new Counter({
  name: "socket_connections_total",
  help: "Connections to namespaces, by what came of them",
  labelNames: ["status"],
});
const active = new Gauge({ name: "socket_connections_active", help: "Connected sockets" });
const duration = new Histogram({
  name: "socket_connection_duration_seconds",
  help: "How long sockets were connected",
  buckets: [1, 5, 30, 60, 300, 600, 1_800, 3_600],
});
const received = new Counter({
  name: "socket_messages_received_total",
  help: "Events from clients",
  labelNames: ["event_type"],
});
const sent = new Counter({
  name: "socket_messages_sent_total",
  help: "Events that this process emitted, each counted once however many receive it",
  labelNames: ["event_type"],
});
const errors = new Counter({
  name: "socket_errors_total",
  help: "Errors that clients were told of",
  labelNames: ["error_type"],
});
const presence = new Counter({
  name: "socket_presence_changes_total",
  help: "Users who came online or went offline, as told by any process",
  labelNames: ["status"],
});

/** Children of a counter, looked up once each. */
function children(counter, label) {
  const known = new Map();
  return (value) => {
    let child = known.get(value);
    if (child === undefined) {
      child = counter.labels({ [label]: value });
      known.set(value, child);
    }
    child.inc();
  };
}

/** Labels come from closed sets only: names of known events, and codes. */
export const metrics = {
  accepted: children(connections, "status").bind(null, "accepted"),
  refused: children(connections, "status").bind(null, "refused"),
  opened: () => active.inc(),
  closed: (seconds) => {
    active.dec();
    duration.observe(seconds);
  },
  received: children(received, "event_type"),
  sent: children(sent, "event_type"),
  failed: children(errors, "error_type"),
  presence: children(presence, "status"),
  page: () => register.metrics(),
  contentType: register.contentType,
};

/** Adds the gauge that says whether Redis is there. */
export function watchRedis(isConnected) {
  new Gauge({
    name: "redis_connected",
    help: "1 while the connection to Redis is up",
    collect() {
      this.set(isConnected() ? 1 : 0);
    },
  });
}
