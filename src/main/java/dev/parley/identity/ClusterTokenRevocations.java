package dev.parley.identity;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.Published;
import dev.parley.cluster.api.Revocations;
import dev.parley.identity.api.TokenRevocations;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Revokes by a message to all nodes, and for those that start later by an entry in the store.
 *
 * <p>The entry comes first: a node that starts between the two reads it. When the store is away the
 * message is published all the same, since it reaches this node's own sockets at once; both reach
 * the others when the store is back.
 */
final class ClusterTokenRevocations implements TokenRevocations {
  private final Broker broker;
  private final Revocations store;
  private final Duration life;
  private final TimeSource time;

  /**
   * @param life at least as long as any token lives
   */
  ClusterTokenRevocations(Broker broker, Revocations store, Duration life, TimeSource time) {
    this.broker = broker;
    this.store = store;
    this.life = life;
    this.time = time;
  }

  @Override
  public CompletionStage<Revoked> revokeUser(String userId, Optional<Instant> before) {
    return revoke(new Revocation(Revocation.Kind.USER, userId, before.orElseGet(time::now)));
  }

  @Override
  public CompletionStage<Revoked> revokeToken(String tokenId) {
    return revoke(new Revocation(Revocation.Kind.TOKEN, tokenId, time.now()));
  }

  private CompletionStage<Revoked> revoke(Revocation revocation) {
    return remember(revocation)
        .thenCompose(
            remembered ->
                broker
                    .publish(revocation)
                    .thenApply(
                        published ->
                            new Revoked(
                                revocation.before(),
                                !remembered || published.equals(Published.ALONE))));
  }

  /** False when the store is away and will be told later. */
  private CompletionStage<Boolean> remember(Revocation revocation) {
    return store
        .remember(revocation, life)
        .handle(
            (done, failure) ->
                failure == null
                    ? CompletableFuture.completedFuture(true)
                    : isAway(failure)
                        ? CompletableFuture.completedFuture(false)
                        : CompletableFuture.<Boolean>failedFuture(failure))
        .thenCompose(stage -> stage);
  }

  private static boolean isAway(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ParleyException expected && expected.code() == ErrorCode.UNAVAILABLE;
  }
}
