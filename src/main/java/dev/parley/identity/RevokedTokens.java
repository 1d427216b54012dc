package dev.parley.identity;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.ClusterMessage.Revocation.Kind;
import dev.parley.cluster.api.Revocations.Remembered;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The revocations that this node knows of; asked for every token, so it never leaves memory.
 *
 * <p>Safe on any thread, never blocks. While the store is away a node that has just started knows
 * only what it heard since: tokens are then judged by signature and times alone (fails open),
 * because a node that refuses everybody would make an outage of the store one of the service.
 */
final class RevokedTokens {
  private final TimeSource time;
  private final Map<String, Mark> users = new ConcurrentHashMap<>();
  private final Map<String, Mark> tokens = new ConcurrentHashMap<>();

  RevokedTokens(TimeSource time) {
    this.time = time;
  }

  /** Adds a revocation; one that is known already changes nothing but its end. */
  void add(Revocation revocation, Duration life) {
    Mark mark = new Mark(revocation.before(), time.nanoTime() + life.toNanos());
    marks(revocation.kind()).merge(revocation.subject(), mark, Mark::joined);
  }

  /** Whether a token is no longer good. */
  boolean covers(VerifiedToken token) {
    if (token.tokenId().isPresent() && tokens.containsKey(token.tokenId().get())) {
      return true;
    }
    Mark mark = users.get(token.userId());
    return mark != null && token.issuedAt().isBefore(mark.before);
  }

  /**
   * Lets a token pass that is good.
   *
   * @throws ParleyException TOKEN_REVOKED
   */
  VerifiedToken require(VerifiedToken token) {
    if (covers(token)) {
      throw new ParleyException(ErrorCode.TOKEN_REVOKED);
    }
    return token;
  }

  /**
   * What is known here and not in the store, with what is left of it.
   *
   * <p>An entry whose end alone differs is not: this node counts from when it heard of one, and
   * what it says must not make entries live longer and longer.
   *
   * @param there all that the store has
   */
  List<Remembered> lackingIn(List<Remembered> there) {
    Map<Kind, Map<String, Instant>> known = new EnumMap<>(Kind.class);
    for (Remembered remembered : there) {
      Revocation revocation = remembered.revocation();
      known
          .computeIfAbsent(revocation.kind(), kind -> new HashMap<>())
          .put(revocation.subject(), revocation.before());
    }
    long now = time.nanoTime();
    List<Remembered> lacking = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Map<String, Instant> ofKind = known.getOrDefault(kind, Map.of());
      marks(kind)
          .forEach(
              (subject, mark) -> {
                Instant before = ofKind.get(subject);
                if (mark.until - now > 0 && (before == null || before.isBefore(mark.before))) {
                  lacking.add(
                      new Remembered(
                          new Revocation(kind, subject, mark.before),
                          Duration.ofNanos(mark.until - now)));
                }
              });
    }
    return lacking;
  }

  /** Drops what no token can live on for; to be called now and then. */
  void forgetPast() {
    long now = time.nanoTime();
    users.values().removeIf(mark -> mark.until - now <= 0);
    tokens.values().removeIf(mark -> mark.until - now <= 0);
  }

  int size() {
    return users.size() + tokens.size();
  }

  private Map<String, Mark> marks(Kind kind) {
    return switch (kind) {
      case USER -> users;
      case TOKEN -> tokens;
    };
  }

  private record Mark(Instant before, long until) {
    Mark joined(Mark other) {
      return new Mark(
          other.before.isAfter(before) ? other.before : before,
          other.until - until > 0 ? other.until : until);
    }
  }
}
