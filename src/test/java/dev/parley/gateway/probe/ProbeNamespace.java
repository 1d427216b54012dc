package dev.parley.gateway.probe;

import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.NamespaceModule;
import dev.parley.gateway.api.OutboundEvent;
import dev.parley.gateway.api.Reply;
import dev.parley.gateway.probe.ProbeEvent.Greeting;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** A namespace whose handlers answer, or fail as a bug would. */
@ApplicationScoped
class ProbeNamespace implements NamespaceModule {
  @Override
  public String path() {
    return "/probe";
  }

  @Override
  public List<? extends InboundEvent> inboundEvents() {
    return List.of(ProbeEvent.values());
  }

  @Override
  public List<? extends OutboundEvent> outboundEvents() {
    return List.of();
  }

  @Override
  public void register(HandlerRegistry handlers) {
    for (ProbeEvent event : ProbeEvent.values()) {
      handlers.on(
          event,
          Greeting.class,
          (greeting, context) -> {
            Spies.note("handler", context);
            if (event == ProbeEvent.FAIL) {
              throw new IllegalStateException("a bug of the probe");
            }
            return Reply.of(greeting);
          });
    }
  }
}
