package dev.parley.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ControlListener;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingTest {
  private final List<String> heard = new ArrayList<>();
  private final OpenSockets sockets = new OpenSockets();
  private final Broker.Receiver hub =
      new Broker.Receiver() {
        @Override
        public void receive(LoggedMessage logged) {
          heard.add("hub " + logged.message().log());
        }

        @Override
        public void onGap(String log, Position after, Position until) {
          heard.add("hub gap " + log);
        }
      };

  @Test
  void controlMessagesGoToEveryListenerAndNotToTheHub() {
    new Incoming(hub, List.of(listener("one"), listener("two")), sockets).receive(moved());

    assertThat(heard).containsExactly("one control", "two control");
  }

  @Test
  void messagesOfANamespaceGoToTheHubAlone() {
    new Incoming(hub, List.of(listener("one")), sockets).receive(joined());

    assertThat(heard).containsExactly("hub /chat");
  }

  @Test
  void gapsGoWhereTheMessagesWouldHaveGone() {
    Incoming incoming = new Incoming(hub, List.of(listener("one")), sockets);

    incoming.onGap("control", Position.NONE, new Position(1, 2));
    incoming.onGap("/chat", Position.NONE, new Position(1, 2));

    assertThat(heard).containsExactly("one missed", "hub gap /chat");
  }

  @Test
  void thatTheStoreIsBackIsToldOnceAndNotForEachLog() {
    Incoming incoming = new Incoming(hub, List.of(listener("one"), listener("two")), sockets);

    incoming.onStoreBack("control");
    incoming.onStoreBack("/chat");

    assertThat(heard).containsExactly("one back", "two back");
  }

  @Test
  void aListenerThatThrowsKeepsNothingFromTheOthers() {
    ControlListener broken =
        logged -> {
          throw new IllegalStateException("a bug");
        };

    new Incoming(hub, List.of(broken, listener("two")), sockets).receive(moved());

    assertThat(heard).containsExactly("two control");
  }

  private ControlListener listener(String name) {
    return new ControlListener() {
      @Override
      public void receive(LoggedMessage logged) {
        heard.add(name + " " + logged.message().log());
      }

      @Override
      public void missed() {
        heard.add(name + " missed");
      }

      @Override
      public void storeBack() {
        heard.add(name + " back");
      }
    };
  }

  private static LoggedMessage moved() {
    return logged(new ClusterMessage.SessionMoved("/chat", "pid", 2));
  }

  private static LoggedMessage joined() {
    return logged(new ClusterMessage.RoomJoin("/chat", "members", "room"));
  }

  private static LoggedMessage logged(ClusterMessage message) {
    return new LoggedMessage(message, new Position(1, 1), "node", 1, LoggedMessage.Kind.NEW);
  }
}
