package dev.parley.gateway.dispatch;

import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.EventHandler;
import dev.parley.gateway.api.Outcome;
import dev.parley.gateway.api.Reply;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Inject;

/**
 * The innermost step: hands the payload to the handler of the row.
 *
 * <p>A bean of the type {@link Dispatcher} alone, so that nobody gets it without the chain.
 */
@ApplicationScoped
@Typed(Dispatcher.class)
class Router implements Dispatcher {
  private final NamespaceCatalog catalog;

  /** For the container alone, which makes a decorated bean's proxy with it. */
  Router() {
    this(null);
  }

  @Inject
  Router(NamespaceCatalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Outcome dispatch(EventContext context) {
    EventHandler<?> handler =
        catalog
            .find(context.socket().namespace())
            .orElseThrow(() -> new IllegalStateException("a socket without a namespace"))
            .handler(context.requireEvent());
    return new Outcome.Success(handle(handler, context));
  }

  // The table took the handler only together with the class of its row's payload.
  @SuppressWarnings("unchecked")
  private static <P extends Record> Reply handle(EventHandler<P> handler, EventContext context) {
    return handler.handle((P) context.payload(), context);
  }
}
