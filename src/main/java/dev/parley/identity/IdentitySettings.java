package dev.parley.identity;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How tokens are verified and connections counted, as configured.
 *
 * @param publicKey the key itself; empty when there is a location
 * @param keyLocation where the key lies; empty when it is given itself
 */
public record IdentitySettings(
    Optional<String> publicKey,
    Optional<String> keyLocation,
    String issuer,
    List<String> audiences,
    Duration clockSkew,
    Duration expiryWarning,
    Duration jwksTimeout,
    Duration jwksCache,
    int connectionsPerUser,
    int connectionsPerAddress) {

  public static final Setting<String> PUBLIC_KEY =
      SettingTypes.text(
          "mp.jwt.verify.publickey",
          "",
          "The issuer's public key: PEM, JWK or JWKS, the latter two also in base64url. Either this"
              + " or the location is required, not both.");

  public static final Setting<String> PUBLIC_KEY_LOCATION =
      SettingTypes.text(
          "mp.jwt.verify.publickey.location",
          "",
          "Where the public key lies: a file: URL, a path, classpath:name, or the http(s): URL of a"
              + " JWKS, which is fetched again when it grows old or a token names an unknown key.");

  public static final Setting<String> ISSUER =
      SettingTypes.text(
          "mp.jwt.verify.issuer", "", "What a token's iss must be. Required; there is no default.");

  public static final Setting<List<String>> AUDIENCES =
      SettingTypes.list(
          "mp.jwt.verify.audiences",
          "",
          "A token's aud must name one of these. Required: a token made for another service is not"
              + " for this one.");

  public static final Setting<Duration> CLOCK_SKEW =
      SettingTypes.duration(
          "parley.identity.clock-skew",
          "30s",
          Duration.ZERO,
          Duration.ofSeconds(60),
          "How far the issuer's clock may be from this node's, when exp, nbf and iat are checked.");

  public static final Setting<Duration> EXPIRY_WARNING =
      SettingTypes.duration(
          "parley.identity.expiry-warning",
          "60s",
          Duration.ZERO,
          Duration.ofHours(1),
          "How long before its token expires a socket is told by auth:expiring; 0s never tells.");

  public static final Setting<Duration> REVOCATION_LIFE =
      SettingTypes.duration(
          "parley.identity.revocation-life",
          "7d",
          Duration.ofMinutes(1),
          Duration.ofDays(90),
          "How long revoked tokens are remembered; at least as long as the issuer's tokens live.");

  public static final Setting<Duration> JWKS_TIMEOUT =
      SettingTypes.duration(
          "parley.identity.jwks-timeout",
          "2s",
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          "How long connecting to the JWKS, and reading from it, may each take.");

  public static final Setting<Duration> JWKS_CACHE =
      SettingTypes.duration(
          "parley.identity.jwks-cache",
          "10m",
          Duration.ofSeconds(1),
          Duration.ofDays(1),
          "How long a fetched JWKS is used, unless its response says how long by itself.");

  public static final Setting<Integer> CONNECTIONS_PER_USER =
      SettingTypes.number(
          "parley.limits.connections-per-user",
          "100",
          1,
          1_000_000,
          "Connections that one user may hold over all nodes; the namespaces of one count once.");

  public static final Setting<Integer> CONNECTIONS_PER_IP =
      SettingTypes.number(
          "parley.limits.connections-per-ip",
          "1000",
          1,
          1_000_000,
          "Connections that one address may hold over all nodes; an IPv6 network of 64 bits counts"
              + " as one address.");

  public static final List<Setting<?>> ALL =
      List.of(
          PUBLIC_KEY,
          PUBLIC_KEY_LOCATION,
          ISSUER,
          AUDIENCES,
          CLOCK_SKEW,
          EXPIRY_WARNING,
          REVOCATION_LIFE,
          JWKS_TIMEOUT,
          JWKS_CACHE,
          CONNECTIONS_PER_USER,
          CONNECTIONS_PER_IP);

  public IdentitySettings {
    audiences = List.copyOf(audiences);
  }

  /** Reads the rows; whether a token can be verified with them is for the verifier to say. */
  public static IdentitySettings from(Settings settings) {
    return new IdentitySettings(
        given(settings.get(PUBLIC_KEY)),
        given(settings.get(PUBLIC_KEY_LOCATION)),
        settings.get(ISSUER),
        settings.get(AUDIENCES),
        settings.get(CLOCK_SKEW),
        settings.get(EXPIRY_WARNING),
        settings.get(JWKS_TIMEOUT),
        settings.get(JWKS_CACHE),
        settings.get(CONNECTIONS_PER_USER),
        settings.get(CONNECTIONS_PER_IP));
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(value -> !value.isBlank());
  }
}
