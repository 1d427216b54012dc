package dev.parley.identity;

import dev.parley.identity.api.TokenVerifier;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ConfigurationException;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.kernel.TimeSource;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodeValidator;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies tokens with jose4j, by the rules of MP-JWT.
 *
 * <p>Nothing is cached: a token is judged anew each time. What jose4j says about a bad token quotes
 * the token, so it is neither passed on nor logged; ADR 0004.
 */
final class JwtTokenVerifier implements TokenVerifier {
  /** Longer than any honest token; checked before the first character is parsed. */
  static final int MAX_TOKEN_CHARS = 8_192;

  /** Three parts of base64url and nothing else; five parts would be an encrypted token. */
  private static final Pattern COMPACT_JWS = Pattern.compile("[\\w-]++\\.[\\w-]++\\.[\\w-]++");

  private static final System.Logger LOG = System.getLogger(JwtTokenVerifier.class.getName());

  private final IdentitySettings settings;
  private final VerificationKeyResolver keys;
  private final TimeSource time;

  /**
   * Opens the configured keys.
   *
   * @throws ConfigurationException when key, issuer or audiences are missing or not usable: without
   *     them every token would have to be believed
   */
  JwtTokenVerifier(IdentitySettings settings, TimeSource time) {
    if (settings.issuer().isBlank()) {
      throw new ConfigurationException(IdentitySettings.ISSUER.key() + " is not set");
    }
    if (settings.audiences().isEmpty()) {
      throw new ConfigurationException(IdentitySettings.AUDIENCES.key() + " is not set");
    }
    this.settings = settings;
    this.keys = KeySource.open(settings);
    this.time = time;
  }

  @Override
  public VerifiedToken verify(String compactToken) {
    if (!looksLikeJws(compactToken)) {
      throw new ParleyException(ErrorCode.AUTH_FAILED);
    }
    try {
      return TokenClaims.read(consumer().processToClaims(compactToken));
    } catch (InvalidJwtException refused) {
      noteLostKeys(refused);
      throw new ParleyException(
          onlyExpired(refused) ? ErrorCode.TOKEN_EXPIRED : ErrorCode.AUTH_FAILED);
    } catch (MalformedClaimException | RuntimeException odd) {
      if (odd instanceof ParleyException expected) {
        throw expected;
      }
      // The parser of a token must not become a way to make the server fail.
      LOG.log(Level.DEBUG, "A token was refused by {0}", odd.getClass().getName());
      throw new ParleyException(ErrorCode.AUTH_FAILED);
    }
  }

  /** What operators need to see at start; nothing of it is secret. */
  @Override
  public String toString() {
    return "issuer "
        + settings.issuer()
        + ", audiences "
        + settings.audiences()
        + ", keys from "
        + settings.keyLocation().orElse(IdentitySettings.PUBLIC_KEY.key());
  }

  /** Made per token because jose4j takes the time of judgement when it builds; it costs little. */
  private JwtConsumer consumer() {
    NumericDate now = NumericDate.fromSeconds(time.now().getEpochSecond());
    int skew = Math.toIntExact(settings.clockSkew().toSeconds());
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
        .setVerificationKeyResolver(keys)
        .setEvaluationTime(now)
        .setAllowedClockSkewInSeconds(skew)
        .setRequireExpirationTime()
        .setRequireIssuedAt()
        .setRequireSubject()
        .setExpectedIssuer(true, settings.issuer())
        .setExpectedAudience(true, settings.audiences().toArray(String[]::new))
        .registerValidator(
            (ErrorCodeValidator) context -> issuedInFuture(context.getJwtClaims(), now, skew))
        .build();
  }

  private static ErrorCodeValidator.Error issuedInFuture(
      JwtClaims claims, NumericDate now, int skew) throws MalformedClaimException {
    NumericDate issued = claims.getIssuedAt();
    // Subtracting from what the token says could overflow; adding to our own clock cannot.
    return issued != null && issued.getValue() > now.getValue() + skew
        ? new ErrorCodeValidator.Error(ErrorCodes.ISSUED_AT_INVALID_FUTURE, "iat is ahead")
        : null;
  }

  private static boolean onlyExpired(InvalidJwtException refused) {
    List<ErrorCodeValidator.Error> errors = refused.getErrorDetails();
    return errors.size() == 1 && errors.get(0).getErrorCode() == ErrorCodes.EXPIRED;
  }

  /** A key set that cannot be fetched refuses everybody: the one failure operators must hear of. */
  private static void noteLostKeys(InvalidJwtException refused) {
    for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvableKeyException && cause.getCause() instanceof IOException) {
        LOG.log(Level.WARNING, "The JWKS cannot be fetched; tokens are refused meanwhile");
        return;
      }
    }
  }

  private static boolean looksLikeJws(String token) {
    return token != null
        && token.length() <= MAX_TOKEN_CHARS
        && COMPACT_JWS.matcher(token).matches();
  }
}
