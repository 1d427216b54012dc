package dev.parley.socketio.session;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Opens sockets when a test says so, and remembers what came for them. */
final class FakeGateway implements Gateway {
  final List<Socket> opened = new CopyOnWriteArrayList<>();
  private final Set<String> namespaces;

  FakeGateway(String... namespaces) {
    this.namespaces = Set.of(namespaces);
  }

  /** One socket that was opened. */
  static final class Socket implements SocketInbox {
    final String connectionId;
    final JsonObject auth;
    final SocketLink link;
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<Arguments> arguments = new CopyOnWriteArrayList<>();
    final List<Consumer<Acknowledgement>> acks = new CopyOnWriteArrayList<>();
    final List<String> acked = new CopyOnWriteArrayList<>();
    final List<CloseCode> closed = new CopyOnWriteArrayList<>();

    Socket(String connectionId, JsonObject auth, SocketLink link) {
      this.connectionId = connectionId;
      this.auth = auth;
      this.link = link;
    }

    @Override
    public void event(
        String name, Arguments values, Consumer<Acknowledgement> acknowledge, int sizeBytes) {
      events.add(name + values.values());
      arguments.add(values);
      if (acknowledge != null) {
        acks.add(acknowledge);
      }
    }

    @Override
    public void ack(long id, Arguments values) {
      acked.add(id + values.values().toString());
      arguments.add(values);
    }

    @Override
    public void left() {
      closed.add(CloseCode.CLIENT_CLOSED);
    }

    @Override
    public void closed(CloseCode code) {
      closed.add(code);
    }
  }

  Socket last() {
    return opened.get(opened.size() - 1);
  }

  @Override
  public boolean serves(String namespace) {
    return namespaces.contains(namespace);
  }

  @Override
  public SocketInbox open(
      String namespace,
      String connectionId,
      Handshake handshake,
      JsonObject auth,
      SocketLink link) {
    Socket socket = new Socket(connectionId, auth, link);
    opened.add(socket);
    return socket;
  }
}
