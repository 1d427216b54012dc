package dev.parley.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.Revocations.Remembered;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What every store of revocations promises; an implementation brings a clock that moves. */
public abstract class RevocationsContractTest {
  protected static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  /** An empty store, whose time {@link #advance} moves. */
  protected abstract Revocations revocations(int most);

  /** Moves the store's time on. */
  protected abstract void advance(Duration time);

  @Test
  public void whatIsRememberedIsFoundWithWhatIsLeftOfIt() {
    Revocations store = revocations(10);
    remember(store, user("alice", NOON), HOUR);
    remember(store, token("t1"), Duration.ofMinutes(30));
    advance(Duration.ofMinutes(10));

    assertThat(all(store))
        .extracting(Remembered::revocation)
        .containsExactlyInAnyOrder(user("alice", NOON), token("t1"));
    assertThat(left(store, "alice"))
        .isBetween(Duration.ofMinutes(50).minusSeconds(2), Duration.ofMinutes(50));
    assertThat(left(store, "t1"))
        .isBetween(Duration.ofMinutes(20).minusSeconds(2), Duration.ofMinutes(20));
  }

  @Test
  public void namesMayHoldAnything() {
    Revocations store = revocations(10);
    List<Revocation> odd =
        List.of(
            user("a:b\u00e9 {x}", NOON),
            token("a:b\u00e9 {x}"),
            user("token:1", NOON),
            token("\"'"));
    odd.forEach(revocation -> remember(store, revocation, HOUR));

    assertThat(all(store))
        .extracting(Remembered::revocation)
        .containsExactlyInAnyOrderElementsOf(odd);
  }

  @Test
  public void aUserAndATokenOfOneNameAreTwo() {
    Revocations store = revocations(10);
    remember(store, user("x", NOON), HOUR);
    remember(store, token("x"), HOUR);

    assertThat(all(store)).hasSize(2);
  }

  @Test
  public void ofTwoForOneUserTheLaterMomentAndTheLongerLifeCount() {
    Revocations store = revocations(10);
    Revocation early = user("alice", NOON);
    Revocation late = user("alice", NOON.plusSeconds(5));
    remember(store, late, Duration.ofMinutes(10));
    remember(store, early, HOUR);

    assertThat(all(store)).extracting(Remembered::revocation).containsExactly(late);
    assertThat(left(store, "alice")).isGreaterThan(Duration.ofMinutes(59));
  }

  @Test
  public void whatIsPastIsForgotten() {
    Revocations store = revocations(10);
    remember(store, token("short"), Duration.ofMinutes(1));
    remember(store, token("long"), HOUR);

    advance(Duration.ofMinutes(1));

    assertThat(all(store)).extracting(Remembered::revocation).containsExactly(token("long"));
  }

  @Test
  public void tooManyAreRefusedUntilSomeArePast() {
    Revocations store = revocations(2);
    remember(store, token("1"), Duration.ofMinutes(1));
    remember(store, token("2"), HOUR);

    assertThatThrownBy(() -> remember(store, token("3"), HOUR))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(ParleyException.class)
        .satisfies(
            failure ->
                assertThat(((ParleyException) failure.getCause()).code())
                    .isEqualTo(ErrorCode.OVERLOADED));
    // One that is there already takes no more room.
    remember(store, token("2"), HOUR);

    advance(Duration.ofMinutes(1));
    remember(store, token("3"), HOUR);
    assertThat(all(store))
        .extracting(Remembered::revocation)
        .containsExactlyInAnyOrder(token("2"), token("3"));
  }

  @Test
  public void whatIsGivenAgainIsAddedToWhatIsThere() {
    Revocations store = revocations(1_000);
    remember(store, user("alice", NOON.plusSeconds(5)), Duration.ofMinutes(10));
    remember(store, token("t1"), HOUR);
    List<Remembered> lost = new ArrayList<>();
    lost.add(new Remembered(user("alice", NOON), Duration.ofMinutes(20)));
    lost.add(new Remembered(token("t1"), Duration.ofMinutes(20)));
    lost.add(new Remembered(token("past"), Duration.ofNanos(1)));
    for (int n = 0; n < 500; n++) {
      lost.add(new Remembered(token("lost" + n), Duration.ofMinutes(20)));
    }

    store.restore(lost).toCompletableFuture().join();
    store.restore(lost).toCompletableFuture().join();

    assertThat(all(store))
        .hasSize(502)
        .extracting(Remembered::revocation)
        .contains(user("alice", NOON.plusSeconds(5)), token("t1"), token("lost499"))
        .doesNotContain(token("past"));
    assertThat(left(store, "alice")).isGreaterThan(Duration.ofMinutes(19));
    assertThat(left(store, "t1")).isGreaterThan(Duration.ofMinutes(59));
    assertThat(left(store, "lost0"))
        .isBetween(Duration.ofMinutes(20).minusSeconds(2), Duration.ofMinutes(20));
  }

  @Test
  public void ofWhatIsGivenAgainAsMuchIsRememberedAsThereIsRoomFor() {
    Revocations store = revocations(2);

    assertThatThrownBy(
            () ->
                store
                    .restore(
                        List.of(
                            new Remembered(token("1"), HOUR),
                            new Remembered(token("2"), HOUR),
                            new Remembered(token("3"), HOUR)))
                    .toCompletableFuture()
                    .join())
        .hasCauseInstanceOf(ParleyException.class)
        .satisfies(
            failure ->
                assertThat(((ParleyException) failure.getCause()).code())
                    .isEqualTo(ErrorCode.OVERLOADED));
    assertThat(all(store)).hasSize(2);
  }

  protected static Revocation user(String id, Instant before) {
    return new Revocation(Revocation.Kind.USER, id, before);
  }

  protected static Revocation token(String id) {
    return new Revocation(Revocation.Kind.TOKEN, id, NOON);
  }

  protected static void remember(Revocations store, Revocation revocation, Duration life) {
    store.remember(revocation, life).toCompletableFuture().join();
  }

  protected static List<Remembered> all(Revocations store) {
    return store.all().toCompletableFuture().join();
  }

  private static Duration left(Revocations store, String subject) {
    return all(store).stream()
        .filter(remembered -> remembered.revocation().subject().equals(subject))
        .findFirst()
        .orElseThrow()
        .left();
  }
}
