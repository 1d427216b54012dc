package dev.parley.identity;

import dev.parley.kernel.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.Key;
import java.util.List;
import org.jose4j.http.Get;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/** Finds the issuer's keys where the configuration says they are. */
final class KeySource {
  private static final int MAX_BYTES = 1_048_576;

  /** An unknown key id makes us ask again, but no more often than this. */
  private static final long REFETCH_PAUSE_MS = 10_000;

  /** An issuer that cannot be reached does not lock everybody out: known keys stay good. */
  private static final long KEEP_ON_ERROR_S = 600;

  private KeySource() {}

  /**
   * Opens the configured keys; a remote set is fetched at its first use, anything else now.
   *
   * @throws ConfigurationException when there is no key, more than one source, or a key that is not
   *     an RSA key of at least 2 048 bits; the message is for the operator
   */
  static VerificationKeyResolver open(IdentitySettings settings) {
    String key = IdentitySettings.PUBLIC_KEY.key();
    String location = IdentitySettings.PUBLIC_KEY_LOCATION.key();
    if (settings.publicKey().isPresent() == settings.keyLocation().isPresent()) {
      throw new ConfigurationException(
          settings.publicKey().isPresent()
              ? key + " and " + location + " are both set: one of them must go"
              : "no key to verify tokens with: set " + key + " or " + location);
    }
    if (settings.publicKey().isPresent()) {
      return local(PublicKeys.parse(settings.publicKey().get(), key));
    }
    String where = settings.keyLocation().orElseThrow().strip();
    if (where.startsWith("https:") || where.startsWith("http:")) {
      return remote(where, settings);
    }
    String name = location + " '" + where + "'";
    return local(PublicKeys.parse(read(where, name), name));
  }

  private static VerificationKeyResolver local(List<JsonWebKey> keys) {
    if (keys.size() == 1 && keys.get(0).getKeyId() == null) {
      // A PEM file has no place for a key id, and the issuer's tokens may well name one.
      Key only = keys.get(0).getKey();
      return (token, nesting) -> only;
    }
    JwksVerificationKeyResolver resolver = new JwksVerificationKeyResolver(keys);
    resolver.setDisambiguateWithVerifySignature(true);
    return resolver;
  }

  private static VerificationKeyResolver remote(String url, IdentitySettings settings) {
    Get get = new Get();
    int timeout = Math.toIntExact(settings.jwksTimeout().toMillis());
    get.setConnectTimeout(timeout);
    get.setReadTimeout(timeout);
    get.setRetries(0);
    get.setResponseBodySizeLimit(MAX_BYTES);
    HttpsJwks jwks = new HttpsJwks(url);
    jwks.setSimpleHttpGet(get);
    jwks.setDefaultCacheDuration(settings.jwksCache().toSeconds());
    jwks.setRetainCacheOnErrorDuration(KEEP_ON_ERROR_S);
    jwks.setRefreshReprieveThreshold(REFETCH_PAUSE_MS);
    HttpsJwksVerificationKeyResolver resolver = new HttpsJwksVerificationKeyResolver(jwks);
    resolver.setDisambiguateWithVerifySignature(true);
    return resolver;
  }

  private static String read(String where, String name) {
    try (InputStream in = open(where)) {
      if (in == null) {
        throw new ConfigurationException(name + ": there is no such file or resource");
      }
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ConfigurationException(name + ": larger than 1 MB, so not a key");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException | IllegalArgumentException unreadable) {
      throw new ConfigurationException(name + ": it cannot be read, " + unreadable.getMessage());
    }
  }

  /** A bare name is a resource of the application first, as MP-JWT says, then a file. */
  private static InputStream open(String where) throws IOException {
    if (where.startsWith("file:")) {
      return file(Path.of(URI.create(where)));
    }
    if (where.startsWith("classpath:")) {
      return resource(where.substring("classpath:".length()));
    }
    InputStream resource = where.startsWith("/") ? null : resource(where);
    return resource != null ? resource : file(path(where));
  }

  private static Path path(String where) {
    try {
      return Path.of(where);
    } catch (InvalidPathException invalid) {
      throw new IllegalArgumentException(invalid);
    }
  }

  private static InputStream file(Path path) throws IOException {
    return Files.isRegularFile(path) ? Files.newInputStream(path) : null;
  }

  private static InputStream resource(String name) {
    String relative = name.startsWith("/") ? name.substring(1) : name;
    ClassLoader application = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = application != null ? application : KeySource.class.getClassLoader();
    return loader.getResourceAsStream(relative);
  }
}
