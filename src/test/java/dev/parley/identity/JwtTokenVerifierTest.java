package dev.parley.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTokenVerifierTest {
  private final FakeTime time = new FakeTime();
  private final Instant now = time.now();
  private final JwtTokenVerifier verifier = new JwtTokenVerifier(Tokens.settings(), time);

  @Test
  void aGoodTokenBecomesAnIdentity() {
    VerifiedToken token =
        verifier.verify(
            token(
                claims -> {
                  claims.setClaim("name", "Ann");
                  claims.setClaim("email", "ann@example.org");
                  claims.setClaim("picture", "https://pictures.example/ann.png");
                  claims.setStringListClaim("groups", List.of("user", "admin"));
                }));

    assertThat(token.userId()).isEqualTo("ann");
    assertThat(token.tokenId()).contains("token-1");
    assertThat(token.name()).contains("Ann");
    assertThat(token.email()).contains("ann@example.org");
    assertThat(token.picture()).contains("https://pictures.example/ann.png");
    assertThat(token.groups()).containsExactlyInAnyOrder("user", "admin");
    assertThat(token.issuedAt()).isEqualTo(now);
    assertThat(token.expiresAt()).isEqualTo(now.plus(Duration.ofHours(1)));
  }

  @Test
  void anyOfTheConfiguredAudiencesWillDo() {
    assertThat(verifier.verify(token(c -> c.setAudience("x", "other-name-of-parley"))).userId())
        .isEqualTo("ann");
  }

  static Stream<Consumer<JwtClaims>> badClaims() {
    Instant now = new FakeTime().now();
    return Stream.of(
        c -> c.setIssuer("https://other.example"),
        c -> c.setIssuer(Tokens.ISSUER + "/"),
        c -> c.unsetClaim("iss"),
        c -> c.setClaim("iss", List.of(Tokens.ISSUER)),
        c -> c.setAudience("somebody-else"),
        c -> c.unsetClaim("aud"),
        c -> c.unsetClaim("exp"),
        c -> c.setClaim("exp", "tomorrow"),
        c -> c.setNotBefore(Tokens.date(now.plusSeconds(31))),
        c -> c.setClaim("nbf", "today"),
        c -> c.unsetClaim("iat"),
        c -> c.setIssuedAt(Tokens.date(now.plusSeconds(31))),
        c -> c.setClaim("iat", Long.MAX_VALUE),
        c -> c.unsetClaim("sub"),
        c -> c.setSubject(""),
        c -> c.setSubject(" "),
        c -> c.setSubject(" ann"),
        c -> c.setSubject("a\nb"),
        c -> c.setSubject("a\u0000b"),
        c -> c.setSubject("a\u202Eb"),
        c -> c.setSubject("a".repeat(129)),
        c -> c.setClaim("sub", 17),
        c -> c.setClaim("sub", Map.of("id", "ann")),
        c -> c.setClaim("groups", "admin"),
        c -> c.setClaim("groups", List.of("user", 7)),
        c -> c.setClaim("groups", List.of(List.of("admin"))),
        c -> c.setClaim("groups", Map.of("admin", true)),
        c -> c.setClaim("groups", List.of("a".repeat(129))),
        c -> c.setClaim("groups", Collections.nCopies(101, "user")),
        c -> c.setClaim("jti", 5),
        c -> c.setJwtId("j".repeat(129)),
        c -> {
          c.setExpirationTime(Tokens.date(now.minusSeconds(600)));
          c.setIssuer("https://other.example");
        });
  }

  @ParameterizedTest
  @MethodSource("badClaims")
  void aTokenWithABadClaimIsRefused(Consumer<JwtClaims> change) {
    assertRefused(token(change), ErrorCode.AUTH_FAILED);
  }

  @Test
  void expiryIsJudgedWithinTheSkewAndNotBeyond() {
    String token = Tokens.token(now, "ann", Duration.ofSeconds(10));

    time.pass(Duration.ofSeconds(39));
    assertThat(verifier.verify(token).userId()).isEqualTo("ann");
    time.pass(Duration.ofSeconds(1));
    assertRefused(token, ErrorCode.TOKEN_EXPIRED);
    time.pass(Duration.ofDays(365));
    assertRefused(token, ErrorCode.TOKEN_EXPIRED);
  }

  @Test
  void nbfAndIatMayBeAheadByTheSkew() {
    String token =
        token(
            c -> {
              c.setNotBefore(Tokens.date(now.plusSeconds(30)));
              c.setIssuedAt(Tokens.date(now.plusSeconds(30)));
            });
    assertThat(verifier.verify(token).userId()).isEqualTo("ann");
  }

  @ParameterizedTest
  @ValueSource(longs = {253_402_300_800L, Long.MAX_VALUE})
  void anExpiryThatNobodyLivesToSeeIsTheLastDayOfTheCalendar(long exp) {
    assertThat(verifier.verify(token(c -> c.setClaim("exp", exp))).expiresAt())
        .isEqualTo(Instant.parse("9999-12-31T23:59:59Z"));
  }

  @Test
  void anUnsignedTokenIsRefused() {
    String payload = Tokens.claims(now, "ann", c -> {});
    assertRefused(Tokens.sign("none", null, payload, Map.of()), ErrorCode.AUTH_FAILED);
    for (String algorithm : List.of("none", "None", "NONE", "nOnE", "", "RS256")) {
      String header = Tokens.encoded("{\"alg\":\"" + algorithm + "\"}");
      assertRefused(header + "." + Tokens.encoded(payload) + ".", ErrorCode.AUTH_FAILED);
      assertRefused(header + "." + Tokens.encoded(payload) + ".AAAA", ErrorCode.AUTH_FAILED);
    }
    assertRefused(
        Tokens.encoded("{}") + "." + Tokens.encoded(payload) + ".AAAA", ErrorCode.AUTH_FAILED);
  }

  @Test
  void thePublicKeyIsNoSecretToSignWith() throws Exception {
    byte[] der = Tokens.PAIR.getPublic().getEncoded();
    String pem = Tokens.pem(Tokens.PAIR);
    String modulus =
        Base64.getEncoder()
            .encodeToString(((RSAPublicKey) Tokens.PAIR.getPublic()).getModulus().toByteArray());
    String payload = Tokens.claims(now, "ann", c -> {});
    for (byte[] secret :
        List.of(
            der,
            pem.getBytes(UTF_8),
            pem.strip().getBytes(UTF_8),
            pem.replace("\r\n", "\n").getBytes(UTF_8),
            Base64.getEncoder().encode(der),
            Base64.getUrlEncoder().withoutPadding().encode(der),
            modulus.getBytes(UTF_8),
            jwk(Tokens.PAIR.getPublic(), "a").getBytes(UTF_8))) {
      for (String algorithm : List.of("HS256", "HS384", "HS512")) {
        assertRefused(Tokens.hmac(secret, algorithm, payload), ErrorCode.AUTH_FAILED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS384", "RS512", "PS256", "PS384", "PS512"})
  void onlyRs256IsAccepted(String algorithm) {
    assertRefused(
        Tokens.sign(
            algorithm, Tokens.PAIR.getPrivate(), Tokens.claims(now, "ann", c -> {}), Map.of()),
        ErrorCode.AUTH_FAILED);
  }

  @Test
  void theTokenDoesNotBringItsOwnKey() throws Exception {
    String payload = Tokens.claims(now, "ann", c -> {});
    RsaJsonWebKey own = new RsaJsonWebKey((RSAPublicKey) Tokens.OTHER.getPublic());
    for (Map<String, Object> header :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("jwk", own.toParams(OutputControlLevel.PUBLIC_ONLY)),
            Map.of("jku", "http://127.0.0.1:1/keys"),
            Map.of("x5u", "http://127.0.0.1:1/cert"),
            Map.of("kid", "../../../../dev/null"))) {
      assertRefused(
          Tokens.sign("RS256", Tokens.OTHER.getPrivate(), payload, header), ErrorCode.AUTH_FAILED);
    }
  }

  @Test
  void aCriticalHeaderThatNobodyKnowsIsRefused() {
    assertRefused(
        Tokens.sign(
            "RS256",
            Tokens.PAIR.getPrivate(),
            Tokens.claims(now, "ann", c -> {}),
            Map.of("crit", List.of("cap"), "cap", "x")),
        ErrorCode.AUTH_FAILED);
  }

  static Stream<String> malformed() {
    String good = Tokens.token(new FakeTime().now(), "ann", c -> {});
    String[] parts = good.split("\\.", -1);
    String deep = "[".repeat(2_000) + "]".repeat(2_000);
    return Stream.of(
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "Bearer " + good,
        good + " ",
        " " + good,
        good + "\n",
        good + "=",
        good + ".",
        good.substring(0, good.length() - 2),
        parts[0] + "." + parts[1],
        parts[0] + "." + parts[1] + ".",
        parts[0] + ".." + parts[2],
        "." + parts[1] + "." + parts[2],
        parts[0] + "." + Tokens.encoded("{\"sub\":\"eve\"}") + "." + parts[2],
        Tokens.encoded("[]") + "." + parts[1] + "." + parts[2],
        Tokens.encoded("null") + "." + parts[1] + "." + parts[2],
        Tokens.encoded("{\"alg\":17}") + "." + parts[1] + "." + parts[2],
        Tokens.encoded("{\"alg\":{\"a\":1}}") + "." + parts[1] + "." + parts[2],
        Tokens.encoded("{\"alg\":\"RS256\",\"x\":99999999999999999999}") + ".e30.AAAA",
        Tokens.encoded("{\"alg\":\"RS256\"}") + "." + Tokens.encoded(deep) + ".AAAA",
        Tokens.encoded("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}") + ".AAAA.AAAA.AAAA.AAAA",
        signed("{\"exp\":1e400}"),
        signed("{\"exp\":99999999999999999999999}"),
        signed("not json"),
        signed("[]"),
        signed("{\"sub\":\"ann\",\"sub\":\"eve\"}"),
        signed("{\"a\":" + deep + "}"),
        "a".repeat(9_000),
        good + "A".repeat(9_000));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatIsNotATokenIsRefused(String text) {
    assertRefused(text, ErrorCode.AUTH_FAILED);
  }

  @Test
  void nullIsRefused() {
    assertRefused(null, ErrorCode.AUTH_FAILED);
  }

  @Test
  void aTokenThatIsTooLongIsRefusedThoughItsSignatureIsRight() {
    assertRefused(
        token(c -> c.setClaim("ballast", "x".repeat(JwtTokenVerifier.MAX_TOKEN_CHARS))),
        ErrorCode.AUTH_FAILED);
  }

  @Test
  void whatIsOnlyShownIsCleanedOrDropped() {
    VerifiedToken token =
        verifier.verify(
            token(
                c -> {
                  c.setClaim("name", "  A\u0000n\u202En\r\n  " + "\uD83D\uDE00".repeat(200));
                  c.setClaim("email", "two@at@signs");
                  c.setClaim("picture", "javascript:alert(1)");
                }));

    assertThat(token.name().orElseThrow()).startsWith("A n n \uD83D\uDE00");
    assertThat(token.name().orElseThrow().codePointCount(0, token.name().get().length()))
        .isEqualTo(100);
    assertThat(token.email()).isEmpty();
    assertThat(token.picture()).isEmpty();
    VerifiedToken odd =
        verifier.verify(
            token(
                c -> {
                  c.setClaim("name", 7);
                  c.setClaim("picture", "https://user:secret@host.example/");
                  c.unsetClaim("groups");
                  c.unsetClaim("jti");
                }));
    assertThat(odd.name()).isEmpty();
    assertThat(odd.picture()).isEmpty();
    assertThat(odd.groups()).isEmpty();
    assertThat(odd.tokenId()).isEmpty();
  }

  @Test
  void aKeySetIsAskedByKeyId() throws Exception {
    String jwks =
        "{\"keys\":["
            + jwk(Tokens.PAIR.getPublic(), "old")
            + ","
            + jwk(Tokens.OTHER.getPublic(), "new")
            + "]}";
    JwtTokenVerifier rotating =
        new JwtTokenVerifier(Tokens.settings(Optional.of(jwks), Optional.empty()), time);
    String payload = Tokens.claims(now, "ann", c -> {});

    for (String good : List.of(signedAs("old", true, payload), signedAs("new", false, payload))) {
      assertThat(rotating.verify(good).userId()).isEqualTo("ann");
    }
    for (String bad :
        List.of(
            signedAs("new", true, payload),
            signedAs("old", false, payload),
            signedAs("third", true, payload),
            Tokens.hmac(jwks.getBytes(UTF_8), "HS256", payload))) {
      ParleyException refused =
          catchThrowableOfType(ParleyException.class, () -> rotating.verify(bad));
      assertThat(refused.code()).isEqualTo(ErrorCode.AUTH_FAILED);
    }
  }

  private static String signedAs(String keyId, boolean first, String payload) {
    return Tokens.sign(
        "RS256", (first ? Tokens.PAIR : Tokens.OTHER).getPrivate(), payload, Map.of("kid", keyId));
  }

  private static String jwk(java.security.PublicKey key, String keyId) throws Exception {
    RsaJsonWebKey jwk = new RsaJsonWebKey((RSAPublicKey) key);
    jwk.setKeyId(keyId);
    return jwk.toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private static String signed(String payload) {
    return Tokens.sign("RS256", Tokens.PAIR.getPrivate(), payload, Map.of());
  }

  private String token(Consumer<JwtClaims> change) {
    return Tokens.token(now, "ann", change);
  }

  private void assertRefused(String token, ErrorCode code) {
    ParleyException refused =
        catchThrowableOfType(ParleyException.class, () -> verifier.verify(token));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused.getMessage()).isEqualTo(code.message());
    assertThat(refused.getCause()).isNull();
  }
}
