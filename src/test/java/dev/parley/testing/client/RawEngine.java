package dev.parley.testing.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Engine.IO session by hand, with the few Socket.IO packets that most tests need.
 *
 * <p>Its own thread reads what comes in, answers pings unless told not to, and keeps everything in
 * order. Any thread may send and await; every wait has a bound and ends in an AssertionError.
 */
public final class RawEngine implements AutoCloseable {
  /** How long the convenience forms wait. */
  public static final Duration BOUND = Duration.ofSeconds(5);

  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

  private final List<EnginePacket> waiting = new ArrayList<>();
  private volatile EngineLink link;
  private volatile boolean answersPings = true;
  private volatile boolean released;
  private Incoming end;
  private EnginePacket open;

  RawEngine() {}

  /** Starts describing a session with a loopback port. */
  public static EngineDial dial(int port) {
    return new EngineDial(port);
  }

  void start(EngineLink first) throws IOException {
    link = first;
    first.start();
    open = await(packet -> packet.startsWith("0"), BOUND);
  }

  /** Moves to another transport; the old one's thread ends by itself. */
  void move(EngineLink next) {
    EngineLink before = link;
    link = next;
    next.start();
    before.retire();
  }

  EngineLink link() {
    return link;
  }

  void received(EngineLink from, EnginePacket packet) throws IOException {
    if (packet.startsWith("2") && answersPings && packet.text().length() == 1) {
      from.send("3");
      return;
    }
    synchronized (waiting) {
      waiting.add(packet);
      waiting.notifyAll();
    }
  }

  void ended(EngineLink from, Incoming how) {
    synchronized (waiting) {
      if (end == null && from == link && !released) {
        end = how;
        waiting.notifyAll();
      }
    }
  }

  public String sid() {
    Matcher matcher = SID.matcher(open.text());
    if (!matcher.find()) {
      throw new AssertionError("no sid in " + open);
    }
    return matcher.group(1);
  }

  /** The open packet. */
  public EnginePacket openPacket() {
    return open;
  }

  /** From now on pings are kept as packets and not answered, or answered again. */
  public RawEngine answerPings(boolean answers) {
    this.answersPings = answers;
    return this;
  }

  /** Sends one packet as it is, its type in front. */
  public void send(String packet) throws IOException {
    link.send(packet);
  }

  public void sendBinary(byte[] bytes) throws IOException {
    link.sendBinary(bytes);
  }

  /**
   * Sends a Socket.IO event; arguments as JSON, comma-separated; namespace {@code /} or another.
   */
  public void emit(String namespace, String ackId, String event, String arguments)
      throws IOException {
    send(
        "42"
            + (namespace.equals("/") ? "" : namespace + ",")
            + ackId
            + "[\""
            + event
            + "\""
            + (arguments.isEmpty() ? "" : "," + arguments)
            + "]");
  }

  /** Sends a CONNECT (auth as JSON, or empty) and returns the answer, CONNECT or CONNECT_ERROR. */
  public EnginePacket connect(String namespace, String auth) throws IOException {
    String suffix = namespace.equals("/") ? "" : namespace + ",";
    send("40" + suffix + auth);
    return await(
        packet -> packet.startsWith("40" + suffix) || packet.startsWith("44" + suffix), BOUND);
  }

  /** Connects with a token and demands success. */
  public EnginePacket connectAs(String namespace, String token) throws IOException {
    EnginePacket answer = connect(namespace, "{\"token\":\"" + token + "\"}");
    if (!answer.startsWith("40")) {
      throw new AssertionError("CONNECT was refused: " + answer);
    }
    return answer;
  }

  /**
   * Connects with a token, to {@code /} or {@code /global-chat}, and waits until all that comes
   * with it is done at the server.
   *
   * <p>CONNECT is answered before the rooms are joined; what is asked for is answered after that,
   * under the ack id 0, since the server does one thing at a time for a socket.
   */
  public EnginePacket join(String namespace, String token) throws IOException {
    EnginePacket answer = connectAs(namespace, token);
    if (namespace.equals("/")) {
      request(namespace, 0, "presence:get", "{\"userIds\":[\"anybody\"]}");
    } else {
      request(namespace, 0, "online:count", "");
    }
    return answer;
  }

  /** Sends an event and returns its ack, {@code 43...}. */
  public EnginePacket request(String namespace, int ackId, String event, String arguments)
      throws IOException {
    emit(namespace, Integer.toString(ackId), event, arguments);
    String prefix = "43" + (namespace.equals("/") ? "" : namespace + ",") + ackId + "[";
    return await(packet -> packet.startsWith(prefix), BOUND);
  }

  /** Takes the first packet that matches, in order of arrival; the others stay for later. */
  public EnginePacket await(Predicate<EnginePacket> matches, Duration within) {
    long deadline = Wire.deadline(within);
    synchronized (waiting) {
      while (true) {
        Optional<EnginePacket> found = waiting.stream().filter(matches).findFirst();
        if (found.isPresent()) {
          waiting.remove(found.get());
          return found.get();
        }
        if (end != null || !pause(deadline)) {
          throw new AssertionError(
              "the packet did not come; "
                  + (end == null ? "the session is open" : "the session ended: " + end)
                  + "; there came "
                  + waiting.stream().limit(20).toList());
        }
      }
    }
  }

  /** Waits for a packet that starts with the text given. */
  public EnginePacket await(String prefix) {
    return await(packet -> packet.startsWith(prefix), BOUND);
  }

  /** Waits until the server has ended the session. */
  public Incoming end(Duration within) {
    long deadline = Wire.deadline(within);
    synchronized (waiting) {
      while (end == null) {
        if (!pause(deadline)) {
          throw new AssertionError(
              "the session is still open; there came " + waiting.stream().limit(20).toList());
        }
      }
      return end;
    }
  }

  public boolean isOpen() {
    synchronized (waiting) {
      return end == null;
    }
  }

  /** All packets that came and were not taken, in order. */
  public List<EnginePacket> packets() {
    synchronized (waiting) {
      return List.copyOf(waiting);
    }
  }

  /** Forgets the packets that came and were not taken. */
  public void discard() {
    synchronized (waiting) {
      waiting.clear();
    }
  }

  private boolean pause(long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      return false;
    }
    try {
      waiting.wait(left / 1_000_000, (int) (left % 1_000_000));
      return true;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a packet", stop);
    }
  }

  /** Drops the connection without a word; the server finds out by itself. */
  @Override
  public void close() {
    released = true;
    if (link != null) {
      link.close();
    }
  }
}
