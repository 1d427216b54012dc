package dev.parley.conformance;

import dev.parley.engineio.protocol.PacketCodec;
import dev.parley.engineio.protocol.PacketType;
import dev.parley.engineio.session.EngineHandler;
import dev.parley.engineio.session.EngineObserver;
import dev.parley.engineio.session.EngineServer;
import dev.parley.engineio.session.EngineSession;
import dev.parley.engineio.session.EngineSettings;
import dev.parley.engineio.transport.EngineMount;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.Scheduler;
import dev.parley.kernel.Settings;
import dev.parley.kernel.TimeSource;
import dev.parley.outbound.Frame;
import dev.parley.outbound.OutboundMessage;
import dev.parley.outbound.WriteThreads;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Serves raw Engine.IO at {@code /engine.io/}: every message comes back as it was. */
@WebListener
public class EngineEcho implements ServletContextListener {
  @Inject private EngineMount mount;
  @Inject private Settings settings;
  @Inject private Scheduler scheduler;
  @Inject private TimeSource time;
  @Inject private WriteThreads writing;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    EngineServer server =
        new EngineServer(
            EngineSettings.of(settings),
            scheduler,
            time,
            new Echo(),
            EngineObserver.NONE,
            writing::assign);
    mount.mount(event.getServletContext(), "/engine.io", server);
  }

  /** Not a bean: the application's own handler speaks Socket.IO. */
  private static final class Echo implements EngineHandler {
    @Override
    public void onOpen(EngineSession session) {
      // The suites expect the open packet and nothing more.
    }

    @Override
    public void onText(EngineSession session, String text) {
      session.send(
          OutboundMessage.ordered(Frame.Text.of(PacketCodec.encodeText(PacketType.MESSAGE, text))));
    }

    @Override
    public void onBinary(EngineSession session, byte[] bytes) {
      session.send(OutboundMessage.ordered(new Frame.Binary(bytes)));
    }

    @Override
    public void onClose(EngineSession session, CloseCode code) {
      // Nothing was kept.
    }
  }
}
