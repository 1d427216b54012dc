package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineServer;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Serves {@code /socket.io/}. */
@WebListener
public class SocketIoListener implements ServletContextListener {
  @Inject private EngineMount mount;
  @Inject private EngineServer server;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    mount.mount(event.getServletContext(), "/socket.io", server);
  }
}
