package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.logging.ConnectionLog;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of a socket's life: that it came, that it went, or why it was refused. */
class ConnectionLogTest {
  private final Logger logger = Logger.getLogger(ConnectionLog.NAME);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final GatewayRig rig = new GatewayRig(Runnable::run);
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(handler);
  }

  @Test
  void aSocketHasALineWhenItConnectsAndOneWhenItEnds() {
    GatewaySocket socket = rig.open();
    String who =
        " namespace=/test socketId="
            + socket.id()
            + " connectionId=connection userId=anna deviceId=device node=node-1"
            + " ipAddress=192.0.2.1 protocol=socket.io transport=websocket recovered=false";
    assertThat(lines).containsExactly("event=connected" + who);

    socket.closed(CloseCode.PING_TIMEOUT);
    socket.closed(CloseCode.TRANSPORT_LOST);

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1))
        .matches("event=disconnected\\Q" + who + "\\E reason=ping_timeout durationMs=\\d+");
  }

  @Test
  void aRefusedSocketHasOneLineWithTheReferenceThatTheClientGot() {
    rig.authentication =
        () -> {
          throw new ParleyException(ErrorCode.AUTH_FAILED);
        };

    GatewaySocket socket = rig.open();
    socket.closed(CloseCode.AUTH_FAILED);

    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("event=refused namespace=/test socketId=")
        .contains(" connectionId=connection ", " ipAddress=192.0.2.1 ", " outcome=auth_failed ref=")
        .endsWith(rig.link.ref)
        .doesNotContain("userId=");
  }

  @Test
  void whoIsThrownOutAtTheWelcomeHasTheErrorInTheLineOfTheEnd() {
    rig.module.onConnected =
        socket -> {
          throw new ParleyException(ErrorCode.FORBIDDEN);
        };

    rig.open();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).startsWith("event=connected ");
    assertThat(lines.get(1))
        .startsWith("event=disconnected ")
        .contains(" reason=server_disconnect ", " outcome=forbidden ref=");
  }

  @Test
  void aClientThatLeavesWhileItConnectsIsNeitherConnectedNorDisconnected() {
    rig.authentication = () -> rig.socket().closed(CloseCode.TRANSPORT_LOST);

    rig.open();

    assertThat(lines).isEmpty();
  }
}
