package dev.parley.gateway.dispatch;

import dev.parley.cluster.api.SessionStore.Session;
import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.SocketData;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.gateway.dispatch.SocketSession.Parting;
import dev.parley.gateway.meter.GatewayMetric;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.RandomId;
import dev.parley.outbound.Delivery;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One socket, for its protocol and for the features.
 *
 * <p>Everything that may block runs on its lane: first the {@link SocketLifecycle#connect connect},
 * then the events, at last the end. What a client sent before it left is still handled; what it
 * sent before the server threw it out is not.
 */
final class GatewaySocket implements ClientSocket, SocketInbox, RoomMember {
  private enum State {
    CONNECTING,
    CONNECTED,
    ENDED
  }

  private static final Logger LOG = System.getLogger(GatewaySocket.class.getName());

  /** Events in a row that find the lane full, before their sender is thrown out. */
  static final int MAX_OVERFLOWS = 50;

  private static final Duration OVERFLOW_PAUSE = Duration.ofSeconds(1);

  private final Namespace namespace;
  private final String connectionId;
  private final Handshake handshake;
  private final SocketLink link;
  private final GatewayParts parts;
  private final Lane lane;
  private final SocketRooms rooms;
  private final SocketSession session;
  private final CompletableFuture<Void> finished = new CompletableFuture<>();
  private final PendingAcks acks;
  private final SocketLifecycle lifecycle;
  private final AtomicReference<State> state = new AtomicReference<>(State.CONNECTING);
  private volatile String id = RandomId.next();
  private volatile long generation;
  private volatile Principal principal;
  private volatile Instant connectedAt;
  private volatile long connectedNanos;
  private volatile boolean thrownOut;

  // Only event() uses it, whose calls come one at a time.
  private int overflows;

  GatewaySocket(
      Namespace namespace,
      String connectionId,
      Handshake handshake,
      SocketLink link,
      GatewayParts parts) {
    this.namespace = namespace;
    this.connectionId = connectionId;
    this.handshake = handshake;
    this.link = link;
    this.parts = parts;
    GatewaySettings settings = parts.settings();
    this.lane =
        new Lane(
            parts.threads(), settings.laneCapacity(), settings.laneBytes(), parts.laneEvents());
    this.rooms = new SocketRooms(namespace.path(), this, parts.hub());
    this.session = new SocketSession(parts.sessions().store(), rooms::names);
    this.acks =
        new PendingAcks(
            settings.pendingAcks(), parts.threads(), parts.scheduler(), parts.acksPending());
    this.lifecycle = new SocketLifecycle(this, namespace, link, parts);
  }

  /** Begins to connect; called once, right after construction. */
  void open(JsonObject auth) {
    lane.add(() -> lifecycle.connect(auth));
  }

  // What the lifecycle does with the socket, on the lane.

  void admit(Principal admitted) {
    principal = admitted;
    connectedAt = parts.time().now();
    connectedNanos = parts.time().nanoTime();
  }

  /** Becomes connected; false when the client left meanwhile. */
  boolean becomeConnected() {
    boolean connected = state.compareAndSet(State.CONNECTING, State.CONNECTED);
    if (connected) {
      parts.sockets().add(this);
      if (!isConnected()) {
        // Whoever ended it in between found nothing to remove.
        parts.sockets().remove(this);
      }
    }
    return connected;
  }

  /** Goes on with a session, or begins it; a new socket has generation 1. */
  void carry(Session carried) {
    session.carry(carried);
    id = carried.socketId();
    generation = carried.generation();
    parts.sessions().hold(this, carried);
  }

  /** The session could not be taken up: this is a new socket after all. */
  void drop(Session carried) {
    parts.sessions().release(this, carried);
    session.drop();
    id = RandomId.next();
    generation = 0;
  }

  SocketSession session() {
    return session;
  }

  long generation() {
    return generation;
  }

  /** Completes when everybody who knew of the socket was told of its end. */
  CompletableFuture<Void> finished() {
    return finished;
  }

  /** Another socket has the session: this one ends, and leaves the session's record alone. */
  void letGo() {
    thrownOut = true;
    if (end(CloseCode.SESSION_MOVED, Parting.MOVED)) {
      link.disconnect(CloseCode.SESSION_MOVED);
    }
  }

  /** Ends without ever having been connected; false when the client left meanwhile. */
  boolean becomeRefused() {
    return state.compareAndSet(State.CONNECTING, State.ENDED);
  }

  // What the protocol says.

  @Override
  public void event(
      String name, Arguments arguments, Consumer<Acknowledgement> acknowledge, int sizeBytes) {
    if (state.get() == State.ENDED) {
      return;
    }
    long receivedNanos = parts.time().nanoTime();
    Runnable task =
        () -> {
          if (lifecycle.isWelcomed() && !thrownOut) {
            parts.runner().run(this, namespace, name, arguments, acknowledge, receivedNanos);
          }
        };
    if (lane.offer(task, sizeBytes)) {
      overflows = 0;
    } else {
      overflowed(name, acknowledge);
    }
  }

  /** Answers an event that found no room on the lane; who goes on regardless is thrown out. */
  private void overflowed(String name, Consumer<Acknowledgement> acknowledge) {
    if (!isConnected()) {
      // Nothing can be answered yet.
      disconnect(CloseCode.LANE_OVERFLOW);
      return;
    }
    if (overflows++ == 0) {
      LOG.log(Level.DEBUG, "The lane of socket {0} is full", id);
    }
    parts.runner().refuse(this, name, acknowledge, OVERFLOW_PAUSE);
    if (overflows == MAX_OVERFLOWS) {
      disconnect(CloseCode.RATE_LIMITED);
    }
  }

  @Override
  public void ack(long ackId, Arguments arguments) {
    acks.complete(ackId, arguments);
  }

  @Override
  public void left() {
    end(CloseCode.CLIENT_CLOSED, Parting.FOR_GOOD);
  }

  @Override
  public void closed(CloseCode code) {
    // A client may well close its connection and come back; all it did wrong it would do again.
    boolean mayComeBack = code.resumable() || code == CloseCode.CLIENT_CLOSED;
    end(code, mayComeBack ? Parting.FOR_NOW : Parting.FOR_GOOD);
  }

  private boolean end(CloseCode code, Parting parting) {
    State before = state.getAndSet(State.ENDED);
    if (before == State.ENDED) {
      return false;
    }
    session.part();
    rooms.close();
    acks.close();
    Duration connected = Duration.ofNanos(parts.time().nanoTime() - connectedNanos);
    if (before == State.CONNECTED) {
      parts.sockets().remove(this);
      parts.meters().count(GatewayMetric.DISCONNECTIONS, code.label(), 1);
      parts.meters().time(GatewayMetric.CONNECTION_DURATION, null, connected.toNanos());
    }
    lane.add(() -> finish(code, connected, parting));
    return true;
  }

  private void finish(CloseCode code, Duration connected, Parting parting) {
    try {
      lifecycle.finish(code, connected);
      session.write(parting);
      session.carried().ifPresent(carried -> parts.sessions().release(this, carried));
    } finally {
      finished.complete(null);
    }
  }

  // What the features see.

  @Override
  public String id() {
    return id;
  }

  @Override
  public String namespace() {
    return namespace.path();
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public void renew(Principal renewed) {
    if (!renewed.userId().equals(principal.userId())) {
      throw new IllegalArgumentException("a socket keeps its user");
    }
    principal = renewed;
  }

  @Override
  public String connectionId() {
    return connectionId;
  }

  @Override
  public Handshake handshake() {
    return handshake;
  }

  @Override
  public Instant connectedAt() {
    return connectedAt;
  }

  @Override
  public void join(String room) {
    if (session.isToStart()) {
      parts
          .hub()
          .start(
              namespace.path(),
              start -> {
                session.startAt(start);
                joinRoom(room);
              });
    } else {
      joinRoom(room);
    }
  }

  private void joinRoom(String room) {
    if (rooms.join(room)) {
      session.changed();
    }
  }

  @Override
  public void leave(String room) {
    if (rooms.leave(room)) {
      session.changed();
    }
  }

  @Override
  public Set<String> rooms() {
    return rooms.names();
  }

  @Override
  public SocketData data() {
    return session;
  }

  @Override
  public boolean recovered() {
    return generation > 1;
  }

  @Override
  public void emit(OutboundEvent event, Object payload) {
    emitJson(event.wireName(), parts.json().write(payload), List.of(), event.delivery());
  }

  @Override
  public void emit(OutboundEvent event, Arguments arguments) {
    emitJson(
        event.wireName(), parts.json().write(arguments), arguments.attachments(), event.delivery());
  }

  void emitJson(String event, String arguments, List<byte[]> attachments, Delivery delivery) {
    if (deliver(encoded(event, arguments, attachments, delivery))) {
      parts.meters().count(GatewayMetric.MESSAGES_SENT, event, 1);
    }
  }

  @Override
  public CompletionStage<Arguments> request(
      OutboundEvent event, Arguments arguments, Duration timeout) {
    // An ordered copy: what asks for an ack may be neither dropped nor replaced.
    EncodedEvent encoded =
        encoded(
            event.wireName(),
            parts.json().write(arguments),
            arguments.attachments(),
            Delivery.ORDERED);
    return acks.await(
        timeout,
        ackId -> {
          if (isConnected()) {
            link.deliver(encoded, ackId);
            parts.meters().count(GatewayMetric.MESSAGES_SENT, event.wireName(), 1);
          }
        });
  }

  @Override
  public boolean deliver(EncodedEvent event) {
    if (!isConnected()) {
      return false;
    }
    link.deliver(event);
    return true;
  }

  /** As {@link #deliver}, of an event that was missed. */
  boolean deliverMissed(EncodedEvent event) {
    if (!isConnected()) {
      return false;
    }
    link.deliverMissed(event);
    return true;
  }

  @Override
  public void disconnect(CloseCode code) {
    thrownOut = true;
    if (end(code, code.resumable() ? Parting.FOR_NOW : Parting.FOR_GOOD)) {
      link.disconnect(code);
    }
  }

  @Override
  public boolean isConnected() {
    return state.get() == State.CONNECTED;
  }

  /** Whether it has ended, or its client was refused. */
  boolean isOver() {
    return state.get() == State.ENDED;
  }

  private EncodedEvent encoded(
      String event, String arguments, List<byte[]> attachments, Delivery delivery) {
    return new EncodedEvent(
        namespace.path(),
        event,
        arguments,
        attachments,
        delivery,
        delivery == Delivery.COALESCIBLE ? event : null);
  }
}
