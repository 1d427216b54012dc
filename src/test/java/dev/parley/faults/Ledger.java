package dev.parley.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was seen, put in order: messages by name, and stays of clients. */
final class Ledger {
  private final Map<String, Message> messages = new LinkedHashMap<>();
  private final Map<String, List<Stay>> stays = new LinkedHashMap<>();
  private final Map<String, Sighting.Connected> identities = new HashMap<>();
  private final List<Sighting.Connected> lostSessions = new ArrayList<>();

  Ledger(Collection<Sighting> sightings) {
    sightings.forEach(this::enter);
  }

  private void enter(Sighting sighting) {
    if (sighting instanceof Sighting.Connected connected) {
      connected(connected);
    } else if (sighting instanceof Sighting.CaughtUp caughtUp) {
      caughtUp(caughtUp);
    } else if (sighting instanceof Sighting.Disconnected gone) {
      disconnected(gone);
    } else if (sighting instanceof Sighting.Sent sent) {
      Sighting.Connected identity = identity(sent.client());
      message(sent.tempId()).sent(sent, identity.user(), identity.namespace());
    } else if (sighting instanceof Sighting.Acked acked) {
      message(acked.tempId()).acked(acked);
    } else if (sighting instanceof Sighting.Received received) {
      message(received.tempId()).received(received);
      lastStay(received.client()).received(received);
    }
  }

  private void connected(Sighting.Connected connected) {
    identities.put(connected.client(), connected);
    List<Stay> known = stays.computeIfAbsent(connected.client(), client -> new ArrayList<>());
    if (connected.recovered() && !known.isEmpty()) {
      known.get(known.size() - 1).mend();
      return;
    }
    if (!known.isEmpty()) {
      known.get(known.size() - 1).breakOff();
      lostSessions.add(connected);
    }
    known.add(new Stay(connected));
  }

  private void caughtUp(Sighting.CaughtUp caughtUp) {
    List<Stay> known = stays.get(caughtUp.client());
    if (known.size() > 1) {
      known.get(known.size() - 2).absorb(known.remove(known.size() - 1));
    }
  }

  private void disconnected(Sighting.Disconnected gone) {
    // Of one that does not come back, the last that was on its way may be missing.
    lastStay(gone.client()).breakOff();
  }

  private Sighting.Connected identity(String client) {
    Sighting.Connected identity = identities.get(client);
    if (identity == null) {
      throw new IllegalArgumentException(client + " did something before it was connected");
    }
    return identity;
  }

  private Stay lastStay(String client) {
    identity(client);
    List<Stay> known = stays.get(client);
    return known.get(known.size() - 1);
  }

  private Message message(String tempId) {
    return messages.computeIfAbsent(tempId, Message::new);
  }

  Collection<Message> messages() {
    return messages.values();
  }

  Message of(Sighting.Received receipt) {
    return messages.get(receipt.tempId());
  }

  List<Stay> stays() {
    return stays.values().stream().flatMap(List::stream).toList();
  }

  /** The connections that came back and were told that their session is lost. */
  List<Sighting.Connected> lostSessions() {
    return lostSessions;
  }
}
