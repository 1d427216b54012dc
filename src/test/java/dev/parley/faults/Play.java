package dev.parley.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A history by hand: each line is a nanosecond later than the one before. */
final class Play {
  private final List<Sighting> sightings = new ArrayList<>();
  private final Map<String, Integer> connections = new HashMap<>();
  private final Map<String, String> senders = new HashMap<>();
  private long now;

  /** Connects a client of a user of the same name, in the numbered namespace. */
  Play in(String... clients) {
    for (String client : clients) {
      connected(client, client, "/global-chat", false);
    }
    return this;
  }

  Play connected(String client, String user, String namespace, boolean recovered) {
    connections.merge(client, 1, Integer::sum);
    senders.put(client, user);
    sightings.add(new Sighting.Connected(client, user, namespace, link(client), recovered, ++now));
    return this;
  }

  Play recovered(String client) {
    return connected(client, client, "/global-chat", true);
  }

  Play gone(String client) {
    sightings.add(new Sighting.Disconnected(client, "transport close", ++now));
    return this;
  }

  Play caughtUp(String client) {
    sightings.add(new Sighting.CaughtUp(client, ++now));
    return this;
  }

  Play sends(String client, String tempId) {
    return sendsTo(client, tempId, null);
  }

  Play sendsTo(String client, String tempId, String to) {
    senders.put("of " + tempId, senders.get(client));
    sightings.add(new Sighting.Sent(client, tempId, to, link(client), ++now));
    return this;
  }

  Play acked(String client, String tempId, long seq) {
    sightings.add(new Sighting.Acked(client, tempId, "id-" + tempId, seq, false, ++now));
    return this;
  }

  Play pending(String client, String tempId) {
    sightings.add(new Sighting.Acked(client, tempId, "id-" + tempId, 0, true, ++now));
    return this;
  }

  Play ackedAs(String client, String tempId, String id, long seq) {
    sightings.add(new Sighting.Acked(client, tempId, id, seq, false, ++now));
    return this;
  }

  Play gets(String client, String tempId, long seq) {
    return getsAs(client, senders.get("of " + tempId), tempId, "id-" + tempId, seq, false);
  }

  Play fetches(String client, String tempId, long seq) {
    return getsAs(client, senders.get("of " + tempId), tempId, "id-" + tempId, seq, true);
  }

  Play getsAs(String client, String sender, String tempId, String id, long seq, boolean fetched) {
    sightings.add(new Sighting.Received(client, sender, tempId, id, seq, fetched, ++now));
    return this;
  }

  /** Sent and acked, and received by these in this order. */
  Play said(String client, String tempId, long seq, String... receivers) {
    sends(client, tempId).acked(client, tempId, seq);
    for (String receiver : receivers) {
      gets(receiver, tempId, seq);
    }
    return this;
  }

  long now() {
    return now;
  }

  List<Sighting> sightings() {
    return List.copyOf(sightings);
  }

  Verdict verdict() {
    return verdict(Terms.STRICT);
  }

  Verdict verdict(Terms terms) {
    return Checker.check(sightings, terms);
  }

  private String link(String client) {
    return client + "#" + connections.get(client);
  }
}
