package dev.parley.presence.boundary;

import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Reply;
import dev.parley.kernel.CloseCode;
import dev.parley.presence.api.RootEvents;
import dev.parley.presence.api.RootNamespace;
import dev.parley.presence.boundary.Statuses.UserStatus;
import dev.parley.presence.control.PresenceTracker;
import dev.parley.presence.control.Status;
import java.util.List;
import java.util.stream.Stream;

/** {@code /}: presence, and the events that other features add. */
public final class PresenceNamespace implements NamespaceModule {
  private final PresenceTracker tracker;
  private final List<RootEvents> others;

  public PresenceNamespace(PresenceTracker tracker, List<RootEvents> others) {
    this.tracker = tracker;
    this.others = List.copyOf(others);
  }

  @Override
  public String path() {
    return RootNamespace.PATH;
  }

  @Override
  public List<InboundEvent> inboundEvents() {
    return Stream.<InboundEvent>concat(
            Stream.of(PresenceInbound.values()),
            others.stream().flatMap(other -> other.inboundEvents().stream()))
        .toList();
  }

  @Override
  public List<OutboundEvent> outboundEvents() {
    return Stream.<OutboundEvent>concat(
            Stream.of(PresenceOutbound.values()),
            others.stream().flatMap(other -> other.outboundEvents().stream()))
        .toList();
  }

  @Override
  public void register(HandlerRegistry handlers) {
    handlers.on(PresenceInbound.GET, PresenceQuery.class, this::get);
    handlers.on(PresenceInbound.SET, PresenceChange.class, this::set);
    others.forEach(other -> other.register(handlers));
  }

  @Override
  public void connected(ClientSocket socket) {
    String userId = socket.principal().userId();
    // The room first: who counts as online can be reached.
    socket.join(RootNamespace.roomOf(userId));
    tracker.connected(userId, socket.id());
  }

  @Override
  public void disconnected(ClientSocket socket, CloseCode code) {
    tracker.disconnected(socket.principal().userId(), socket.id());
  }

  private Reply get(PresenceQuery query, EventContext context) {
    List<UserStatus> statuses = query.userIds().stream().map(this::status).toList();
    return Reply.answer(PresenceOutbound.STATUSES, new Statuses(statuses));
  }

  private UserStatus status(String userId) {
    Status status = tracker.status(userId);
    return new UserStatus(
        userId,
        status.wireName(),
        status == Status.OFFLINE ? tracker.lastSeen(userId).orElse(null) : null);
  }

  private Reply set(PresenceChange change, EventContext context) {
    ClientSocket socket = context.socket();
    Status status = tracker.set(socket.principal().userId(), socket.id(), change.said());
    return Reply.of(new PresenceChanged(status.wireName()));
  }
}
