package dev.parley.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.cluster.api.ClusterMessage.Revocation;
import dev.parley.cluster.memory.MemoryPlaces;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.Principal;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TokenSocketAuthenticatorTest {
  private final FakeTime time = new FakeTime();
  private final IdentitySettings settings = Tokens.settings();
  private final JwtTokenVerifier verifier = new JwtTokenVerifier(settings, time);
  private final InMemoryUserDirectory users = new InMemoryUserDirectory(time);
  private final ConnectionLimits limits = new ConnectionLimits(settings, new MemoryPlaces());
  private final RevokedTokens revoked = new RevokedTokens(time);
  private final TokenSocketAuthenticator authenticator =
      new TokenSocketAuthenticator(
          verifier, users, limits, new TokenClock(time, settings), revoked);

  @Test
  void theTokenOfThePayloadDecides() {
    Principal principal =
        authenticate(
            handshake(Optional.of(verified("bob")), "header-device", "header-platform"),
            "{\"token\":\"" + token("ann") + "\",\"deviceId\":\"phone\",\"platform\":\"ios\"}");

    assertThat(principal.userId()).isEqualTo("ann");
    assertThat(principal.deviceId()).isEqualTo("phone");
    assertThat(principal.platform()).contains("ios");
    assertThat(principal.isAuthenticated()).isTrue();
  }

  @Test
  void theHandshakeStandsInForWhatThePayloadLeavesOut() {
    for (String auth : List.of("{}", "{\"token\":null,\"deviceId\":null}", "{\"other\":[1]}")) {
      Principal principal =
          authenticate(handshake(Optional.of(verified("bob")), "tablet", "android"), auth);
      assertThat(principal.userId()).isEqualTo("bob");
      assertThat(principal.deviceId()).isEqualTo("tablet");
      assertThat(principal.platform()).contains("android");
    }
  }

  @Test
  void aDeviceWithoutANameGetsOneThatIsTheSameForTheWholeConnection() {
    JsonObject auth = json("{\"token\":\"" + token("ann") + "\"}");
    String first = authenticator.authenticate("/", "sid-1", none(), auth).deviceId();

    assertThat(authenticator.authenticate("/chat", "sid-1", none(), auth).deviceId())
        .isEqualTo(first)
        .matches("[A-Za-z0-9._-]{1,64}")
        .doesNotContain("sid-1");
    assertThat(authenticator.authenticate("/", "sid-2", none(), auth).deviceId())
        .isNotEqualTo(first);
  }

  /** The token was good at the handshake, and is not at the CONNECT. */
  @Test
  void aTokenOfTheHandshakeThatWasRevokedSinceIsRefused() {
    Handshake handshake = handshake(Optional.of(verified("bob")), "d", "p");
    revoked.add(
        new Revocation(Revocation.Kind.USER, "bob", time.now().plusSeconds(1)),
        Duration.ofHours(1));

    assertRefused(handshake, "{}", ErrorCode.TOKEN_REVOKED);
  }

  @Test
  void withoutATokenNobodyComesIn() {
    assertRefused(none(), "{}", ErrorCode.AUTH_FAILED);
    assertRefused(none(), "{\"token\":\"\"}", ErrorCode.AUTH_FAILED);
    assertRefused(none(), "{\"token\":\"a.b.c\"}", ErrorCode.AUTH_FAILED);
  }

  @Test
  void aBadTokenInThePayloadIsNotSavedByAGoodOneInTheHeader() {
    assertRefused(
        handshake(Optional.of(verified("bob")), "d", "p"),
        "{\"token\":\"a.b.c\"}",
        ErrorCode.AUTH_FAILED);
  }

  @Test
  void aPayloadOfWrongTypesIsRefused() {
    for (String auth :
        List.of(
            "{\"token\":17}",
            "{\"token\":true}",
            "{\"token\":[\"x\"]}",
            "{\"token\":{\"toString\":\"x\"}}",
            "{\"deviceId\":5}",
            "{\"deviceId\":\"\"}",
            "{\"deviceId\":\"a b\"}",
            "{\"deviceId\":\"../x\"}",
            "{\"deviceId\":\"" + "a".repeat(65) + "\"}",
            "{\"platform\":\"<b>\"}",
            "{\"platform\":{}}")) {
      assertRefused(
          handshake(Optional.of(verified("bob")), "d", "p"), auth, ErrorCode.VALIDATION_FAILED);
    }
  }

  @Test
  void aTokenOfTheHandshakeMustStillBeGoodNow() {
    Handshake handshake =
        handshake(
            Optional.of(verifier.verify(Tokens.token(time.now(), "ann", Duration.ofSeconds(10)))),
            "d",
            "p");
    time.pass(Duration.ofSeconds(39));
    assertThat(authenticate(handshake, "{}").userId()).isEqualTo("ann");
    time.pass(Duration.ofSeconds(1));
    assertRefused(handshake, "{}", ErrorCode.TOKEN_EXPIRED);
  }

  @Test
  void aUserIsMadeAtFirstSightAndKeptOutWhenNotActive() {
    authenticate(none(), "{\"token\":\"" + token("ann") + "\"}");
    assertThat(users.find("ann").orElseThrow().status()).isEqualTo(UserStatus.ACTIVE);

    users.setStatus("ann", UserStatus.SUSPENDED);
    assertRefused(none(), "{\"token\":\"" + token("ann") + "\"}", ErrorCode.USER_INACTIVE);
    users.setStatus("ann", UserStatus.ACTIVE);
    authenticate(none(), "{\"token\":\"" + token("ann") + "\"}");
  }

  @Test
  void aUserHoldsSoManyConnectionsAndNoMore() {
    JsonObject auth = json("{\"token\":\"" + token("ann") + "\"}");
    Principal ann = authenticator.authenticate("/", "c1", none(), auth);
    authenticator.authenticate("/", "c2", none(), auth);
    authenticator.authenticate("/", "c3", none(), auth);
    // A second namespace is not a second connection.
    authenticator.authenticate("/chat", "c3", none(), auth);

    for (int i = 0; i < 5; i++) {
      ParleyException refused =
          catchThrowableOfType(
              ParleyException.class, () -> authenticator.authenticate("/", "c4", none(), auth));
      assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    }
    authenticate(none(), "{\"token\":\"" + token("bob") + "\"}");

    authenticator.released("c3", ann);
    assertThat(
            catchThrowableOfType(
                    ParleyException.class,
                    () -> authenticator.authenticate("/", "c4", none(), auth))
                .code())
        .as("its other namespace still holds the connection")
        .isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    authenticator.released("c3", ann);
    assertThat(authenticator.authenticate("/", "c4", none(), auth).userId()).isEqualTo("ann");
  }

  @Test
  void whatIsReleasedTakesNoMemory() {
    JsonObject auth = json("{\"token\":\"" + token("ann") + "\"}");
    for (int i = 0; i < 100; i++) {
      Principal ann = authenticator.authenticate("/", "c" + i, none(), auth);
      authenticator.released("c" + i, ann);
    }
    assertThat(limits.perUser().subjects()).isZero();
  }

  @Test
  void anIpv6NetworkCountsAsOneAddress() {
    assertThat(AddressKey.of("2001:db8:1:2:3:4:5:6")).isEqualTo(AddressKey.of("2001:db8:1:2::9"));
    assertThat(AddressKey.of("2001:db8:1:3::1")).isNotEqualTo(AddressKey.of("2001:db8:1:2::1"));
    assertThat(AddressKey.of("::ffff:10.0.0.1")).isEqualTo(AddressKey.of("10.0.0.1"));
    assertThat(AddressKey.of("10.0.0.1")).isNotEqualTo(AddressKey.of("10.0.0.2"));
    assertThat(AddressKey.of("no:address")).isEqualTo("no:address");
  }

  private Principal authenticate(Handshake handshake, String auth) {
    Principal principal = authenticator.authenticate("/", "connection", handshake, json(auth));
    authenticator.released("connection", principal);
    return principal;
  }

  private void assertRefused(Handshake handshake, String auth, ErrorCode code) {
    ParleyException refused =
        catchThrowableOfType(ParleyException.class, () -> authenticate(handshake, auth));
    assertThat(refused.code()).isEqualTo(code);
    assertThat(limits.perUser().subjects()).isZero();
  }

  private VerifiedToken verified(String user) {
    return verifier.verify(token(user));
  }

  private String token(String user) {
    return Tokens.token(time.now(), user, c -> {});
  }

  private static Handshake none() {
    return FakeSocket.HANDSHAKE;
  }

  private static Handshake handshake(
      Optional<VerifiedToken> token, String device, String platform) {
    return new Handshake(
        "127.0.0.1",
        Optional.empty(),
        token,
        Optional.of(device),
        Optional.of(platform),
        "socket.io");
  }

  private static JsonObject json(String text) {
    JsonValue value = Json.createReader(new StringReader(text)).readValue();
    return value.asJsonObject();
  }
}
