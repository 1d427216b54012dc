package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineServer;
import dev.parley.kernel.Scheduler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.EnumSet;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;

/**
 * Serves an Engine.IO server under a path: filter, polling servlet and WebSocket endpoint.
 *
 * <p>To be called while the web application starts, by a {@code ServletContextListener}.
 */
public final class EngineMount {
  private final HandshakeGate gate;
  private final Scheduler scheduler;
  private final Executor executor;
  private final IntSupplier sendCredit;

  /**
   * What all mounts share.
   *
   * @param executor closes WebSockets
   * @param sendCredit see {@link WebSocketSink}
   */
  public EngineMount(
      HandshakeGate gate, Scheduler scheduler, Executor executor, IntSupplier sendCredit) {
    this.gate = gate;
    this.scheduler = scheduler;
    this.executor = executor;
    this.sendCredit = sendCredit;
  }

  /**
   * Serves the path, with and without a slash at its end.
   *
   * @param path as {@code /socket.io}
   * @throws IllegalStateException when the path is taken or the server has no WebSocket
   */
  public void mount(ServletContext context, String path, EngineServer server) {
    String name = "engine" + path;
    ServletRegistration.Dynamic servlet =
        context.addServlet(name, new PollingServlet(server, gate, scheduler));
    servlet.addMapping(path + "/*");
    servlet.setAsyncSupported(true);
    FilterRegistration.Dynamic filter =
        context.addFilter(name, new EngineFilter(server, gate, scheduler));
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, path + "/*");
    filter.setAsyncSupported(true);
    ServerContainer container =
        (ServerContainer) context.getAttribute(ServerContainer.class.getName());
    HandshakeConfigurator configurator =
        new HandshakeConfigurator(
            () -> new EngineEndpoint(server, scheduler, executor, sendCredit));
    try {
      for (String endpoint : new String[] {path + "/", path}) {
        container.addEndpoint(
            ServerEndpointConfig.Builder.create(EngineEndpoint.class, endpoint)
                .configurator(configurator)
                .build());
      }
    } catch (DeploymentException taken) {
      throw new IllegalStateException("no WebSocket endpoint at " + path, taken);
    }
  }
}
