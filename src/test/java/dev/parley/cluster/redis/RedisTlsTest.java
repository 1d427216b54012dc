package dev.parley.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.testing.ChildProcess;
import dev.parley.testing.FreePort;
import dev.parley.testing.Programs;
import dev.parley.testing.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis that asks for a password and speaks TLS. */
class RedisTlsTest {
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String PASSWORD = "right";

  @TempDir private Path folder;
  private final int tlsPort = FreePort.pick();
  private TestCluster cluster;

  @BeforeEach
  void start() throws InterruptedException {
    certify("server");
    certify("stranger");
    cluster =
        new TestCluster(
            RedisServer.startWith(
                "redis-tls",
                FreePort.pick(),
                List.of(
                    "--requirepass",
                    PASSWORD,
                    "--tls-port",
                    Integer.toString(tlsPort),
                    "--tls-cert-file",
                    file("server.crt").toString(),
                    "--tls-key-file",
                    file("server.key").toString(),
                    "--tls-ca-cert-file",
                    file("server.crt").toString(),
                    "--tls-auth-clients",
                    "no")));
  }

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  @Test
  void aNodeWithTheRightPasswordAndAuthorityIsLetIn() {
    RedisCluster node = connect(PASSWORD, Optional.of(file("server.crt")));
    await().atMost(BOUND).until(node::isConnected);
    assertThat(
            node.guard()
                .<Long>await("test", redis -> redis.client().getAtomicLong("n").addAndGetAsync(2)))
        .isEqualTo(2);
  }

  @Test
  void nobodyElseIsLetInOrBelieved() {
    RedisCluster right = connect(PASSWORD, Optional.of(file("server.crt")));
    RedisCluster wrongPassword = connect("wrong", Optional.of(file("server.crt")));
    RedisCluster wrongAuthority = connect(PASSWORD, Optional.of(file("stranger.crt")));
    RedisCluster noAuthority = connect(PASSWORD, Optional.empty());

    await().atMost(BOUND).until(right::isConnected);

    // By now the others have tried, too, and go on trying.
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(4))
        .until(
            () ->
                !wrongPassword.isConnected()
                    && !wrongAuthority.isConnected()
                    && !noAuthority.isConnected());
  }

  private RedisCluster connect(String password, Optional<Path> authorities) {
    return cluster.connect(
        new RedisSettings(
            new RedisPlace.Single("rediss://127.0.0.1:" + tlsPort),
            new RedisLogin("default", password, ""),
            authorities,
            TestCluster.TIMEOUT,
            "t",
            16));
  }

  /** A key, and a certificate that it signed itself. */
  private void certify(String name) throws InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(
            Programs.require("openssl", "openssl").toString(),
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            file(name + ".key").toString(),
            "-out",
            file(name + ".crt").toString());
    try (ChildProcess openssl =
        ChildProcess.start(
            "openssl", ChildProcess.Kind.STORE, command, file(name + ".log"), line -> {})) {
      assertThat(openssl.awaitExit()).as(openssl::tail).isZero();
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
