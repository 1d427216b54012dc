package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.EventContext;
import dev.parley.gateway.api.EventHandler;
import dev.parley.gateway.api.HandlerRegistry;
import dev.parley.gateway.api.InboundEvent;
import dev.parley.gateway.api.Reply;
import dev.parley.identity.api.Principal;
import dev.parley.kernel.CloseCode;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.NodeName;
import dev.parley.kernel.ParleyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentityEventsTest {
  private final FakeTime time = new FakeTime();
  private final IdentitySettings settings = Tokens.settings();
  private final JwtTokenVerifier verifier = new JwtTokenVerifier(settings, time);
  private final InMemoryUserDirectory users = new InMemoryUserDirectory(time);
  private final RevokedTokens revoked = new RevokedTokens(time);
  private final IdentityEvents events =
      new IdentityEvents(
          verifier,
          users,
          time,
          new TokenClock(time, settings),
          settings.expiryWarning(),
          new NodeName("node-1"),
          revoked);

  @Test
  void aSocketIsWelcomedAndToldWhoItIs() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofHours(1));

    assertThat(socket.told).containsExactly("authenticated");
    assertThat(socket.payloads)
        .containsExactly(new Authenticated("s1", "ann", "device", "node-1", false));
  }

  @Test
  void anAnonymousSocketIsNotWelcomedNorWatched() {
    FakeSocket socket =
        new FakeSocket(
            "s1", "c1", new Principal("anonymous", "d", Optional.empty(), Optional.empty()));
    events.connected(socket);
    events.disconnected(socket, CloseCode.CLIENT_CLOSED);

    assertThat(socket.told).isEmpty();
    assertThat(time.pending()).isZero();
  }

  @Test
  void aSocketIsWarnedAMinuteBeforeAndEndsWithItsToken() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofMinutes(10));
    Instant end = time.now().plus(Duration.ofMinutes(10));

    time.pass(Duration.ofMinutes(9).minusMillis(1));
    assertThat(socket.told).containsExactly("authenticated");
    time.pass(Duration.ofMillis(1));
    assertThat(socket.told).containsExactly("authenticated", "auth:expiring");
    assertThat(socket.payloads.get(1)).isEqualTo(new AuthExpiring(end, 60));
    time.pass(Duration.ofMinutes(1).minusMillis(1));
    assertThat(socket.told).hasSize(2);
    time.pass(Duration.ofMillis(1));
    assertThat(socket.told)
        .containsExactly("authenticated", "auth:expiring", "error", "disconnect token_expired");
    assertThat(socket.payloads.get(2).toString())
        .contains("\"code\":\"token_expired\"", "\"retryable\":false", "\"ref\":");
    assertThat(time.pending()).isZero();
  }

  @Test
  void aTokenThatIsShortIsWarnedOfAtOnce() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofSeconds(5));

    assertThat(socket.told).containsExactly("authenticated", "auth:expiring");
    assertThat(socket.payloads.get(1)).isEqualTo(new AuthExpiring(time.now().plusSeconds(5), 5));
    time.pass(Duration.ofSeconds(5));
    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
  }

  @Test
  void aTokenThatTheSkewLetInLivesToTheEndOfTheSkew() {
    String token = Tokens.token(time.now(), "ann", Duration.ofSeconds(10));
    time.pass(Duration.ofSeconds(20));
    FakeSocket socket = socket("s1", "c1", token);
    events.connected(socket);

    time.pass(Duration.ofSeconds(19));
    assertThat(socket.closed).isNull();
    time.pass(Duration.ofSeconds(1));
    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
  }

  @Test
  void anExpiryInTheFarFutureNeverComes() {
    FakeSocket socket =
        socket("s1", "c1", Tokens.token(time.now(), "ann", c -> c.setClaim("exp", Long.MAX_VALUE)));
    events.connected(socket);

    time.pass(Duration.ofDays(400));
    assertThat(socket.told).containsExactly("authenticated");
    assertThat(time.pending()).isEqualTo(1);
  }

  @Test
  void aSocketThatIsGoneIsForgotten() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofMinutes(10));
    events.disconnected(socket, CloseCode.TRANSPORT_LOST);
    events.disconnected(socket, CloseCode.TRANSPORT_LOST);

    assertThat(time.pending()).isZero();
    assertThat(events.watchedSockets()).isZero();
    time.pass(Duration.ofHours(1));
    assertThat(socket.told).containsExactly("authenticated");
  }

  @Test
  void aRefreshExtendsEverySocketOfTheConnectionAndUser() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofMinutes(10));
    FakeSocket sibling = connect("s2", "c1", "ann", Duration.ofMinutes(10));
    FakeSocket otherUser = connect("s3", "c1", "bob", Duration.ofMinutes(10));
    FakeSocket otherConnection = connect("s4", "c2", "ann", Duration.ofMinutes(10));
    time.pass(Duration.ofMinutes(9));
    Instant newEnd = time.now().plus(Duration.ofHours(1));

    Reply reply = refresh(socket, Tokens.token(time.now(), "ann", Duration.ofHours(1)));

    assertThat(reply).isEqualTo(Reply.of(new AuthRefreshed(newEnd)));
    assertThat(sibling.principal().token().orElseThrow().expiresAt()).isEqualTo(newEnd);
    assertThat(sibling.principal().deviceId()).isEqualTo("device");
    time.pass(Duration.ofMinutes(1));
    assertThat(socket.closed).isNull();
    assertThat(sibling.closed).isNull();
    assertThat(otherUser.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
    assertThat(otherConnection.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);

    time.pass(Duration.ofMinutes(58));
    assertThat(socket.told).containsExactly("authenticated", "auth:expiring", "auth:expiring");
    time.pass(Duration.ofMinutes(1));
    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
    assertThat(sibling.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
  }

  @Test
  void aRefreshThatIsRefusedChangesNothing() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofMinutes(10));
    Principal before = socket.principal();
    String expired = Tokens.token(time.now().minusSeconds(7_200), "ann", Duration.ofHours(1));

    assertRefused(socket, Tokens.token(time.now(), "bob", c -> {}), ErrorCode.AUTH_FAILED);
    assertRefused(socket, "nonsense", ErrorCode.AUTH_FAILED);
    assertRefused(socket, expired, ErrorCode.TOKEN_EXPIRED);
    users.setStatus("ann", UserStatus.SUSPENDED);
    assertRefused(socket, Tokens.token(time.now(), "ann", c -> {}), ErrorCode.USER_INACTIVE);

    assertThat(socket.principal()).isSameAs(before);
    time.pass(Duration.ofMinutes(10));
    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_EXPIRED);
  }

  @Test
  void aRefreshThatComesTooLateSaysSoAndChangesNothing() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofMinutes(10));
    time.pass(Duration.ofMinutes(10));

    assertRefused(socket, Tokens.token(time.now(), "ann", c -> {}), ErrorCode.TOKEN_EXPIRED);
    assertThat(time.pending()).isZero();
  }

  /** The new token was good when it was verified, and is not when it takes the socket over. */
  @Test
  void aRefreshByATokenThatWasJustRevokedEndsTheSocket() {
    FakeSocket socket = connect("s1", "c1", "ann", Duration.ofMinutes(10));
    revoked.add(new Revocation(Revocation.Kind.TOKEN, "fresh", time.now()), Duration.ofHours(1));

    assertRefused(
        socket,
        Tokens.token(time.now(), "ann", claims -> claims.setJwtId("fresh")),
        ErrorCode.TOKEN_REVOKED);

    assertThat(socket.closed).isEqualTo(CloseCode.TOKEN_REVOKED);
  }

  @Test
  void aTokenIsNotPrintedByAccident() {
    assertThat(new AuthRefresh("secret").toString()).doesNotContain("secret");
    assertThat(new ConnectPayload(Optional.of("secret"), Optional.empty(), Optional.empty()))
        .asString()
        .doesNotContain("secret");
  }

  private FakeSocket connect(String id, String connection, String user, Duration lifetime) {
    FakeSocket socket = socket(id, connection, Tokens.token(time.now(), user, lifetime));
    events.connected(socket);
    return socket;
  }

  private FakeSocket socket(String id, String connection, String token) {
    var verified = verifier.verify(token);
    return new FakeSocket(
        id,
        connection,
        new Principal(verified.userId(), "device", Optional.empty(), Optional.of(verified)));
  }

  private void assertRefused(FakeSocket socket, String token, ErrorCode code) {
    assertThat(catchThrowableOfType(ParleyException.class, () -> refresh(socket, token)).code())
        .isEqualTo(code);
  }

  private Reply refresh(FakeSocket socket, String token) {
    AuthRefresh request = new AuthRefresh(token);
    EventContext context =
        new EventContext(
            socket,
            "auth:refresh",
            IdentityInbound.AUTH_REFRESH,
            Arguments.NONE,
            request,
            true,
            0,
            "0");
    OneHandler registry = new OneHandler();
    events.register(registry);
    return registry.handler.handle(request, context);
  }

  /** Catches the one handler that the feature registers. */
  private static final class OneHandler implements HandlerRegistry {
    private EventHandler<AuthRefresh> handler;

    @Override
    @SuppressWarnings("unchecked") // checked by the assertion on the payload's class
    public <P extends Record> void on(
        InboundEvent event, Class<P> payload, EventHandler<P> registered) {
      assertThat(payload).isEqualTo(AuthRefresh.class);
      handler = (EventHandler<AuthRefresh>) registered;
    }
  }
}
