package dev.parley.identity;

import dev.parley.kernel.TimeSource;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.http.SimpleGet;
import org.jose4j.http.SimpleResponse;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.keys.resolvers.VerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys of an issuer that publishes them; fetched at the first use, when they have grown old,
 * and for an unknown key id.
 *
 * <p>One thread at a time fetches, and none within {@link #PAUSE} of the last attempt, failed or
 * not. A token whose key is known is judged without waiting for anybody, by old keys if need be. Of
 * the others a few wait for the fetch under way; the rest is refused at once, so a key server that
 * hangs cannot hold the server's threads.
 */
final class RemoteKeys implements VerificationKeyResolver {
  static final Duration PAUSE = Duration.ofSeconds(10);
  static final int MAX_WAITING = 8;

  private static final Logger LOG = System.getLogger(RemoteKeys.class.getName());
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);
  private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?(\\d{1,9})");

  private final String url;
  private final SimpleGet http;
  private final Duration defaultLife;
  private final Duration longestWait;
  private final TimeSource time;
  private final ReentrantLock fetching = new ReentrantLock();
  private final Semaphore waiting = new Semaphore(MAX_WAITING);
  private volatile State state;

  /**
   * Keys that are not fetched yet.
   *
   * @param defaultLife how long a set is used whose response does not say
   * @param longestWait how long a token may wait for the fetch that another one has begun
   */
  RemoteKeys(
      String url, SimpleGet http, Duration defaultLife, Duration longestWait, TimeSource time) {
    this.url = url;
    this.http = http;
    this.defaultLife = defaultLife;
    this.longestWait = longestWait;
    this.time = time;
  }

  /** Whether the keys could not be had, so that nothing is said about the token. */
  static final class Unavailable extends UnresolvableKeyException {
    private static final long serialVersionUID = 1;

    Unavailable() {
      super("the keys of the issuer cannot be had now");
    }
  }

  @Override
  public Key resolveKey(JsonWebSignature token, List<JsonWebStructure> nesting)
      throws UnresolvableKeyException {
    State known = state;
    Key key = find(known, token, nesting);
    if (key != null && time.nanoTime() - known.oldAt() < 0) {
      return key;
    }
    State newest = key == null ? refreshed() : refreshedIfNobodyIsAtIt();
    Key found = find(newest, token, nesting);
    if (found == null) {
      throw newest.failed() ? new Unavailable() : new UnresolvableKeyException("no such key");
    }
    return found;
  }

  private static Key find(State from, JsonWebSignature token, List<JsonWebStructure> nesting) {
    if (from == null || from.keys() == null) {
      return null;
    }
    try {
      return from.keys().resolveKey(token, nesting);
    } catch (UnresolvableKeyException unknown) {
      LOG.log(Level.DEBUG, "A token names a key that is not in the set");
      return null;
    }
  }

  private State refreshed() throws Unavailable {
    State known = state;
    if (!isDue(known)) {
      return known;
    }
    if (!fetching.tryLock() && !lockInTurn()) {
      throw new Unavailable();
    }
    return fetchAndUnlock();
  }

  private State refreshedIfNobodyIsAtIt() {
    return isDue(state) && fetching.tryLock() ? fetchAndUnlock() : state;
  }

  private boolean lockInTurn() {
    if (!waiting.tryAcquire()) {
      return false;
    }
    try {
      return fetching.tryLock(longestWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waiting.release();
    }
  }

  private boolean isDue(State known) {
    return known == null || time.nanoTime() - known.attemptedAt() >= PAUSE.toNanos();
  }

  private State fetchAndUnlock() {
    try {
      State known = state;
      if (isDue(known)) {
        state = fetch(known);
      }
      return state;
    } finally {
      fetching.unlock();
    }
  }

  private State fetch(State known) {
    try {
      SimpleResponse response = http.get(url);
      JwksVerificationKeyResolver keys =
          new JwksVerificationKeyResolver(new JsonWebKeySet(response.getBody()).getJsonWebKeys());
      keys.setDisambiguateWithVerifySignature(true);
      long now = time.nanoTime();
      return new State(keys, now + life(response).toNanos(), now, false);
    } catch (IOException | JoseException | RuntimeException lost) {
      // The one failure of a token that operators must hear of.
      LOG.log(
          Level.WARNING,
          "The JWKS cannot be fetched ({0}); tokens with unknown keys are refused meanwhile",
          lost.getClass().getName());
      long now = time.nanoTime();
      return known == null
          ? new State(null, now, now, true)
          : new State(known.keys(), known.oldAt(), now, true);
    }
  }

  private Duration life(SimpleResponse response) {
    for (String name : response.getHeaderNames()) {
      if ("cache-control".equalsIgnoreCase(name)) {
        for (String value : response.getHeaderValues(name)) {
          Matcher maxAge = MAX_AGE.matcher(value);
          if (maxAge.find()) {
            Duration life = Duration.ofSeconds(Long.parseLong(maxAge.group(1)));
            return life.compareTo(LONGEST_LIFE) < 0 ? life : LONGEST_LIFE;
          }
        }
      }
    }
    return defaultLife;
  }

  /**
   * What is known.
   *
   * @param keys null while no fetch has succeeded
   * @param oldAt when the keys grow old, by the clock of {@link TimeSource#nanoTime}
   * @param attemptedAt when the last fetch ended
   * @param failed whether it failed
   */
  private record State(
      VerificationKeyResolver keys, long oldAt, long attemptedAt, boolean failed) {}
}
