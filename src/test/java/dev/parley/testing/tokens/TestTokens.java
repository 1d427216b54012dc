package dev.parley.testing.tokens;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * Makes MP-JWT tokens: good ones, and every kind of bad one that a server must refuse.
 *
 * <p>A token is good unless its builder is told otherwise: RS256, {@code kid}, {@code iss}, {@code
 * aud}, {@code sub}, {@code upn}, {@code groups}, {@code name}, {@code iat}, {@code nbf}, {@code
 * exp} in an hour, and a fresh {@code jti}. Safe on any thread.
 */
public final class TestTokens {
  /** The issuer that dev and test servers trust. */
  public static final String ISSUER = "https://dev.parley.example";

  /** The audience that dev and test servers demand. */
  public static final String AUDIENCE = "parley";

  private final DevKeys keys;

  public TestTokens(DevKeys keys) {
    this.keys = keys;
  }

  /** A good token for a user of group {@code user}. */
  public String forUser(String user) {
    return builder(user).sign();
  }

  /** A good token for a user of groups {@code user} and {@code admin}. */
  public String forAdmin(String user) {
    return builder(user).groups("user", "admin").sign();
  }

  /** A token that ended a day ago, far outside any skew. */
  public String expired(String user) {
    return builder(user).issuedAgo(Duration.ofDays(2)).lifetime(Duration.ofDays(1)).sign();
  }

  /** A token whose {@code nbf} is a day ahead. */
  public String notYetValid(String user) {
    return builder(user)
        .notBefore(Instant.now().plus(Duration.ofDays(1)))
        .lifetime(Duration.ofDays(2))
        .sign();
  }

  /** A token of another issuer, signed with the right key. */
  public String wrongIssuer(String user) {
    return builder(user).issuer("https://other.example").sign();
  }

  /** A token for another service, signed with the right key. */
  public String wrongAudience(String user) {
    return builder(user).audience("somebody-else").sign();
  }

  /** A token without {@code exp}. */
  public String withoutExpiry(String user) {
    return builder(user).without("exp").sign();
  }

  /** A token that names no user: neither {@code sub} nor {@code upn}. */
  public String withoutSubject() {
    return builder("nobody").without("sub").without("upn").sign();
  }

  /** A token that claims to need no signature. */
  public String unsigned(String user) {
    return builder(user).signNone();
  }

  /** A token signed with HMAC, the public key's PEM being the secret: the RS/HS confusion. */
  public String signedWithPublicKeyAsSecret(String user) {
    return builder(user).signHmacWithPublicKey();
  }

  /** A token that says all the right things, signed by somebody else. */
  public String signedWith(DevKeys others, String user) {
    return builder(user).sign(others);
  }

  /** Starts from a good token. */
  public Builder builder(String user) {
    return new Builder(keys, user);
  }

  /** Collects what one token says; not for use by several threads. */
  public static final class Builder {
    private final DevKeys keys;
    private final JwtClaims claims = new JwtClaims();
    private Instant issuedAt = Instant.now();

    private Builder(DevKeys keys, String user) {
      this.keys = keys;
      claims.setIssuer(ISSUER);
      claims.setAudience(AUDIENCE);
      claims.setSubject(user);
      claims.setClaim("upn", user);
      claims.setClaim("name", user);
      claims.setJwtId(UUID.randomUUID().toString());
      claims.setIssuedAt(date(issuedAt));
      claims.setNotBefore(date(issuedAt));
      groups("user");
      lifetime(Duration.ofHours(1));
    }

    public Builder groups(String... groups) {
      claims.setStringListClaim("groups", List.of(groups));
      return this;
    }

    public Builder issuer(String issuer) {
      claims.setIssuer(issuer);
      return this;
    }

    public Builder audience(String audience) {
      claims.setAudience(audience);
      return this;
    }

    /** Sets {@code jti}. */
    public Builder id(String id) {
      claims.setJwtId(id);
      return this;
    }

    /** Moves {@code iat} and {@code nbf} into the past; call {@link #lifetime} after it. */
    public Builder issuedAgo(Duration age) {
      issuedAt = Instant.now().minus(age);
      claims.setIssuedAt(date(issuedAt));
      claims.setNotBefore(date(issuedAt));
      return this;
    }

    public Builder notBefore(Instant instant) {
      claims.setNotBefore(date(instant));
      return this;
    }

    /** Sets {@code exp}, counted from {@code iat}. */
    public Builder lifetime(Duration lifetime) {
      claims.setExpirationTime(date(issuedAt.plus(lifetime)));
      return this;
    }

    /** Adds or replaces any claim. */
    public Builder claim(String name, Object value) {
      claims.setClaim(name, value);
      return this;
    }

    /** Drops a claim. */
    public Builder without(String name) {
      claims.unsetClaim(name);
      return this;
    }

    /** Signs as a server expects it. */
    public String sign() {
      return sign(keys);
    }

    /** Signs with a key that a server may not know. */
    public String sign(DevKeys signer) {
      return sign(AlgorithmIdentifiers.RSA_USING_SHA256, signer.privateKey());
    }

    /** Leaves the signature away and says so. */
    public String signNone() {
      return sign(AlgorithmIdentifiers.NONE, null);
    }

    /** Signs with HMAC, the public key's PEM being the secret. */
    public String signHmacWithPublicKey() {
      return sign(
          AlgorithmIdentifiers.HMAC_SHA256,
          new HmacKey(keys.publicPem().getBytes(StandardCharsets.UTF_8)));
    }

    private String sign(String algorithm, Key key) {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setPayload(claims.toJson());
      signature.setHeader("typ", "JWT");
      signature.setKeyIdHeaderValue(DevKeys.KEY_ID);
      signature.setAlgorithmHeaderValue(algorithm);
      // Bad tokens are wanted here, so jose4j may not refuse to make them.
      signature.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
      signature.setDoKeyValidation(false);
      signature.setKey(key);
      try {
        return signature.getCompactSerialization();
      } catch (JoseException failure) {
        throw new IllegalStateException("Cannot sign with " + algorithm, failure);
      }
    }

    private static NumericDate date(Instant instant) {
      return NumericDate.fromSeconds(instant.getEpochSecond());
    }
  }
}
