package dev.parley.presence.boundary;

import dev.parley.cluster.api.Roster;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.cluster.api.Roster.Standing;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Reply;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import dev.parley.presence.api.Contacts;
import dev.parley.presence.api.RootEvents;
import dev.parley.presence.api.RootNamespace;
import dev.parley.presence.boundary.Statuses.UserStatus;
import dev.parley.presence.control.Presence;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /}: presence, and the events that other features add. */
public final class PresenceNamespace implements NamespaceModule {
  private final Presence presence;
  private final Contacts contacts;
  private final List<RootEvents> others;

  public PresenceNamespace(Presence presence, Contacts contacts, List<RootEvents> others) {
    this.presence = presence;
    this.contacts = contacts;
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
    contacts.roomsOfComing(userId).forEach(socket::join);
    presence.connected(member(socket, false));
  }

  @Override
  public void disconnected(ClientSocket socket, CloseCode code) {
    presence.disconnected(socket.principal().userId(), socket.id());
  }

  private Reply get(PresenceQuery query, EventContext context) {
    Map<String, Standing> standings = presence.standings(query.userIds());
    List<UserStatus> statuses =
        query.userIds().stream().map(userId -> status(userId, standings.get(userId))).toList();
    return Reply.answer(PresenceOutbound.STATUSES, new Statuses(statuses));
  }

  private static UserStatus status(String userId, Standing standing) {
    return new UserStatus(userId, wireName(standing.status()), standing.lastSeen().orElse(null));
  }

  private Reply set(PresenceChange change, EventContext context) {
    Member member = member(context.socket(), change.saysAway());
    return Reply.of(new PresenceChanged(wireName(presence.set(member))));
  }

  private static Member member(ClientSocket socket, boolean away) {
    Principal principal = socket.principal();
    return new Member(
        principal.userId(),
        principal.displayName().orElse(null),
        socket.id(),
        principal.deviceId(),
        principal.platform().orElse(null),
        socket.connectedAt(),
        away);
  }

  private static String wireName(Roster.Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
