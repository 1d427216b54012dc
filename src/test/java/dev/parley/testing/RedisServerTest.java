package dev.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedisServerTest {
  @ParameterizedTest
  @MethodSource("binaries")
  void anyBinaryAnswersAndStops(Path binary) {
    try (RedisServer redis = RedisServer.start("redis-test", binary)) {
      assertThat(redis.answers()).isTrue();

      redis.stop();

      assertThat(redis.answers()).isFalse();
    }
  }

  static Stream<Named<Path>> binaries() {
    return Stream.concat(
        Stream.of(Named.of("embedded", RedisServer.embeddedBinary())),
        RedisServer.installedBinary().map(path -> Named.of("installed", path)).stream());
  }

  @Test
  void itsVersionSaysWhetherItIsTheEmbeddedOne() {
    boolean embedded = RedisServer.installedBinary().isEmpty();

    assertThat(RedisServer.version())
        .matches(embedded ? "6\\.2\\.\\d+ \\(embedded\\)" : "\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void aHangingRedisAnswersAgainWhenItGoesOn() {
    try (RedisServer redis = RedisServer.start("redis-hang-test")) {
      redis.hang();
      assertThat(redis.answers()).isFalse();

      redis.resume();

      assertThat(redis.answers()).isTrue();
    }
  }

  @Test
  void aHangingRedisCanBeClosed() {
    RedisServer redis = RedisServer.start("redis-close-test");
    redis.hang();

    redis.close();

    assertThat(ProcessHandle.of(redis.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aKilledRedisComesBackOnItsPort() {
    try (RedisServer redis = RedisServer.start("redis-kill-test")) {
      String url = redis.url();
      redis.kill9();
      assertThat(redis.answers()).isFalse();

      redis.restart();

      assertThat(redis.answers()).isTrue();
      assertThat(redis.url()).isEqualTo(url);
    }
  }
}
