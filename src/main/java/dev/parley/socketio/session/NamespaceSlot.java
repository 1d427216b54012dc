package dev.parley.socketio.session;

import dev.parley.engineio.session.EngineSession;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.ReplayLimit;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.kernel.CloseCode;
import dev.parley.outbound.OutboundMessage;
import dev.parley.socketio.protocol.PacketEncoder;
import dev.parley.socketio.session.NamespaceSlots.Departure;
import java.util.Optional;

/**
 * One CONNECT of a client and the socket that comes of it; the gateway's way to the client.
 *
 * <p>A client that leaves and connects again gets a new slot, so what was meant for the old socket
 * finds nobody. No lock is held while the session is called.
 */
final class NamespaceSlot implements SocketLink {
  /** What is replayed lies in the node's backlog anyway; a client has to read all of it. */
  private static final int REPLAYED_BUDGETS = 4;

  private final EngineSession session;
  private final NamespaceSlots slots;
  private final String namespace;
  private final int outboundBudget;

  /** Written under the lock of the slots only. */
  private volatile NamespaceSlots.State state = NamespaceSlots.State.CONNECTING;

  /** Only the session's serial calls use it; null until the gateway has returned it. */
  private SocketInbox inbox;

  NamespaceSlot(EngineSession session, NamespaceSlots slots, String namespace, int outboundBudget) {
    this.session = session;
    this.slots = slots;
    this.namespace = namespace;
    this.outboundBudget = outboundBudget;
  }

  String namespace() {
    return namespace;
  }

  NamespaceSlots.State state() {
    return state;
  }

  void state(NamespaceSlots.State next) {
    state = next;
  }

  SocketInbox inbox() {
    return inbox;
  }

  void inbox(SocketInbox opened) {
    inbox = opened;
  }

  @Override
  public ReplayLimit replayLimit() {
    // The other half is for what comes meanwhile.
    long free = Math.max(1, outboundBudget / 2 - session.queuedBytes());
    return new ReplayLimit(
        (int) (free / OutboundMessage.PLACE_BYTES), (long) REPLAYED_BUDGETS * outboundBudget);
  }

  @Override
  public Optional<String> transport() {
    return Optional.of(session.transport().wireName());
  }

  @Override
  public void connected(String socketId, String pid) {
    if (slots.connected(this)) {
      session.send(SocketIoFrames.text(PacketEncoder.connected(namespace, socketId, pid)));
    }
  }

  @Override
  public void refused(ErrorReply error, String json) {
    Departure departure = slots.end(this);
    if (departure == Departure.NONE) {
      return;
    }
    session.send(SocketIoFrames.text(PacketEncoder.connectError(namespace, error.message(), json)));
    if (departure == Departure.LAST) {
      session.closeAfterFlush(CloseCode.ofRefusal(error.code()));
    }
  }

  @Override
  public void deliver(EncodedEvent event) {
    if (slots.isConnected(this)) {
      session.send(event.as(SocketIoFrames.FORMAT));
    }
  }

  @Override
  public void deliverMissed(EncodedEvent event) {
    if (slots.isConnected(this)) {
      session.send(event.as(SocketIoFrames.FORMAT).shared());
    }
  }

  @Override
  public void deliver(EncodedEvent event, long ackId) {
    if (slots.isConnected(this)) {
      session.send(SocketIoFrames.request(event, ackId));
    }
  }

  @Override
  public void disconnect(CloseCode code) {
    Departure departure = slots.end(this);
    if (departure == Departure.NONE) {
      return;
    }
    if (code.resumable()) {
      // A DISCONNECT packet would make stock clients stay away for good.
      session.close(code);
      return;
    }
    session.send(SocketIoFrames.text(PacketEncoder.disconnect(namespace)));
    if (departure == Departure.LAST) {
      session.closeAfterFlush(code);
    }
  }
}
