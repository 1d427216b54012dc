package dev.parley.e2e;

import static org.awaitility.Awaitility.await;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;

/** The published Java client in one namespace; what it hears waits in a queue per event. */
final class JavaClient implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Socket socket;
  private final String namespace;
  private final Map<String, BlockingQueue<JSONObject>> heard = new ConcurrentHashMap<>();
  private volatile String heardBy = "";

  JavaClient(URI server, String namespace, String token, TransportMode mode) {
    this(server, namespace, token, mode, new IO.Options());
  }

  /** One that connects from a source address of the loopback network, as {@code 127.0.7.1}. */
  static JavaClient from(
      String address, URI server, String namespace, String token, TransportMode mode) {
    OkHttpClient http = new OkHttpClient.Builder().socketFactory(new BoundSockets(address)).build();
    IO.Options options = new IO.Options();
    options.callFactory = http;
    options.webSocketFactory = http;
    return new JavaClient(server, namespace, token, mode, options);
  }

  private JavaClient(
      URI server, String namespace, String token, TransportMode mode, IO.Options options) {
    options.forceNew = true;
    options.transports = mode.transports();
    options.auth = Map.of("token", token);
    options.reconnectionDelay = 50;
    options.reconnectionDelayMax = 200;
    this.namespace = namespace;
    socket = IO.socket(server.resolve(namespace), options);
    socket.onAnyIncoming(arguments -> note((String) arguments[0], arguments));
    socket.on(Socket.EVENT_CONNECT_ERROR, this::refused);
    socket.io().on(Manager.EVENT_TRANSPORT, arguments -> watch((Transport) arguments[0]));
    socket.connect();
  }

  /** What the server says next under that name; fails after ten seconds. */
  JSONObject next(String event) throws InterruptedException {
    JSONObject item = queue(event).poll(BOUND.toMillis(), TimeUnit.MILLISECONDS);
    if (item == null) {
      throw new AssertionError("No " + event + " within " + BOUND.toSeconds() + " s");
    }
    return item;
  }

  /** The next of them that is about the user; others are forgotten. */
  JSONObject nextAbout(String event, String user) throws InterruptedException {
    JSONObject item = next(event);
    while (!item.optString("userId").equals(user)) {
      item = next(event);
    }
    return item;
  }

  /**
   * The server's next welcome, once all that comes with it is done there.
   *
   * <p>It is sent before the socket is in its rooms and counts as present. What is asked for is
   * answered after that, since the server does one thing at a time for a socket.
   */
  JSONObject welcome() throws InterruptedException, JSONException {
    JSONObject welcome = next("authenticated");
    if (namespace.equals("/")) {
      JSONArray myself = new JSONArray(List.of(welcome.getString("userId")));
      ask("presence:get", new JSONObject().put("userIds", myself)).join();
    } else {
      ask("online:count", new JSONObject()).join();
    }
    return welcome;
  }

  /** Forgets what was heard under that name. */
  void forget(String event) {
    queue(event).clear();
  }

  int waiting(String event) {
    return queue(event).size();
  }

  /** How many of those that wait are about the user. */
  long waitingAbout(String event, String user) {
    return queue(event).stream().filter(item -> item.optString("userId").equals(user)).count();
  }

  /** Sends, and returns where the ack will be. */
  CompletableFuture<JSONObject> ask(String event, JSONObject payload) {
    CompletableFuture<JSONObject> answer = new CompletableFuture<>();
    socket.emit(
        event,
        new Object[] {payload},
        (Ack) arguments -> answer.complete((JSONObject) arguments[0]));
    return answer.orTimeout(BOUND.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends without asking for an ack. */
  void tell(String event, JSONObject payload) {
    socket.emit(event, payload);
  }

  /**
   * Waits until the server's answers come by the transport that the mode ends with; of a client in
   * the global room, which asks until they do.
   *
   * <p>The client tells of a transport that it is about to try, not of an upgrade that is done.
   */
  void awaitSettled(TransportMode mode) {
    await()
        .atMost(BOUND)
        // Rarer than the limit on events.
        .pollInterval(Duration.ofMillis(200))
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              ask("online:count", new JSONObject()).join();
              return heardBy.equals(mode.settled());
            });
  }

  String id() {
    return socket.id();
  }

  boolean isConnected() {
    return socket.connected();
  }

  @Override
  public void close() {
    socket.disconnect();
  }

  /** A transport that is only tried brings the answer to its probe, and no message. */
  private void watch(Transport tried) {
    tried.on(
        Transport.EVENT_PACKET,
        arguments -> {
          if (((Packet<?>) arguments[0]).type.equals(Packet.MESSAGE)) {
            heardBy = tried.name;
          }
        });
  }

  private void refused(Object... arguments) {
    if (arguments[0] instanceof JSONObject error) {
      queue(Socket.EVENT_CONNECT_ERROR).add(error);
    }
  }

  private void note(String event, Object[] arguments) {
    try {
      queue(event).add(arguments.length > 1 ? (JSONObject) arguments[1] : new JSONObject("{}"));
    } catch (JSONException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private BlockingQueue<JSONObject> queue(String event) {
    return heard.computeIfAbsent(event, name -> new LinkedBlockingQueue<>());
  }
}
