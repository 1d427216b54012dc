package dev.parley.conformance;

import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.ClientSocket;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.InboundEvent.RawArguments;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Reply;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.json.JsonArray;
import jakarta.json.spi.JsonProvider;
import java.util.List;

/** A namespace that echoes: the CONNECT payload first, then every message. */
final class EchoNamespace implements NamespaceModule {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final String path;
  private final AnonymousAuthenticator authenticator;

  EchoNamespace(String path, AnonymousAuthenticator authenticator) {
    this.path = path;
    this.authenticator = authenticator;
  }

  /** The two namespaces of the suites. */
  @Dependent
  static class Beans {
    @Produces
    @Singleton
    static NamespaceModule main(AnonymousAuthenticator authenticator) {
      return new EchoNamespace("/", authenticator);
    }

    @Produces
    @Singleton
    static NamespaceModule custom(AnonymousAuthenticator authenticator) {
      return new EchoNamespace("/custom", authenticator);
    }
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public List<? extends InboundEvent> inboundEvents() {
    return List.of(EchoInbound.values());
  }

  @Override
  public List<? extends OutboundEvent> outboundEvents() {
    return List.of(EchoOutbound.values());
  }

  @Override
  public void register(HandlerRegistry handlers) {
    handlers.on(EchoInbound.MESSAGE, RawArguments.class, EchoNamespace::sendBack);
    handlers.on(
        EchoInbound.MESSAGE_WITH_ACK,
        RawArguments.class,
        (payload, context) -> Reply.raw(payload.arguments()));
  }

  @Override
  public void connected(ClientSocket socket) {
    JsonArray payload = JSON.createArrayBuilder().add(authenticator.takePayload(socket)).build();
    socket.emit(EchoOutbound.AUTH, new Arguments(payload, List.of()));
  }

  private static Reply sendBack(RawArguments payload, EventContext context) {
    context.socket().emit(EchoOutbound.MESSAGE_BACK, payload.arguments());
    return Reply.ok();
  }
}
