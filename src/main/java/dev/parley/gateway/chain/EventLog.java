package dev.parley.gateway.chain;

import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.chain.ChainSettings.LogEvents;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.TimeSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * The log line of an event: who, what, how it ended, how long it took; never what was said.
 *
 * <p>With JSON logs the facts are fields of the line, else they are written as {@code key=value}.
 */
final class EventLog {
  private static final Logger LOG = System.getLogger("dev.parley.events");

  private final LogEvents which;
  private final Optional<LogFields> fields;
  private final NodeName node;
  private final TimeSource time;

  EventLog(LogEvents which, Optional<LogFields> fields, NodeName node, TimeSource time) {
    this.which = which;
    this.fields = fields;
    this.node = node;
    this.time = time;
  }

  void write(EventContext context, Outcome outcome) {
    if (which == LogEvents.NONE
        || (which == LogEvents.FAILURES && outcome instanceof Outcome.Success)
        || !LOG.isLoggable(Level.INFO)) {
      return;
    }
    Map<String, String> facts = facts(context, outcome);
    if (fields.isPresent()) {
      String line = "event " + context.label() + ' ' + outcome.code();
      fields.get().with(facts, () -> LOG.log(Level.INFO, line));
    } else {
      StringJoiner line = new StringJoiner(" ");
      facts.forEach((name, value) -> line.add(name + '=' + quoted(value)));
      LOG.log(Level.INFO, line.toString());
    }
  }

  /** A value that could be taken for further fields is put in quotes. */
  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ' ' || c == '=' || c == '"');
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
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
