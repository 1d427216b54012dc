package dev.parley.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import dev.parley.testing.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key server that answers, fails or hangs. */
class RemoteKeysTest {
  private final FakeTime time = new FakeTime();
  private final ExecutorService clients = Executors.newCachedThreadPool();
  private final ExecutorService serving = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger fetches = new AtomicInteger();
  // Made before anybody waits for it: the first RSA key of a JVM takes seconds.
  private final String keys = jwks();
  private HttpServer server;
  private JwtTokenVerifier verifier;
  private volatile String cacheControl;
  private volatile boolean hanging;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePort.pick()), 0);
    server.setExecutor(serving);
    server.createContext(
        "/jwks",
        exchange -> {
          fetches.incrementAndGet();
          if (hanging) {
            awaitTheEnd();
          }
          if (cacheControl != null) {
            exchange.getResponseHeaders().add("Cache-Control", cacheControl);
          }
          byte[] body = keys.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    verifier = new JwtTokenVerifier(Tokens.settings(Optional.empty(), Optional.of(url)), time);
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    clients.shutdownNow();
    serving.shutdownNow();
  }

  @Test
  void aHangingKeyServerHoldsAFewThreadsAndNobodyWhoseKeyIsKnown() throws Exception {
    assertThat(verifier.verify(token("1")).userId()).isEqualTo("ann");
    time.pass(RemoteKeys.PAUSE);
    hanging = true;

    List<Future<ErrorCode>> strangers = flood(200);

    await()
        .atMost(Duration.ofMillis(1_500))
        .until(() -> unanswered(strangers) <= 1 + RemoteKeys.MAX_WAITING);
    assertThat(unanswered(strangers)).as("the fetch is still under way").isPositive();
    assertThat(verifier.verify(token("1")).userId()).isEqualTo("ann");
    assertThat(unanswered(strangers)).as("and nobody waited for it").isPositive();
    for (Future<ErrorCode> stranger : strangers) {
      assertThat(stranger.get(10, TimeUnit.SECONDS)).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    assertThat(fetches).hasValue(2);
  }

  @Test
  void aKeyServerThatHangsFromTheStartHoldsNoMoreThreads() throws Exception {
    hanging = true;

    List<Future<ErrorCode>> strangers = flood(100);

    await()
        .atMost(Duration.ofMillis(1_500))
        .until(() -> unanswered(strangers) <= 1 + RemoteKeys.MAX_WAITING);
    for (Future<ErrorCode> stranger : strangers) {
      assertThat(stranger.get(10, TimeUnit.SECONDS)).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aFailedFetchIsNotRepeatedByEveryToken() {
    status = 500;
    for (int i = 0; i < 20; i++) {
      assertThat(outcome(token("made-up-" + i))).isEqualTo(ErrorCode.UNAVAILABLE);
    }
    assertThat(fetches).hasValue(1);

    status = 200;
    time.pass(RemoteKeys.PAUSE);
    assertThat(verifier.verify(token("1")).userId()).isEqualTo("ann");
  }

  @Test
  void oldKeysStayGoodWhileNewOnesCannotBeHad() {
    cacheControl = "public, max-age=60";
    verifier.verify(token("1"));
    time.pass(Duration.ofSeconds(59));
    verifier.verify(token("1"));
    assertThat(fetches).hasValue(1);

    status = 500;
    time.pass(Duration.ofSeconds(2));
    assertThat(verifier.verify(token("1")).userId()).isEqualTo("ann");
    assertThat(verifier.verify(token("1")).userId()).isEqualTo("ann");
    assertThat(fetches).hasValue(2);
  }

  @Test
  void thoseWhoComeTogetherAtTheStartAreServedByOneFetch() throws Exception {
    List<Future<String>> users = new ArrayList<>();
    for (int i = 0; i < RemoteKeys.MAX_WAITING; i++) {
      users.add(clients.submit(() -> verifier.verify(token("1")).userId()));
    }

    for (Future<String> user : users) {
      assertThat(user.get(10, TimeUnit.SECONDS)).isEqualTo("ann");
    }
    assertThat(fetches).hasValue(1);
  }

  @Test
  void aKeyThatIsNotInAFreshSetIsTheTokensFault() {
    assertThatThrownBy(() -> verifier.verify(token("made-up")))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.AUTH_FAILED));
  }

  private List<Future<ErrorCode>> flood(int tokens) {
    List<Future<ErrorCode>> outcomes = new ArrayList<>();
    for (int i = 0; i < tokens; i++) {
      String token = token("made-up-" + i);
      outcomes.add(clients.submit(() -> outcome(token)));
    }
    return outcomes;
  }

  private ErrorCode outcome(String token) {
    try {
      verifier.verify(token);
      return null;
    } catch (ParleyException refused) {
      return refused.code();
    }
  }

  private static long unanswered(List<Future<ErrorCode>> outcomes) {
    return outcomes.stream().filter(outcome -> !outcome.isDone()).count();
  }

  private void awaitTheEnd() {
    try {
      assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String token(String keyId) {
    return Tokens.sign(
        "RS256",
        Tokens.PAIR.getPrivate(),
        Tokens.claims(time.now(), "ann", c -> {}),
        Map.of("kid", keyId));
  }

  private static String jwks() {
    RsaJsonWebKey jwk = new RsaJsonWebKey((RSAPublicKey) Tokens.PAIR.getPublic());
    jwk.setKeyId("1");
    return "{\"keys\":[" + jwk.toJson(OutputControlLevel.PUBLIC_ONLY) + "]}";
  }
}
