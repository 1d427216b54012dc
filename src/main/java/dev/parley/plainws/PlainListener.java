package dev.parley.plainws;

import dev.parley.engineio.transport.HandshakeGate;
import dev.parley.gateway.api.Gateway;
import dev.parley.kernel.Scheduler;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.util.EnumSet;

/** Serves {@code /ws}. */
@WebListener
public class PlainListener implements ServletContextListener {
  private static final String PATH = "/ws";

  @Inject private PlainConnections connections;
  @Inject private HandshakeGate gate;
  @Inject private Gateway gateway;
  @Inject private Scheduler scheduler;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    FilterRegistration.Dynamic filter =
        context.addFilter("plain" + PATH, new PlainFilter(gate, gateway, scheduler));
    // All that begins with it: the server takes /ws/ for the endpoint, too.
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, PATH + "/*");
    filter.setAsyncSupported(true);
    ServerContainer container =
        (ServerContainer) context.getAttribute(ServerContainer.class.getName());
    try {
      container.addEndpoint(connections.endpoint(PATH));
    } catch (DeploymentException taken) {
      throw new IllegalStateException("no WebSocket endpoint at " + PATH, taken);
    }
  }
}
