package dev.parley.cluster.redis;

import dev.parley.cluster.api.Broker.Receiver;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.Position;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/** Decodes what is in order and gives it to the node; a failure costs only that message. */
final class ReceiverSink implements Sequencer.Sink {
  private static final Logger LOG = System.getLogger(ReceiverSink.class.getName());

  private final String log;
  private final Receiver receiver;
  private final LogCounters counters;

  ReceiverSink(String log, Receiver receiver, LogCounters counters) {
    this.log = log;
    this.receiver = receiver;
    this.counters = counters;
  }

  @Override
  public void deliver(LogEntry entry) {
    try {
      Optional<ClusterMessage> message = MessageCodec.read(entry.message());
      if (message.isPresent()) {
        receiver.receive(message.get(), entry.position());
        counters.delivered.increment();
        return;
      }
      counters.unreadable.increment();
      LOG.log(Level.DEBUG, "Message {0} of log {1} is of a later version", entry.position(), log);
    } catch (Throwable bug) {
      // An Error, too: the messages after this one must not suffer for it.
      counters.unreadable.increment();
      LOG.log(Level.ERROR, "Message " + entry.position() + " was not delivered", bug);
    }
  }

  @Override
  public void gap(Position after, Position until) {
    counters.gaps.increment();
    LOG.log(
        Level.WARNING, "Log {0} no longer has what lies after {1} up to {2}", log, after, until);
    try {
      receiver.onGap(log, after, until);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "A gap was not handled", bug);
    }
  }
}
