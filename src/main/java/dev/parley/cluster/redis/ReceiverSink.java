package dev.parley.cluster.redis;

import dev.parley.cluster.api.Broker.Receiver;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.RoomEvent;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.LoggedMessage.Kind;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.redis.FirstsOfKeys.First;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Decodes what is in order and gives it to the node; a failure costs only that message.
 *
 * <p>Learns from what passes which keys and numbers there are.
 */
final class ReceiverSink implements Sequencer.Sink {
  private static final Logger LOG = System.getLogger(ReceiverSink.class.getName());

  private final String log;
  private final Receiver receiver;
  private final LogCounters counters;
  private final FirstsOfKeys firsts;
  private final HighestNumbers numbers;

  ReceiverSink(
      String log,
      Receiver receiver,
      LogCounters counters,
      FirstsOfKeys firsts,
      HighestNumbers numbers) {
    this.log = log;
    this.receiver = receiver;
    this.counters = counters;
    this.firsts = firsts;
    this.numbers = numbers;
  }

  @Override
  public void deliver(LogEntry entry) {
    hand(entry, Kind.NEW);
  }

  @Override
  public void repeat(LogEntry entry) {
    hand(entry, Kind.REPEATED);
  }

  /** Hands on what was in the log before this node came. */
  void history(LogEntry entry) {
    hand(entry, Kind.HISTORY);
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

  /** What comes from now on is heard as it is said. */
  void joined() {
    try {
      receiver.onJoined(log);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "The beginning of a log was not handled", bug);
    }
  }

  /** Says that Redis may have lost what it was given. */
  void storeBack() {
    try {
      receiver.onStoreBack(log);
    } catch (Throwable bug) {
      LOG.log(Level.ERROR, "The return of Redis was not handled", bug);
    }
  }

  private void hand(LogEntry entry, Kind kind) {
    try {
      Optional<ClusterMessage> message = MessageCodec.read(entry.message());
      if (message.isEmpty()) {
        counters.unreadable.increment();
        LOG.log(Level.DEBUG, "Message {0} of log {1} is of a later version", entry.position(), log);
        return;
      }
      LoggedMessage logged =
          byKey(
              new LoggedMessage(
                  message.get(), entry.position(), entry.publisher(), entry.sequence(), kind));
      receiver.receive(logged);
      if (logged.kind() == Kind.NEW) {
        counters.delivered.increment();
      }
    } catch (Throwable bug) {
      // An Error, too: the messages after this one must not suffer for it.
      counters.unreadable.increment();
      LOG.log(Level.ERROR, "Message " + entry.position() + " was not delivered", bug);
    }
  }

  /** Another message of a key that was delivered here is a repeat of that. */
  private LoggedMessage byKey(LoggedMessage logged) {
    if (!(logged.message() instanceof RoomEvent event)) {
      return logged;
    }
    long number = event.numbering() == null ? 0 : event.numbering().number();
    if (event.numbering() != null) {
      numbers.see(event.numbering().counter(), number);
    }
    if (event.key() == null) {
      return logged;
    }
    First first = firsts.note(event.key(), logged, number);
    if (logged.kind() != Kind.NEW || first.is(logged.publisher(), logged.sequence())) {
      return logged;
    }
    return new LoggedMessage(
        event, logged.position(), logged.publisher(), logged.sequence(), Kind.REPEATED);
  }
}
