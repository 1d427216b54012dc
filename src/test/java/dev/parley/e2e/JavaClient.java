package dev.parley.e2e;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.json.JSONException;
import org.json.JSONObject;

/** The published Java client in one namespace; what it hears waits in a queue per event. */
final class JavaClient implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final Socket socket;
  private final Map<String, BlockingQueue<JSONObject>> heard = new ConcurrentHashMap<>();
  private volatile String transport = "";

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
    socket = IO.socket(server.resolve(namespace), options);
    socket.onAnyIncoming(arguments -> note((String) arguments[0], arguments));
    socket.on(Socket.EVENT_CONNECT_ERROR, this::refused);
    socket
        .io()
        .on(
            io.socket.client.Manager.EVENT_TRANSPORT,
            arguments -> transport = ((io.socket.engineio.client.Transport) arguments[0]).name);
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

  /** Forgets what was heard under that name. */
  void forget(String event) {
    queue(event).clear();
  }

  int waiting(String event) {
    return queue(event).size();
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

  /** The transport that the connection was opened with, or was upgraded to. */
  String transport() {
    return transport;
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
