package dev.parley.identity;

import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;

/**
 * Turns the claims of a token that was verified into values that the rest can rely on.
 *
 * <p>What decides about rights (sub, jti, groups) is right or the token is refused; what is only
 * shown (name, email, picture) is cleaned or dropped.
 */
final class TokenClaims {
  private static final int MAX_ID = 128;
  private static final int MAX_GROUPS = 100;
  private static final int MAX_NAME = 100;
  private static final int MAX_EMAIL = 254;
  private static final int MAX_PICTURE = 1_024;

  /** Invisible, but part of many emoji. */
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  /** The last second of the year 9999: further on, dates stop fitting where they are written. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private TokenClaims() {}

  static VerifiedToken read(JwtClaims claims) throws MalformedClaimException {
    return new VerifiedToken(
        id(claims.getSubject()),
        claims.hasClaim("jti") ? Optional.of(id(claims.getJwtId())) : Optional.empty(),
        text(claims, "name").map(name -> clean(name, MAX_NAME)).filter(name -> !name.isEmpty()),
        text(claims, "email").filter(TokenClaims::isEmail),
        text(claims, "picture").filter(TokenClaims::isPicture),
        groups(claims.getClaimValue("groups")),
        instant(claims.getIssuedAt()),
        instant(claims.getExpirationTime()));
  }

  private static String id(String id) {
    if (id == null
        || id.isEmpty()
        || id.length() > MAX_ID
        || !id.strip().equals(id)
        || !id.codePoints().allMatch(TokenClaims::isPrintable)) {
      throw new ParleyException(ErrorCode.AUTH_FAILED);
    }
    return id;
  }

  private static Set<String> groups(Object claim) {
    if (claim == null) {
      return Set.of();
    }
    if (!(claim instanceof List<?> names) || names.size() > MAX_GROUPS) {
      throw new ParleyException(ErrorCode.AUTH_FAILED);
    }
    Set<String> groups = new LinkedHashSet<>();
    for (Object name : names) {
      if (!(name instanceof String group)) {
        throw new ParleyException(ErrorCode.AUTH_FAILED);
      }
      groups.add(id(group));
    }
    return groups;
  }

  private static Optional<String> text(JwtClaims claims, String name) {
    return claims.getClaimValue(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** Controls and invisible marks become blanks, blanks one blank; cut between characters. */
  private static String clean(String text, int maxCodePoints) {
    String visible =
        text.codePoints()
            .map(c -> isPrintable(c) || c == ZERO_WIDTH_JOINER ? c : ' ')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .replaceAll("\\s+", " ")
            .strip();
    int length = visible.codePointCount(0, visible.length());
    return length <= maxCodePoints
        ? visible
        : visible.substring(0, visible.offsetByCodePoints(0, maxCodePoints)).strip();
  }

  private static boolean isEmail(String text) {
    int at = text.indexOf('@');
    return text.length() <= MAX_EMAIL
        && at > 0
        && at == text.lastIndexOf('@')
        && at < text.length() - 1
        && text.codePoints().allMatch(c -> isPrintable(c) && c != ' ');
  }

  /** Only https: a picture is fetched by every other client's browser. */
  private static boolean isPicture(String text) {
    if (text.length() > MAX_PICTURE) {
      return false;
    }
    try {
      URI uri = new URI(text);
      return "https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getRawUserInfo() == null;
    } catch (URISyntaxException notAnAddress) {
      return false;
    }
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static Instant instant(NumericDate date) {
    return Instant.ofEpochSecond(Math.max(0, Math.min(LAST_SECOND, date.getValue())));
  }
}
