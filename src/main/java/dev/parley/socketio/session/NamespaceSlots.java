package dev.parley.socketio.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The namespaces of one connection and where each stands; safe on any thread, calls nobody.
 *
 * <p>A slot that the server ended stays as {@link State#LEFT} until the client says CONNECT or
 * DISCONNECT: what the client sent before it could know is late, and no violation. There are never
 * more of those than namespaces that exist.
 */
final class NamespaceSlots {
  // Most connections are in one namespace, and there are many connections.
  private static final int FEW = 2;

  private final Map<String, NamespaceSlot> slots = new HashMap<>(FEW);
  private final int max;
  private int live;
  private boolean closed;

  NamespaceSlots(int max) {
    this.max = max;
  }

  /** Where a slot stands. */
  enum State {
    CONNECTING,
    CONNECTED,
    /** The server ended it, and the client may not know yet. */
    LEFT,
    /** Over and forgotten. */
    GONE
  }

  /** What became of a CONNECT. */
  enum Claim {
    TAKEN,
    OCCUPIED,
    TOO_MANY,
    CLOSED
  }

  /** Takes the place of a namespace for a slot that is CONNECTING. */
  synchronized Claim claim(NamespaceSlot slot) {
    if (closed) {
      return Claim.CLOSED;
    }
    NamespaceSlot known = slots.get(slot.namespace());
    if (known != null && known.state() != State.LEFT) {
      return Claim.OCCUPIED;
    }
    if (live == max) {
      return Claim.TOO_MANY;
    }
    if (known != null) {
      known.state(State.GONE);
    }
    slots.put(slot.namespace(), slot);
    live++;
    return Claim.TAKEN;
  }

  /** The slot of a namespace that the client may send to; null when there is none. */
  synchronized NamespaceSlot find(String namespace) {
    return slots.get(namespace);
  }

  /** Takes no lock: a broadcast asks it for each receiver. */
  boolean isConnected(NamespaceSlot slot) {
    return slot.state() == State.CONNECTED;
  }

  synchronized boolean isLive(NamespaceSlot slot) {
    return slot.state() == State.CONNECTING || slot.state() == State.CONNECTED;
  }

  /** Moves a slot on from CONNECTING; false when it is past that, because the client left. */
  synchronized boolean connected(NamespaceSlot slot) {
    if (slot.state() != State.CONNECTING) {
      return false;
    }
    slot.state(State.CONNECTED);
    return true;
  }

  /** Ends a slot from the server's side. */
  synchronized Departure end(NamespaceSlot slot) {
    if (!isLive(slot)) {
      return Departure.NONE;
    }
    slot.state(State.LEFT);
    live--;
    return live == 0 ? Departure.LAST : Departure.OTHERS_REMAIN;
  }

  /** Ends a slot from the client's side. */
  synchronized Departure leave(NamespaceSlot slot) {
    boolean wasLive = isLive(slot);
    slots.remove(slot.namespace(), slot);
    slot.state(State.GONE);
    if (!wasLive) {
      return Departure.NONE;
    }
    live--;
    return live == 0 ? Departure.LAST : Departure.OTHERS_REMAIN;
  }

  /** Closes an idle connection for good; false when it is in a namespace, or about to be. */
  synchronized boolean closeIfIdle() {
    if (live > 0 || closed) {
      return false;
    }
    closed = true;
    return true;
  }

  /** Ends everything; returns the slots that were live. Nothing is claimed any more. */
  synchronized List<NamespaceSlot> close() {
    closed = true;
    List<NamespaceSlot> ended = new ArrayList<>(live);
    for (NamespaceSlot slot : slots.values()) {
      if (isLive(slot)) {
        ended.add(slot);
      }
      slot.state(State.GONE);
    }
    slots.clear();
    live = 0;
    return ended;
  }

  /** What a slot's end leaves behind. */
  enum Departure {
    /** It was over before. */
    NONE,
    OTHERS_REMAIN,
    /** The connection is in no namespace now. */
    LAST
  }
}
