package dev.parley.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Tokens for a clock that stands still, and the settings that accept the good ones. */
final class Tokens {
  static final String ISSUER = "https://issuer.example";
  static final String AUDIENCE = "parley";
  static final KeyPair PAIR = pair(2_048);
  static final KeyPair OTHER = pair(2_048);

  private Tokens() {}

  static KeyPair pair(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static IdentitySettings settings() {
    return settings(Optional.of(pem(PAIR)), Optional.empty());
  }

  static IdentitySettings settings(Optional<String> key, Optional<String> location) {
    return new IdentitySettings(
        key,
        location,
        ISSUER,
        List.of(AUDIENCE, "other-name-of-parley"),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofSeconds(2),
        Duration.ofMinutes(10),
        3,
        5);
  }

  static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** A good token of an hour, but for what the change makes of its claims. */
  static String token(Instant now, String user, Consumer<JwtClaims> change) {
    return sign("RS256", PAIR.getPrivate(), claims(now, user, change), Map.of());
  }

  static String token(Instant now, String user, Duration lifetime) {
    return token(now, user, claims -> claims.setExpirationTime(date(now.plus(lifetime))));
  }

  static String claims(Instant now, String user, Consumer<JwtClaims> change) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject(user);
    claims.setJwtId("token-1");
    claims.setIssuedAt(date(now));
    claims.setExpirationTime(date(now.plus(Duration.ofHours(1))));
    claims.setStringListClaim("groups", List.of("user"));
    change.accept(claims);
    return claims.toJson();
  }

  static String hmac(byte[] secret, String algorithm, String payload) {
    return sign(algorithm, new HmacKey(secret), payload, Map.of());
  }

  static String sign(String algorithm, Key key, String payload, Map<String, Object> headers) {
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(payload);
    signature.setAlgorithmHeaderValue(algorithm);
    new HashMap<>(headers).forEach(signature.getHeaders()::setObjectHeaderValue);
    signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
    signature.setDoKeyValidation(false);
    signature.setKey(key);
    try {
      return signature.getCompactSerialization();
    } catch (JoseException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  static NumericDate date(Instant instant) {
    return NumericDate.fromSeconds(instant.getEpochSecond());
  }
}
