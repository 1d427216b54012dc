package dev.parley.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parley.kernel.ConfigurationException;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySourceTest {
  private final FakeTime time = new FakeTime();

  @Test
  void aKeyMayBeGivenInEveryFormThatMpJwtLists() {
    String pem = Tokens.pem(Tokens.PAIR);
    String jwk = jwk(Tokens.PAIR, "a");
    for (String key :
        List.of(
            pem,
            pem.replaceAll("\\s*\\R\\s*", ""),
            pem.replaceAll("\\R", "\\\\n"),
            jwk,
            "{\"keys\":[" + jwk + "]}",
            Base64.getUrlEncoder().encodeToString(jwk.getBytes(UTF_8)),
            Base64.getEncoder().encodeToString(("{\"keys\":[" + jwk + "]}").getBytes(UTF_8)))) {
      assertAccepts(verifier(Optional.of(key), Optional.empty()));
    }
  }

  @Test
  void aKeyWithoutAnIdIsTheKeyOfAllTokens() {
    JwtTokenVerifier verifier = verifier(Optional.of(Tokens.pem(Tokens.PAIR)), Optional.empty());

    assertThat(verifier.verify(signed(Tokens.PAIR, "any-name")).userId()).isEqualTo("ann");
    assertRefused(verifier, signed(Tokens.OTHER, "any-name"));
  }

  @Test
  void aKeyMayLieInAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key.pem"), Tokens.pem(Tokens.PAIR));

    assertAccepts(verifier(Optional.empty(), Optional.of(file.toString())));
    assertAccepts(verifier(Optional.empty(), Optional.of(file.toUri().toString())));
  }

  @Test
  void withoutAKeyNothingStarts() {
    assertRefuses(Optional.empty(), Optional.empty(), "no key to verify tokens with");
    assertRefuses(Optional.of("x"), Optional.of("y"), "both set");
    assertRefuses(
        Optional.empty(), Optional.of("file:/does/not/exist.pem"), "no such file or resource");
    assertRefuses(Optional.empty(), Optional.of("classpath:nothing.pem"), "no such file");
    assertRefuses(Optional.empty(), Optional.of("file:relative"), "cannot be read");
    assertRefuses(Optional.empty(), Optional.of("a\u0000b"), "cannot be read");
    assertRefuses(Optional.of("secret"), Optional.empty(), "not a public key");
    assertRefuses(Optional.of("{}"), Optional.empty(), "not a public key");
    assertRefuses(Optional.of("{\"keys\":[]}"), Optional.empty(), "no RSA key");
    assertRefuses(
        Optional.of("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"),
        Optional.empty(),
        "only a PUBLIC KEY");
    assertRefuses(
        Optional.of("{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAA\"}"),
        Optional.empty(),
        "no RSA key");
  }

  @Test
  void aWeakOrPrivateKeyKeepsTheServerFromStarting() {
    assertRefuses(Optional.of(Tokens.pem(Tokens.pair(1_024))), Optional.empty(), "1024 bits");
    RsaJsonWebKey whole = new RsaJsonWebKey((RSAPublicKey) Tokens.PAIR.getPublic());
    whole.setPrivateKey(Tokens.PAIR.getPrivate());
    assertRefuses(
        Optional.of(whole.toJson(OutputControlLevel.INCLUDE_PRIVATE)),
        Optional.empty(),
        "private key");
  }

  @Test
  void withoutIssuerOrAudienceNothingStarts() {
    IdentitySettings good = Tokens.settings();
    assertThatThrownBy(() -> new JwtTokenVerifier(with(good, "", good.audiences()), time))
        .hasMessage("mp.jwt.verify.issuer is not set");
    assertThatThrownBy(() -> new JwtTokenVerifier(with(good, good.issuer(), List.of()), time))
        .hasMessage("mp.jwt.verify.audiences is not set");
  }

  @Test
  void aRemoteKeySetIsKeptAndFetchedAgainForANewKey() throws IOException {
    AtomicReference<String> jwks =
        new AtomicReference<>("{\"keys\":[" + jwk(Tokens.PAIR, "1") + "]}");
    AtomicInteger fetches = new AtomicInteger();
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.pick()), 0);
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          byte[] body = jwks.get().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
      JwtTokenVerifier verifier = verifier(Optional.empty(), Optional.of(url));

      assertThat(fetches).as("nothing is fetched before a token comes").hasValue(0);
      assertThat(verifier.verify(signed(Tokens.PAIR, "1")).userId()).isEqualTo("ann");
      assertThat(verifier.verify(signed(Tokens.PAIR, "1")).userId()).isEqualTo("ann");
      assertThat(fetches).hasValue(1);
      for (int i = 0; i < 50; i++) {
        assertRefused(verifier, signed(Tokens.OTHER, "made-up-" + i));
      }
      assertThat(fetches).as("made-up key ids do not make us a client of floods").hasValue(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aKeySetThatCannotBeFetchedSaysNothingAboutTokens() {
    JwtTokenVerifier verifier = verifier(Optional.empty(), Optional.of("http://127.0.0.1:1/jwks"));

    assertUnavailable(verifier, signed(Tokens.PAIR, "1"));
  }

  private JwtTokenVerifier verifier(Optional<String> key, Optional<String> location) {
    return new JwtTokenVerifier(Tokens.settings(key, location), time);
  }

  private void assertAccepts(JwtTokenVerifier verifier) {
    assertThat(verifier.verify(Tokens.token(time.now(), "ann", c -> {})).userId()).isEqualTo("ann");
  }

  private static void assertRefused(JwtTokenVerifier verifier, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.AUTH_FAILED));
  }

  private static void assertUnavailable(JwtTokenVerifier verifier, String token) {
    assertThatThrownBy(() -> verifier.verify(token))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private void assertRefuses(Optional<String> key, Optional<String> location, String reason) {
    assertThatThrownBy(() -> verifier(key, location))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("mp.jwt.verify.publickey")
        .hasMessageContaining(reason);
  }

  private String signed(KeyPair pair, String keyId) {
    return Tokens.sign(
        "RS256",
        pair.getPrivate(),
        Tokens.claims(time.now(), "ann", c -> {}),
        Map.of("kid", keyId));
  }

  private static String jwk(KeyPair pair, String keyId) {
    RsaJsonWebKey jwk = new RsaJsonWebKey((RSAPublicKey) pair.getPublic());
    jwk.setKeyId(keyId);
    return jwk.toJson(OutputControlLevel.PUBLIC_ONLY);
  }

  private static IdentitySettings with(
      IdentitySettings from, String issuer, List<String> audiences) {
    return new IdentitySettings(
        from.publicKey(),
        from.keyLocation(),
        issuer,
        audiences,
        from.clockSkew(),
        from.expiryWarning(),
        from.jwksTimeout(),
        from.jwksCache(),
        from.connectionsPerUser(),
        from.connectionsPerAddress());
  }
}
