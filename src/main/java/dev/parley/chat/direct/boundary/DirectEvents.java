package dev.parley.chat.direct.boundary;

import dev.parley.chat.direct.control.Receipt;
import dev.parley.chat.direct.control.SendDirectMessage;
import dev.parley.chat.direct.control.SendDirectMessage.Draft;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.Reply;
import dev.parley.presence.api.RootEvents;
import java.util.List;

/** What direct messages add to {@code /}. */
public final class DirectEvents implements RootEvents {
  private final SendDirectMessage sendDirectMessage;

  public DirectEvents(SendDirectMessage sendDirectMessage) {
    this.sendDirectMessage = sendDirectMessage;
  }

  @Override
  public List<DirectInbound> inboundEvents() {
    return List.of(DirectInbound.values());
  }

  @Override
  public List<DirectOutbound> outboundEvents() {
    return List.of(DirectOutbound.values());
  }

  @Override
  public void register(HandlerRegistry handlers) {
    handlers.on(DirectInbound.SEND, SendRequest.class, this::send);
  }

  private Reply send(SendRequest request, EventContext context) {
    ClientSocket socket = context.socket();
    Receipt receipt =
        sendDirectMessage.send(
            new Draft(
                socket.principal().userId(),
                socket.id(),
                request.to(),
                request.text(),
                request.tempId(),
                context.attachment(request.data()).map(List::of).orElse(List.of())));
    return Reply.of(
        new SendReceipt(
            receipt.id(),
            receipt.tempId(),
            receipt.delivered(),
            receipt.timestamp(),
            receipt.pending() ? true : null));
  }
}
