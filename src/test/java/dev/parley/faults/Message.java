package dev.parley.faults;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** All that is known of one message; filled by the {@link Ledger}, then only read. */
final class Message {
  private final String tempId;
  private final List<Sighting.Sent> attempts = new ArrayList<>(1);
  private final Set<String> ids = new LinkedHashSet<>(2);
  private final Set<Long> numbers = new LinkedHashSet<>(2);
  private String namespace;
  private String user;
  private long acked = Long.MAX_VALUE;
  private boolean alone;

  Message(String tempId) {
    this.tempId = tempId;
  }

  void sent(Sighting.Sent attempt, String byUser, String inNamespace) {
    attempts.add(attempt);
    user = byUser;
    namespace = inNamespace;
  }

  void acked(Sighting.Acked ack) {
    acked = Math.min(acked, ack.nanos());
    alone |= ack.pending();
    named(ack.id(), ack.seq());
  }

  void received(Sighting.Received receipt) {
    named(receipt.id(), receipt.seq());
  }

  private void named(String id, long number) {
    ids.add(id);
    if (number > 0) {
      numbers.add(number);
    }
  }

  String tempId() {
    return tempId;
  }

  /** Whether any client sent it; one that was only received is nobody's. */
  boolean isKnown() {
    return !attempts.isEmpty();
  }

  String client() {
    return attempts.get(0).client();
  }

  String user() {
    return user;
  }

  String namespace() {
    return namespace;
  }

  /** The user whom it is for; null for everyone. */
  String to() {
    return attempts.get(0).to();
  }

  long firstSent() {
    return attempts.get(0).nanos();
  }

  boolean isAcked() {
    return acked != Long.MAX_VALUE;
  }

  /** When its first ack came; {@link Long#MAX_VALUE} without one. */
  long ackedAt() {
    return acked;
  }

  /** Whether a node took it while the store was away. */
  boolean isAlone() {
    return alone;
  }

  /** The connection of its only attempt; null when there were several. */
  String onlyLink() {
    return attempts.size() == 1 ? attempts.get(0).link() : null;
  }

  /** Whether one and the same connection carried all attempts of both. */
  boolean sharesLink(Message other) {
    String link = attempts.get(0).link();
    return attempts.stream().allMatch(attempt -> attempt.link().equals(link))
        && other.attempts.stream().allMatch(attempt -> attempt.link().equals(link));
  }

  Set<String> ids() {
    return ids;
  }

  Set<Long> numbers() {
    return numbers;
  }

  /** The number that it was seen with, when there is one. */
  OptionalLong number() {
    return numbers.stream().mapToLong(Long::longValue).findFirst();
  }

  @Override
  public String toString() {
    return tempId;
  }
}
