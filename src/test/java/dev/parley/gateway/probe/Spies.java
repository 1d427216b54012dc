package dev.parley.gateway.probe;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/** What the spies between the decorators have seen; one scenario at a time. */
final class Spies {
  private static final List<String> NOTES = new CopyOnWriteArrayList<>();
  private static final Logger EVENT_LOG = Logger.getLogger("dev.parley.events");
  private static final AtomicInteger LOG_LINES = new AtomicInteger();
  // The log manager holds loggers weakly, and their handlers with them.
  private static final Handler COUNTING = countLines();

  private Spies() {}

  static void reset() {
    NOTES.clear();
    LOG_LINES.set(0);
    EVENT_LOG.removeHandler(COUNTING);
    EVENT_LOG.addHandler(COUNTING);
  }

  static List<String> notes() {
    return List.copyOf(NOTES);
  }

  static void note(String where, EventContext context) {
    NOTES.add(where + " payload=" + (context.payload() != null));
  }

  /** Passes an event on and notes how it came back. */
  static Outcome pass(
      String where, Dispatcher delegate, EventContext context, MetricRegistry registry) {
    note(">" + where, context);
    long countedBefore = counted(registry, context);
    try {
      Outcome outcome = delegate.dispatch(context);
      NOTES.add(
          "<"
              + where
              + " "
              + outcome.code()
              + " counted="
              + (counted(registry, context) - countedBefore)
              + " logged="
              + LOG_LINES.get());
      return outcome;
    } catch (RuntimeException thrown) {
      NOTES.add("<" + where + " threw " + thrown.getClass().getSimpleName());
      throw thrown;
    }
  }

  private static long counted(MetricRegistry registry, EventContext context) {
    return Optional.ofNullable(
            registry.getCounter(
                new org.eclipse.microprofile.metrics.MetricID(
                    "socket_messages_received_total", new Tag("event", context.label()))))
        .map(counter -> counter.getCount())
        .orElse(0L);
  }

  private static Handler countLines() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        LOG_LINES.incrementAndGet();
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
