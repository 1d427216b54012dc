package dev.parley.identity;

import dev.parley.kernel.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/**
 * Reads public keys in the forms that MP-JWT lists: PEM, JWK, JWKS, and base64url of the latter.
 */
final class PublicKeys {
  private static final int MIN_BITS = 2_048;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private PublicKeys() {}

  /**
   * Parses a key or a key set.
   *
   * @param source what the operator calls it, for the message
   * @throws ConfigurationException when it holds no key that RS256 can use safely
   */
  static List<JsonWebKey> parse(String text, String source) {
    try {
      String trimmed = text.strip();
      Matcher pem = PEM.matcher(trimmed);
      List<JsonWebKey> keys =
          pem.find()
              ? List.of(pem(pem.group(1), pem.group(2), source))
              : jwks(trimmed.startsWith("{") ? trimmed : decode(trimmed));
      List<JsonWebKey> usable =
          keys.stream()
              .filter(key -> key instanceof RsaJsonWebKey && !Use.ENCRYPTION.equals(key.getUse()))
              .toList();
      if (usable.isEmpty()) {
        throw new ConfigurationException(source + ": no RSA key for signatures in it");
      }
      usable.forEach(key -> requireStrong((RsaJsonWebKey) key, source));
      return usable;
    } catch (JoseException | GeneralSecurityException | IllegalArgumentException invalid) {
      throw new ConfigurationException(
          source + ": not a public key; allowed are PEM, JWK and JWKS");
    }
  }

  private static JsonWebKey pem(String label, String body, String source)
      throws GeneralSecurityException, JoseException {
    if (!label.equals("PUBLIC KEY")) {
      throw new ConfigurationException(
          source + ": PEM of a " + label + "; only a PUBLIC KEY belongs here");
    }
    byte[] der = Base64.getMimeDecoder().decode(body.replace("\\n", ""));
    return JsonWebKey.Factory.newJwk(
        KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
  }

  private static List<JsonWebKey> jwks(String json) throws JoseException {
    return json.contains("\"keys\"")
        ? new JsonWebKeySet(json).getJsonWebKeys().stream().filter(Objects::nonNull).toList()
        : List.of(JsonWebKey.Factory.newJwk(json));
  }

  private static String decode(String text) {
    String compact = text.replaceAll("\\s", "").replace('+', '-').replace('/', '_');
    return new String(Base64.getUrlDecoder().decode(compact), StandardCharsets.UTF_8);
  }

  private static void requireStrong(RsaJsonWebKey key, String source) {
    if (key.getPrivateKey() != null) {
      throw new ConfigurationException(source + ": it holds a private key; give the public part");
    }
    int bits = ((RSAPublicKey) key.getKey()).getModulus().bitLength();
    if (bits < MIN_BITS) {
      throw new ConfigurationException(
          source + ": an RSA key of " + bits + " bits; at least " + MIN_BITS + " are needed");
    }
  }
}
