package dev.parley.testing.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestTokensTest {
  @TempDir static Path folder;
  private static DevKeys keys;
  private static TestTokens tokens;

  @BeforeAll
  static void makeKeys() {
    keys = DevKeys.in(folder.resolve("keys"));
    tokens = new TestTokens(keys);
  }

  @Test
  void aGoodTokenIsAcceptedAndNamesItsUserAndGroups() throws Exception {
    JwtClaims claims = verifier().processToClaims(tokens.forAdmin("alice"));

    assertThat(claims.getSubject()).isEqualTo("alice");
    assertThat(claims.getStringClaimValue("upn")).isEqualTo("alice");
    assertThat(claims.getStringListClaimValue("groups")).containsExactly("user", "admin");
    assertThat(claims.getJwtId()).isNotEmpty();
  }

  @Test
  void everyTokenHasAnIdOfItsOwn() throws Exception {
    assertThat(verifier().processToClaims(tokens.forUser("alice")).getJwtId())
        .isNotEqualTo(verifier().processToClaims(tokens.forUser("alice")).getJwtId());
  }

  @Test
  void theLifetimeIsCountedFromTheIssue() throws Exception {
    JwtClaims claims =
        verifier().processToClaims(tokens.builder("alice").lifetime(Duration.ofSeconds(90)).sign());

    assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
        .isEqualTo(90);
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aBadTokenIsRefused(BiFunction<TestTokens, String, String> maker) {
    String token = maker.apply(tokens, "alice");

    assertThatThrownBy(() -> verifier().processToClaims(token))
        .isInstanceOf(InvalidJwtException.class);
  }

  static Stream<Named<BiFunction<TestTokens, String, String>>> badTokens() {
    DevKeys others = DevKeys.in(folder.resolve("others"));
    return Stream.of(
        Named.of("expired", TestTokens::expired),
        Named.of("not yet valid", TestTokens::notYetValid),
        Named.of("wrong issuer", TestTokens::wrongIssuer),
        Named.of("wrong audience", TestTokens::wrongAudience),
        Named.of("without exp", TestTokens::withoutExpiry),
        Named.of("without sub", (made, user) -> made.withoutSubject()),
        Named.of("alg none", TestTokens::unsigned),
        Named.of("HS256 with the public key", TestTokens::signedWithPublicKeyAsSecret),
        Named.of("another key", (made, user) -> made.signedWith(others, user)));
  }

  @Test
  void theUnsignedTokenIsWellFormedApartFromItsAlgorithm() {
    JwtConsumer trusting =
        new JwtConsumerBuilder()
            .setDisableRequireSignature()
            .setJwsAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS)
            .setExpectedIssuer(TestTokens.ISSUER)
            .setExpectedAudience(TestTokens.AUDIENCE)
            .build();

    assertThatCode(() -> trusting.processToClaims(tokens.unsigned("alice")))
        .doesNotThrowAnyException();
  }

  @Test
  void keysAreMadeOnceAndKept() {
    assertThat(DevKeys.in(folder.resolve("keys")).publicPem()).isEqualTo(keys.publicPem());
    assertThat(keys.publicPem()).startsWith("-----BEGIN PUBLIC KEY-----\n");
    assertThat(keys.publicKeyLocation()).startsWith("file:///");
  }

  private static JwtConsumer verifier() {
    return new JwtConsumerBuilder()
        .setVerificationKey(keys.publicKey())
        .setJwsAlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, "RS256")
        .setExpectedIssuer(TestTokens.ISSUER)
        .setExpectedAudience(TestTokens.AUDIENCE)
        .setRequireExpirationTime()
        .setRequireSubject()
        .setAllowedClockSkewInSeconds(30)
        .build();
  }
}
