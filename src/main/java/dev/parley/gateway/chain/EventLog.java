package dev.parley.gateway.chain;

import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.chain.ChainSettings.LogEvents;
import dev.parley.gateway.logging.FactLog;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.TimeSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The log line of an event: who, what, how it ended, how long it took; never what was said. */
final class EventLog {
  static final String NAME = "dev.parley.events";

  private final LogEvents which;
  private final FactLog log;
  private final NodeName node;
  private final TimeSource time;

  EventLog(LogEvents which, FactLog log, NodeName node, TimeSource time) {
    this.which = which;
    this.log = log;
    this.node = node;
    this.time = time;
  }

  void write(EventContext context, Outcome outcome) {
    if (which == LogEvents.NONE
        || (which == LogEvents.FAILURES && outcome instanceof Outcome.Success)
        || !log.isOn()) {
      return;
    }
    log.write("event " + context.label() + ' ' + outcome.code(), facts(context, outcome));
  }

  private Map<String, String> facts(EventContext context, Outcome outcome) {
    ClientSocket socket = context.socket();
    long nanos = time.nanoTime() - context.receivedNanos();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("event", context.label());
    facts.put("outcome", outcome.code());
    facts.put("latencyMs", Long.toString(TimeUnit.NANOSECONDS.toMillis(nanos)));
    facts.put("namespace", socket.namespace());
    facts.put("socketId", socket.id());
    facts.put("userId", socket.principal().userId());
    facts.put("deviceId", socket.principal().deviceId());
    facts.put("node", node.value());
    facts.put("ipAddress", socket.handshake().remoteAddress());
    facts.put("traceId", context.traceId());
    if (context.event() == null) {
      facts.put("sentName", context.printableName());
    }
    if (outcome instanceof Outcome.Failure failure) {
      facts.put("ref", failure.error().ref());
    }
    return facts;
  }
}
