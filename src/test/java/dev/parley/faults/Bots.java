package dev.parley.faults;

import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Published clients over several processes; what they see goes to a {@link Recorder}.
 *
 * <p>Safe on any thread. Orders are carried out a moment later; await what they are to bring about.
 */
final class Bots implements AutoCloseable {
  private static final JsonBuilderFactory JSON = Json.createBuilderFactory(Map.of());
  // Longer than the server may take with a store that does not answer.
  private static final int ACK_MILLIS = 3_000;

  private final Recorder recorder;
  private final List<BotProcess> processes = new ArrayList<>();
  private final Map<String, Bot> bots = new ConcurrentHashMap<>();
  private final Map<String, BotProcess> homes = new ConcurrentHashMap<>();
  private final Map<String, String> nodes = new ConcurrentHashMap<>();
  private final Set<String> connected = ConcurrentHashMap.newKeySet();
  private final Set<String> unanswered = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

  Bots(Recorder recorder, int processCount) {
    this.recorder = recorder;
    for (int i = 0; i < processCount; i++) {
      processes.add(new BotProcess("bots-" + i, this::told));
    }
  }

  void open(Bot bot) {
    bots.put(bot.client(), bot);
    homes.put(bot.client(), processes.get(homes.size() % processes.size()));
    JsonObjectBuilder order =
        order("open", bot.client())
            .add("url", bot.url().toString())
            .add("namespace", bot.namespace())
            .add("token", bot.token())
            .add("mode", bot.mode())
            .add("atOnce", bot.atOnce())
            .add("window", bot.window())
            .add("ackMillis", ACK_MILLIS);
    if (bot.address() != null) {
      order.add("address", bot.address());
    }
    give(bot.client(), order);
  }

  /** Has a message sent, and sent again until it is answered for good. */
  void send(String client, String tempId, String to, String text) {
    unanswered.add(tempId);
    JsonObjectBuilder order = order("send", client).add("tempId", tempId).add("text", text);
    if (to != null) {
      order.add("to", to);
    }
    give(client, order);
  }

  /** Goes away for good. */
  void close(String client) {
    give(client, order("close", client));
  }

  /** Reads nothing any more, until {@link #resume}. */
  void pause(String client) {
    give(client, order("pause", client));
  }

  void resume(String client) {
    give(client, order("resume", client));
  }

  /** Goes to another node or front, as the same client. */
  void move(String client, URI url) {
    give(client, order("move", client).add("url", url.toString()));
  }

  /** Loses its connection without a word. */
  void cut(String client) {
    give(client, order("cut", client));
  }

  private static JsonObjectBuilder order(String what, String client) {
    return JSON.createObjectBuilder().add("do", what).add("client", client);
  }

  private void give(String client, JsonObjectBuilder order) {
    homes.get(client).order(order.build().toString());
  }

  /** The clients that are connected and let in now. */
  Set<String> connected() {
    return new TreeSet<>(connected);
  }

  /** Messages that have no final answer yet. */
  Set<String> unanswered() {
    return new TreeSet<>(unanswered);
  }

  /** The clients that a node served last, by the name that it gives itself. */
  Set<String> at(String node) {
    Set<String> clients = new TreeSet<>();
    nodes.forEach(
        (client, last) -> {
          if (last.equals(node)) {
            clients.add(client);
          }
        });
    return clients;
  }

  /** What went wrong at clients, in words, oldest first. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private void told(String line) {
    String[] fields = line.split("\t", -1);
    Bot bot = fields.length > 1 ? bots.get(fields[1]) : null;
    if (bot == null) {
      complaints.add(line);
      return;
    }
    String client = bot.client();
    long nanos = Long.parseLong(fields[fields.length - 1]);
    switch (fields[0]) {
      case "connected" -> {
        recorder.add(
            new Sighting.Connected(
                client,
                bot.user(),
                bot.namespace(),
                fields[2],
                Boolean.parseBoolean(fields[3]),
                nanos));
        connected.add(client);
      }
      case "disconnected" -> {
        if (connected.remove(client)) {
          recorder.add(new Sighting.Disconnected(client, fields[2], nanos));
        }
      }
      case "caught-up" -> recorder.add(new Sighting.CaughtUp(client, nanos));
      case "node" -> nodes.put(client, fields[2]);
      case "sent" ->
          recorder.add(
              new Sighting.Sent(
                  client, fields[2], fields[3].isEmpty() ? null : fields[3], fields[4], nanos));
      case "acked" -> {
        recorder.add(
            new Sighting.Acked(
                client,
                fields[2],
                fields[3],
                Long.parseLong(fields[4]),
                Boolean.parseBoolean(fields[5]),
                nanos));
        unanswered.remove(fields[2]);
      }
      case "refused" -> {
        recorder.add(new Sighting.Refused(client, fields[2], fields[3], nanos));
        if (!Boolean.parseBoolean(fields[4])) {
          unanswered.remove(fields[2]);
        }
      }
      case "received" ->
          recorder.add(
              new Sighting.Received(
                  client,
                  fields[2],
                  fields[3],
                  fields[4],
                  Long.parseLong(fields[5]),
                  Boolean.parseBoolean(fields[6]),
                  nanos));
      case "announced" ->
          recorder.add(
              new Sighting.Announced(client, fields[2], Boolean.parseBoolean(fields[3]), nanos));
      default -> complaints.add(line);
    }
  }

  @Override
  public void close() {
    processes.forEach(BotProcess::close);
  }
}
