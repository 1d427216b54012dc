package dev.parley.socketio.session;

import dev.parley.engineio.session.EngineSession;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.RandomId;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.TimeSource;
import dev.parley.socketio.protocol.BinaryAssembler;
import dev.parley.socketio.protocol.PacketDecoder;
import dev.parley.socketio.protocol.PacketEncoder;
import dev.parley.socketio.protocol.SocketPacket;
import dev.parley.socketio.protocol.SocketProtocolException;
import dev.parley.socketio.session.NamespaceSlots.Departure;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * One client connection: the packets that come, and the namespaces it is in.
 *
 * <p>The session's calls come one at a time and none blocks; the gateway answers on other threads
 * through {@link NamespaceSlot}. Whatever breaks the protocol closes the session at once.
 */
final class SocketIoConnection {
  private static final System.Logger LOG = System.getLogger(SocketIoConnection.class.getName());

  /** CONNECTs to namespaces that do not exist, or past the limit, before a client is cut off. */
  static final int MAX_REJECTED = 10;

  private static final long CONNECTS_WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

  private final EngineSession session;
  private final Gateway gateway;
  private final Scheduler scheduler;
  private final TimeSource time;
  private final SocketIoSettings settings;
  private final int outboundBudget;
  private final BinaryAssembler assembler;
  private final NamespaceSlots slots;

  // Not the session id, which is a secret: features and logs may see this one.
  private final String connectionId = RandomId.next();

  private Scheduler.Timeout connectTimeout;
  private Scheduler.Timeout attachmentTimeout;
  private int rejected;
  private int connects;
  private long connectsSinceNanos;
  private boolean broken;

  /** What the attachment time-out that is set waits for; null when nothing is due. */
  private volatile Object awaitedPacket;

  SocketIoConnection(
      EngineSession session,
      Gateway gateway,
      Scheduler scheduler,
      TimeSource time,
      SocketIoSettings settings,
      int outboundBudget,
      PacketDecoder decoder) {
    this.session = session;
    this.gateway = gateway;
    this.scheduler = scheduler;
    this.time = time;
    this.settings = settings;
    this.outboundBudget = outboundBudget;
    this.assembler = new BinaryAssembler(decoder);
    this.slots = new NamespaceSlots(settings.maxNamespaces());
  }

  /** The session is open; to be called first. */
  void opened() {
    awaitConnect();
  }

  void text(String text) {
    if (broken) {
      return; // the rest of a polling body whose client has broken the protocol
    }
    try {
      received(assembler.text(text));
    } catch (SocketProtocolException violation) {
      violated(violation.getMessage());
    }
  }

  void binary(byte[] bytes) {
    if (broken) {
      return;
    }
    try {
      received(assembler.binary(bytes));
    } catch (SocketProtocolException violation) {
      violated(violation.getMessage());
    }
  }

  /** The session is over; to be called once and last. */
  void closed(CloseCode code) {
    cancelConnectTimeout();
    cancelAttachmentTimeout();
    for (NamespaceSlot slot : slots.close()) {
      // None was returned for a slot whose open failed.
      if (slot.inbox() != null) {
        slot.inbox().closed(code);
      }
    }
  }

  private void received(Optional<SocketPacket> complete) {
    if (complete.isEmpty()) {
      awaitAttachments();
      return;
    }
    cancelAttachmentTimeout();
    SocketPacket packet = complete.get();
    if (packet instanceof SocketPacket.Connect connect) {
      connect(connect);
      return;
    }
    NamespaceSlot slot = slots.find(packet.namespace());
    if (slot == null || packet instanceof SocketPacket.ConnectError) {
      violated("a packet for a namespace that the client is not in, or may not send");
    } else if (packet instanceof SocketPacket.Event event) {
      event(slot, event);
    } else if (packet instanceof SocketPacket.Ack ack) {
      if (slots.isLive(slot)) {
        slot.inbox().ack(ack.ackId(), new Arguments(ack.arguments(), ack.attachments()));
      }
    } else {
      leave(slot);
    }
  }

  private void connect(SocketPacket.Connect packet) {
    if (tooManyConnects()) {
      cutOff("too many CONNECTs in a short time");
      return;
    }
    String namespace = packet.namespace();
    if (!gateway.serves(namespace)) {
      reject(namespace, "Invalid namespace");
      return;
    }
    NamespaceSlot slot = new NamespaceSlot(session, slots, namespace, outboundBudget);
    switch (slots.claim(slot)) {
      case TAKEN -> {
        cancelConnectTimeout();
        SocketInbox inbox =
            gateway.open(namespace, connectionId, session.handshake(), packet.auth(), slot);
        slot.inbox(inbox);
      }
      case OCCUPIED -> violated("a second CONNECT to the same namespace");
      case TOO_MANY -> reject(namespace, "Too many namespaces");
      case CLOSED -> LOG.log(Level.DEBUG, "A CONNECT came after the end");
    }
  }

  /** Each costs the others of its namespace a coming and a going, and the server a token check. */
  private boolean tooManyConnects() {
    long now = time.nanoTime();
    if (connects == 0 || now - connectsSinceNanos >= CONNECTS_WINDOW_NANOS) {
      connects = 0;
      connectsSinceNanos = now;
    }
    return ++connects > settings.maxConnects();
  }

  private void cutOff(String why) {
    LOG.log(Level.DEBUG, "Closed: {0}", why);
    broken = true;
    session.close(CloseCode.POLICY_VIOLATION);
  }

  private void reject(String namespace, String message) {
    if (++rejected > MAX_REJECTED) {
      cutOff("too many CONNECTs that cannot succeed");
    } else {
      session.send(SocketIoFrames.text(PacketEncoder.connectError(namespace, message)));
    }
  }

  private void event(NamespaceSlot slot, SocketPacket.Event event) {
    if (!slots.isLive(slot)) {
      return; // sent before the client could know that the server ended the socket
    }
    slot.inbox()
        .event(
            event.name(),
            new Arguments(event.arguments(), event.attachments()),
            event.ackId().isPresent()
                ? new AckOnce(session, slots, slot, event.ackId().getAsLong())
                : null,
            event.size());
  }

  private void leave(NamespaceSlot slot) {
    Departure departure = slots.leave(slot);
    if (departure == Departure.NONE) {
      return;
    }
    if (departure == Departure.LAST) {
      awaitConnect();
    }
    slot.inbox().left();
  }

  private void violated(String what) {
    broken = true;
    LOG.log(Level.DEBUG, "Closed for {0}", what);
    session.close(CloseCode.PROTOCOL_ERROR);
  }

  private void awaitConnect() {
    cancelConnectTimeout();
    connectTimeout =
        scheduler.schedule(
            settings.connectTimeout(),
            () -> {
              if (slots.closeIfIdle()) {
                session.close(CloseCode.CONNECT_TIMEOUT);
              }
            });
  }

  private void cancelConnectTimeout() {
    if (connectTimeout != null) {
      connectTimeout.cancel();
      connectTimeout = null;
    }
  }

  /** One time-out for all attachments of a packet: a trickle must not keep it alive. */
  private void awaitAttachments() {
    if (attachmentTimeout != null) {
      return;
    }
    Object due = new Object();
    awaitedPacket = due;
    attachmentTimeout =
        scheduler.schedule(
            settings.attachmentTimeout(),
            () -> {
              if (awaitedPacket == due) {
                session.close(CloseCode.RECEIVE_TIMEOUT);
              }
            });
  }

  private void cancelAttachmentTimeout() {
    awaitedPacket = null;
    if (attachmentTimeout != null) {
      attachmentTimeout.cancel();
      attachmentTimeout = null;
    }
  }
}
