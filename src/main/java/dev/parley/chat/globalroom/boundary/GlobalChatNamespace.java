package dev.parley.chat.globalroom.boundary;

import dev.parley.chat.globalroom.boundary.OnlineUsers.OnlineUser;
import dev.parley.chat.globalroom.control.GlobalMessages;
import dev.parley.chat.globalroom.control.GlobalMessages.Page;
import dev.parley.chat.globalroom.control.MessageFeed.Accepted;
import dev.parley.chat.globalroom.control.PostMessage;
import dev.parley.chat.globalroom.control.PostMessage.Draft;
import dev.parley.chat.globalroom.control.RoomMembers;
import dev.parley.chat.globalroom.entity.Participant;
import dev.parley.cluster.api.Roster.Member;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent.NoPayload;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.Reply;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import java.util.List;

/** {@code /global-chat}: every socket is in the one room from the start. */
public final class GlobalChatNamespace implements NamespaceModule {
  public static final String PATH = "/global-chat";
  public static final String ROOM = "global-chat-room";

  // A reply must fit into a connection's budget beside what else waits for it.
  private static final int MAX_USERS_LISTED = 500;
  private static final int MAX_PAGE_BYTES = 64 * 1_024;

  private final PostMessage postMessage;
  private final GlobalMessages messages;
  private final RoomMembers members;

  public GlobalChatNamespace(
      PostMessage postMessage, GlobalMessages messages, RoomMembers members) {
    this.postMessage = postMessage;
    this.messages = messages;
    this.members = members;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public List<GlobalChatInbound> inboundEvents() {
    return List.of(GlobalChatInbound.values());
  }

  @Override
  public List<GlobalChatOutbound> outboundEvents() {
    return List.of(GlobalChatOutbound.values());
  }

  @Override
  public void register(HandlerRegistry handlers) {
    handlers.on(GlobalChatInbound.MESSAGE, PostRequest.class, this::post);
    handlers.on(GlobalChatInbound.HISTORY, HistoryRequest.class, this::history);
    handlers.on(GlobalChatInbound.ONLINE_COUNT, NoPayload.class, this::onlineCount);
    handlers.on(GlobalChatInbound.ONLINE_USERS, NoPayload.class, this::onlineUsers);
  }

  @Override
  public void connected(ClientSocket socket) {
    // The room first: who hears of the newcomer includes the newcomer.
    socket.join(ROOM);
    members.join(member(socket));
  }

  @Override
  public void disconnected(ClientSocket socket, CloseCode code) {
    members.leave(socket.principal().userId(), socket.id());
  }

  private Reply post(PostRequest request, EventContext context) {
    List<byte[]> attachments = context.attachment(request.data()).map(List::of).orElse(List.of());
    Participant sender = participant(context.socket());
    Accepted accepted =
        postMessage.post(new Draft(sender, request.content(), request.tempId(), attachments));
    return Reply.of(
        new Posted(
            ChatMessage.withoutData(accepted.message()),
            request.tempId(),
            accepted.pending() ? true : null));
  }

  private Reply history(HistoryRequest request, EventContext context) {
    Page page = messages.before(request.beforeOrNewest(), request.limitOrDefault(), MAX_PAGE_BYTES);
    if (context.ackRequested()) {
      return Reply.raw(MessageJson.acknowledgement(page));
    }
    context.socket().emit(GlobalChatOutbound.HISTORY, MessageJson.event(page));
    return Reply.ok();
  }

  private Reply onlineCount(NoPayload nothing, EventContext context) {
    return Reply.answer(GlobalChatOutbound.ONLINE_COUNT, new OnlineCount(members.count()));
  }

  private Reply onlineUsers(NoPayload nothing, EventContext context) {
    List<OnlineUser> users =
        members.present(MAX_USERS_LISTED).stream()
            .map(
                here ->
                    new OnlineUser(
                        here.participant().userId(), here.participant().name(), here.devices()))
            .toList();
    return Reply.answer(GlobalChatOutbound.ONLINE_USERS, new OnlineUsers(users, members.count()));
  }

  private static Member member(ClientSocket socket) {
    Principal principal = socket.principal();
    return new Member(
        principal.userId(),
        participant(socket).name(),
        socket.id(),
        principal.deviceId(),
        principal.platform().orElse(null),
        socket.connectedAt(),
        false);
  }

  private static Participant participant(ClientSocket socket) {
    Principal principal = socket.principal();
    return new Participant(principal.userId(), principal.displayName().orElse(null));
  }
}
