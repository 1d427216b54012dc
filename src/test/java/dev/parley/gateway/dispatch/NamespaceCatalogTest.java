package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Reply;
import dev.parley.gateway.api.SharedEvents;
import dev.parley.outbound.Delivery;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NamespaceCatalogTest {
  private static final Fakes.Row ROW = new Fakes.Row("say", Fakes.Text.class);
  private static final Fakes.OutRow OUT = new Fakes.OutRow("said", Delivery.ORDERED);
  private static final Consumer<HandlerRegistry> HANDLER =
      handlers -> handlers.on(ROW, Fakes.Text.class, (payload, context) -> Reply.ok());

  @Test
  void aNamespaceHasItsOwnEventsAndTheSharedOnes() {
    NamespaceCatalog catalog =
        NamespaceCatalog.of(
            List.of(module("/a", List.of(ROW), List.of(OUT), HANDLER)),
            List.of(shared(new Fakes.Row("refresh", InboundEvent.NoPayload.class))));

    Namespace namespace = catalog.find("/a").orElseThrow();
    assertThat(namespace.row("say")).isEqualTo(ROW);
    assertThat(namespace.handler(ROW)).isNotNull();
    assertThat(namespace.row("refresh")).isNotNull();
    assertThat(namespace.row("unknown")).isNull();
    assertThat(catalog.find("/b")).isEmpty();
  }

  @Test
  void twoModulesOfOnePathKeepItFromStarting() {
    NamespaceModule module = module("/a", List.of(ROW), List.of(), HANDLER);
    refused("Two modules serve the namespace /a", module, module);
  }

  @Test
  void twoRowsOfOneNameKeepItFromStarting() {
    refused(
        "Two rows for the inbound event say of /a",
        module("/a", List.of(ROW, ROW), List.of(), HANDLER));
    refused(
        "Two rows for the outbound event said of /a",
        module("/a", List.of(), List.of(OUT, OUT), handlers -> {}));
  }

  @Test
  void aRowThatASharedEventNamesTooKeepsItFromStarting() {
    assertThatThrownBy(
            () ->
                NamespaceCatalog.of(
                    List.of(module("/a", List.of(ROW), List.of(), HANDLER)),
                    List.of(shared(new Fakes.Row("say", InboundEvent.NoPayload.class)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Two rows for the inbound event say of /a");
  }

  @Test
  void aMissingHandlerOrOneTooManyKeepsItFromStarting() {
    refused("No handler for say of /a", module("/a", List.of(ROW), List.of(), handlers -> {}));
    refused(
        "Two handlers for say of /a",
        module("/a", List.of(ROW), List.of(), HANDLER.andThen(HANDLER)));
    refused("A handler for a foreign row: say of /a", module("/a", List.of(), List.of(), HANDLER));
  }

  @Test
  void aHandlerOfAnotherPayloadKeepsItFromStarting() {
    assertThatThrownBy(
            () ->
                NamespaceCatalog.of(
                    List.of(
                        module(
                            "/a",
                            List.of(ROW),
                            List.of(),
                            handlers ->
                                handlers.on(
                                    ROW,
                                    InboundEvent.NoPayload.class,
                                    (payload, context) -> Reply.ok()))),
                    List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The handler of say of /a takes ");
  }

  @Test
  void aPayloadThatJsonCannotReachKeepsItFromStarting() {
    Fakes.Row hidden = new Fakes.Row("hidden", Fakes.Hidden.class);
    assertThatThrownBy(
            () ->
                NamespaceCatalog.of(
                    List.of(module("/a", List.of(hidden), List.of(), handlers -> {})), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is not a public record: inbound event hidden of /a");
  }

  @Test
  void namesThatSocketIoKeepsAndOddPathsKeepItFromStarting() {
    Fakes.Row reserved = new Fakes.Row("disconnect", Fakes.Text.class);
    refused(
        "A reserved or empty name: inbound event disconnect of /a",
        module("/a", List.of(reserved), List.of(), handlers -> {}));
    refused("Not the path of a namespace: a", module("a", List.of(), List.of(), handlers -> {}));
    refused(
        "Not the path of a namespace: /a,b", module("/a,b", List.of(), List.of(), handlers -> {}));
  }

  private static void refused(String message, NamespaceModule... modules) {
    assertThatThrownBy(() -> NamespaceCatalog.of(List.of(modules), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  private static NamespaceModule module(
      String path,
      List<? extends InboundEvent> in,
      List<? extends OutboundEvent> out,
      Consumer<HandlerRegistry> registration) {
    return new NamespaceModule() {
      @Override
      public String path() {
        return path;
      }

      @Override
      public List<? extends InboundEvent> inboundEvents() {
        return in;
      }

      @Override
      public List<? extends OutboundEvent> outboundEvents() {
        return out;
      }

      @Override
      public void register(HandlerRegistry handlers) {
        registration.accept(handlers);
      }
    };
  }

  private static SharedEvents shared(Fakes.Row row) {
    return new SharedEvents() {
      @Override
      public List<? extends InboundEvent> inboundEvents() {
        return List.of(row);
      }

      @Override
      public List<? extends OutboundEvent> outboundEvents() {
        return List.of();
      }

      @Override
      public void register(HandlerRegistry handlers) {
        handlers.on(row, InboundEvent.NoPayload.class, (payload, context) -> Reply.ok());
      }
    };
  }
}
