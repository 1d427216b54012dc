package dev.parley.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A time in which a client was owed everything: from a fresh session to the end of the run, or to
 * the point where its session was lost. Recoveries lie within.
 */
final class Stay {
  private final String client;
  private final String user;
  private final String namespace;
  private final long start;
  private final List<Sighting.Received> receipts = new ArrayList<>();
  private boolean broken;

  Stay(Sighting.Connected begin) {
    this.client = begin.client();
    this.user = begin.user();
    this.namespace = begin.namespace();
    this.start = begin.nanos();
  }

  void received(Sighting.Received receipt) {
    receipts.add(receipt);
  }

  void breakOff() {
    broken = true;
  }

  void mend() {
    broken = false;
  }

  /** Goes on as a later stay, whose session was a new one: it may repeat what came before. */
  void absorb(Stay later) {
    Set<String> before = receipts.stream().map(Sighting.Received::id).collect(Collectors.toSet());
    later.receipts.forEach(
        receipt -> receipts.add(before.contains(receipt.id()) ? receipt.asFetched() : receipt));
    broken = later.broken;
  }

  String client() {
    return client;
  }

  String user() {
    return user;
  }

  String namespace() {
    return namespace;
  }

  long start() {
    return start;
  }

  /** Whether it ended before the run did, so that what came last may have been on its way. */
  boolean isBroken() {
    return broken;
  }

  /** Everything that came, in order. */
  List<Sighting.Received> receipts() {
    return receipts;
  }

  /** What came by itself, in order; of a message that came again, by its id, the first. */
  List<Sighting.Received> pushed() {
    Set<String> before = new HashSet<>();
    return receipts.stream()
        .filter(receipt -> !receipt.fetched() && before.add(receipt.id()))
        .toList();
  }
}
