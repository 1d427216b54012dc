package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.cluster.api.Broker;
import dev.parley.cluster.api.ClusterMessage;
import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.api.LoggedMessage;
import dev.parley.cluster.api.Position;
import dev.parley.cluster.api.Published;
import dev.parley.cluster.api.Revocations;
import dev.parley.identity.api.Principal;
import dev.parley.identity.api.TokenRevocations.Revoked;
import dev.parley.identity.api.TokenVerifier;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.ParleyException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a revocation does on one node, from the admin's word to the socket. */
class RevocationTest {
  private static final Duration LIFE = Duration.ofHours(2);
  private static final Duration SECOND_LOOK = Duration.ofSeconds(15);

  private final FakeTime time = new FakeTime();
  private final IdentitySettings settings = Tokens.settings();
  private final RevokedTokens revoked = new RevokedTokens(time);
  private final TokenVerifier verifier =
      new UnrevokedTokenVerifier(new JwtTokenVerifier(settings, time), revoked);
  private final IdentityEvents events =
      new IdentityEvents(
          verifier,
          new InMemoryUserDirectory(time),
          time,
          new TokenClock(time, settings),
          settings.expiryWarning(),
          new NodeName("node-1"),
          revoked);
  private final FakeStore store = new FakeStore();
  private final RevocationFeed feed =
      new RevocationFeed(store, revoked, events::endRevoked, LIFE, time);
  private final FakeBroker broker = new FakeBroker();
  private final ClusterTokenRevocations revocations =
      new ClusterTokenRevocations(broker, store, LIFE, time);

  @Test
  void aUsersSocketsAreToldWhyAndClosed() {
    FakeSocket hers = connect("s1", token("ann", "t1"));
    FakeSocket hersToo = connect("s2", token("ann", "t2"));
    FakeSocket his = connect("s3", token("bob", "t3"));
    time.pass(Duration.ofSeconds(1));

    Revoked done = join(revocations.revokeUser("ann", Optional.empty()));

    assertThat(done).isEqualTo(new Revoked(time.now(), false));
    for (FakeSocket socket : List.of(hers, hersToo)) {
      assertThat(socket.told).endsWith("error", "disconnect token_revoked");
      assertThat(socket.payloads.get(socket.payloads.size() - 1).toString())
          .contains("\"code\":\"token_revoked\"", "\"retryable\":false");
      assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_REVOKED);
    }
    assertThat(his.closed).isNull();
  }

  @Test
  void oneTokenIsRevokedAndTheUsersOthersAreNot() {
    FakeSocket stolen = connect("s1", token("ann", "t1"));
    FakeSocket other = connect("s2", token("ann", "t2"));

    join(revocations.revokeToken("t1"));

    assertThat(stolen.closed).isEqualTo(CloseCode.TOKEN_REVOKED);
    assertThat(other.closed).isNull();
    assertThatThrownBy(() -> verifier.verify(token("ann", "t1")))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOKEN_REVOKED));
    assertThat(verifier.verify(token("ann", "t2")).userId()).isEqualTo("ann");
  }

  @Test
  void aTokenOfAUserThatIsIssuedLaterIsGood() {
    String before = token("ann", "t1");
    time.pass(Duration.ofSeconds(1));
    join(revocations.revokeUser("ann", Optional.empty()));
    time.pass(Duration.ofSeconds(1));

    assertThatThrownBy(() -> verifier.verify(before)).isInstanceOf(ParleyException.class);
    assertThat(verifier.verify(token("ann", "t2")).userId()).isEqualTo("ann");
  }

  @Test
  void aMomentAheadCoversAnIssuerWhoseClockIsFast() {
    join(revocations.revokeUser("ann", Optional.of(time.now().plusSeconds(30))));
    time.pass(Duration.ofSeconds(10));

    assertThatThrownBy(() -> verifier.verify(token("ann", "t1")))
        .isInstanceOf(ParleyException.class);
  }

  /** Between the check of a token and the welcome a revocation finds no socket. */
  @Test
  void aSocketThatWasBeingConnectedIsClosedAtItsWelcome() {
    FakeSocket socket = socket("s1", token("ann", "t1"));
    join(revocations.revokeToken("t1"));

    events.connected(socket);

    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_REVOKED);
  }

  @Test
  void nothingIsLeftOfASocketThatWasClosed() {
    FakeSocket socket = connect("s1", token("ann", "t1"));
    int before = time.pending();

    join(revocations.revokeToken("t1"));

    assertThat(time.pending()).isEqualTo(before - 1);
    join(revocations.revokeToken("t1"));
    assertThat(socket.told).containsOnlyOnce("disconnect token_revoked");
  }

  @Test
  void theStoreIsToldBeforeTheNodes() {
    join(revocations.revokeToken("t1"));

    assertThat(store.remembered).extracting(Revocation::subject).containsExactly("t1");
    assertThat(store.lives).containsExactly(LIFE);
    assertThat(broker.publishedWhenRemembered).isZero();
  }

  @Test
  void withoutTheStoreThisNodeActsAtOnceAndSaysThatOthersWill() {
    FakeSocket socket = connect("s1", token("ann", "t1"));
    store.failure = new ParleyException(ErrorCode.UNAVAILABLE);
    broker.answer = Published.ALONE;

    assertThat(join(revocations.revokeToken("t1")).pending()).isTrue();
    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_REVOKED);
  }

  @Test
  void whenTooManyAreRememberedNothingIsRevokedAndTheAdminIsTold() {
    FakeSocket socket = connect("s1", token("ann", "t1"));
    store.failure = new ParleyException(ErrorCode.OVERLOADED);

    assertThat(revocations.revokeToken("t1").toCompletableFuture()).isCompletedExceptionally();
    assertThat(socket.closed).isNull();
  }

  @Test
  void aNodeThatStartsLaterReadsWhatIsRemembered() {
    store.all.add(remembered("t1", Duration.ofMinutes(30)));

    feed.start();

    assertThatThrownBy(() -> verifier.verify(token("ann", "t1")))
        .isInstanceOf(ParleyException.class);
  }

  @Test
  void aNodeThatStartsWithoutTheStoreTriesOnAndThenClosesWhatItLetIn() {
    store.all.add(remembered("t1", Duration.ofMinutes(30)));
    store.failure = new ParleyException(ErrorCode.UNAVAILABLE);
    feed.start();
    FakeSocket socket = connect("s1", token("ann", "t1"));
    time.pass(Duration.ofSeconds(5));
    assertThat(socket.closed).isNull();

    store.failure = null;
    time.pass(Duration.ofSeconds(1));

    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_REVOKED);
  }

  @Test
  void aHoleInTheLogIsFilledFromTheStore() {
    feed.start();
    FakeSocket socket = connect("s1", token("ann", "t1"));
    store.all.add(remembered("t1", Duration.ofMinutes(30)));

    feed.missed();

    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_REVOKED);
  }

  /** Invariant: what was revoked stays revoked for nodes that start after the store lost it. */
  @Test
  void aStoreThatLostWhatItHadIsGivenItAgainForAsLongAsIsLeftOfIt() {
    store.all.add(remembered("t1", Duration.ofMinutes(30)));
    feed.start();
    time.pass(SECOND_LOOK);
    join(revocations.revokeUser("ann", Optional.empty()));
    Instant moment = time.now();
    time.pass(Duration.ofMinutes(10));
    store.all.clear();

    feed.storeBack();

    assertThat(store.restored)
        .containsExactlyInAnyOrder(
            remembered("t1", Duration.ofMinutes(20)),
            new Revocations.Remembered(
                new Revocation(Revocation.Kind.USER, "ann", moment),
                LIFE.minus(Duration.ofMinutes(10))));
  }

  @Test
  void aStoreThatLostNothingIsGivenNothing() {
    store.all.add(remembered("t1", Duration.ofMinutes(30)));
    feed.start();
    // Heard of, too, and so known for longer than the store has it.
    feed.receive(logged(store.all.get(0).revocation()));

    feed.storeBack();
    feed.missed();

    assertThat(store.restored).isEmpty();
  }

  @Test
  void ofAUserTheLaterMomentIsGivenToAStoreThatWentBack() {
    Instant early = time.now().minusSeconds(60);
    Revocation before = new Revocation(Revocation.Kind.USER, "ann", early);
    Revocation after = new Revocation(Revocation.Kind.USER, "ann", early.plusSeconds(30));
    feed.start();
    feed.receive(logged(after));
    store.all.add(new Revocations.Remembered(before, LIFE));

    feed.storeBack();

    assertThat(store.restored).containsExactly(new Revocations.Remembered(after, LIFE));
  }

  @Test
  void whatIsPastIsNotGivenAgain() {
    feed.start();
    time.pass(SECOND_LOOK);
    feed.receive(logged(remembered("t1", LIFE).revocation()));
    // Not swept yet.
    time.pass(LIFE.minusSeconds(1));
    time.skip(Duration.ofSeconds(1));

    feed.storeBack();

    assertThat(store.restored).isEmpty();
  }

  @Test
  void aStoreThatGoesAwayAgainIsGivenThemLater() {
    feed.start();
    feed.receive(logged(remembered("t1", LIFE).revocation()));
    store.restoreFailure = new ParleyException(ErrorCode.UNAVAILABLE);
    feed.storeBack();
    time.pass(Duration.ofSeconds(5));
    assertThat(store.restored).isEmpty();

    store.restoreFailure = null;
    time.pass(Duration.ofSeconds(1));

    assertThat(store.restored).hasSize(1);
    time.pass(Duration.ofSeconds(5));
    assertThat(store.restored).hasSize(1);
  }

  @Test
  void aStoreThatIsFullIsNotAskedForEver() {
    feed.start();
    feed.receive(logged(remembered("t1", LIFE).revocation()));
    store.restoreFailure = new ParleyException(ErrorCode.OVERLOADED);
    feed.storeBack();

    store.restoreFailure = null;
    time.pass(Duration.ofSeconds(5));

    assertThat(store.restored).isEmpty();
  }

  /** The others need some seconds to notice that the store is empty. */
  @Test
  void aNodeThatReadTooEarlyLooksOnceMore() {
    feed.start();
    store.all.add(remembered("t1", Duration.ofMinutes(30)));

    time.pass(SECOND_LOOK);

    assertThat(revoked.size()).isEqualTo(1);
  }

  /** What was read before a hole was noticed may lack what fell into it. */
  @Test
  void aHoleThatIsNoticedWhileTheStoreIsReadIsReadForAgain() {
    CompletableFuture<List<Revocations.Remembered>> slow = new CompletableFuture<>();
    store.slow = slow;
    feed.start();
    feed.missed();
    store.all.add(remembered("t1", Duration.ofMinutes(30)));

    store.slow = null;
    slow.complete(List.of());

    assertThat(revoked.size()).isEqualTo(1);
  }

  @Test
  void whatNoTokenCanLiveOnForIsForgotten() {
    store.all.add(remembered("t1", Duration.ofMinutes(30)));
    feed.start();
    join(revocations.revokeUser("ann", Optional.empty()));
    assertThat(revoked.size()).isEqualTo(2);

    time.pass(Duration.ofMinutes(31));
    assertThat(revoked.size()).isEqualTo(1);
    time.pass(LIFE);
    assertThat(revoked.size()).isZero();
  }

  @Test
  void messagesOfOtherKindsAreLeftAlone() {
    feed.receive(logged(new ClusterMessage.SessionMoved("/", "pid", 2)));

    assertThat(revoked.size()).isZero();
  }

  private FakeSocket connect(String id, String token) {
    FakeSocket socket = socket(id, token);
    events.connected(socket);
    return socket;
  }

  private FakeSocket socket(String id, String token) {
    VerifiedToken verified = verifier.verify(token);
    return new FakeSocket(
        id,
        "connection-of-" + id,
        new Principal(verified.userId(), "device", Optional.empty(), Optional.of(verified)));
  }

  private String token(String user, String id) {
    return Tokens.token(time.now(), user, claims -> claims.setJwtId(id));
  }

  private static Revocations.Remembered remembered(String token, Duration left) {
    return new Revocations.Remembered(
        new Revocation(Revocation.Kind.TOKEN, token, Instant.EPOCH), left);
  }

  private static LoggedMessage logged(ClusterMessage message) {
    return new LoggedMessage(message, new Position(1, 1), "node", 1, LoggedMessage.Kind.NEW);
  }

  private static Revoked join(CompletionStage<Revoked> stage) {
    return stage.toCompletableFuture().join();
  }

  private final class FakeBroker implements Broker {
    Published answer = new Published(new Position(1, 1), 0, false);
    int published;
    int publishedWhenRemembered = -1;

    @Override
    public CompletionStage<Published> publish(ClusterMessage message) {
      published++;
      feed.receive(logged(message));
      return CompletableFuture.completedFuture(answer);
    }

    @Override
    public void subscribe(Receiver receiver) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> flush() {
      throw new UnsupportedOperationException();
    }
  }

  private final class FakeStore implements Revocations {
    final List<Revocation> remembered = new ArrayList<>();
    final List<Duration> lives = new ArrayList<>();
    final List<Remembered> all = new ArrayList<>();
    final List<Remembered> restored = new ArrayList<>();
    ParleyException failure;
    ParleyException restoreFailure;
    CompletableFuture<List<Remembered>> slow;

    @Override
    public CompletionStage<Void> restore(List<Remembered> lost) {
      if (restoreFailure != null) {
        return CompletableFuture.failedFuture(restoreFailure);
      }
      restored.addAll(lost);
      all.addAll(lost);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> remember(Revocation revocation, Duration life) {
      if (failure != null) {
        return CompletableFuture.failedFuture(failure);
      }
      broker.publishedWhenRemembered = broker.published;
      remembered.add(revocation);
      lives.add(life);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<List<Remembered>> all() {
      if (slow != null) {
        return slow;
      }
      return failure == null
          ? CompletableFuture.completedFuture(List.copyOf(all))
          : CompletableFuture.failedFuture(failure);
    }
  }
}
