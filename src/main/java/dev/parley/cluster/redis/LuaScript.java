package dev.parley.cluster.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.redisson.api.RBatch;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
import org.redisson.client.RedisNoScriptException;
import org.redisson.client.codec.ByteArrayCodec;

/** A script of {@code resources/lua}; sent in full only when Redis does not know it. */
enum LuaScript {
  APPEND("append", Way.ALONE),
  CATCHUP("catchup", Way.ALONE),
  HISTORY("history", Way.ALONE),
  LEASE("lease", Way.ALONE),
  PLACES("places", Way.SHARED),
  PRESENT("present", Way.ALONE),
  RATELIMIT("ratelimit", Way.SHARED),
  EXPIRE("expire", Way.SHARED),
  REAP("reap", Way.ALONE),
  REVOKE("revoke", Way.ALONE),
  REVOKED("revoked", Way.ALONE),
  ROOMS("rooms", Way.SHARED),
  ROSTER("roster", Way.SHARED),
  SESSION("session", Way.SHARED),
  STANDING("standing", Way.ALONE);

  private enum Way {
    /** It is large, or a node lives by it. */
    ALONE,
    /** Small, and made for each client or message. */
    SHARED
  }

  private final String text;
  private final String digest;
  private final boolean isShared;

  LuaScript(String name, Way way) {
    this.isShared = way == Way.SHARED;
    this.text = load("/lua/" + name + ".lua");
    this.digest = sha1(text);
  }

  /**
   * Runs it where the keys live, on the master.
   *
   * @param arguments bytes only
   * @return integers as Long, everything else as bytes
   */
  CompletionStage<List<Object>> list(RedisLink redis, List<Object> keys, Object[] arguments) {
    return run(redis, RScript.ReturnType.LIST, keys, arguments);
  }

  /** Runs a script that answers one integer. */
  CompletionStage<Long> integer(RedisLink redis, List<Object> keys, Object[] arguments) {
    return run(redis, RScript.ReturnType.LONG, keys, arguments);
  }

  /** Runs a script that answers one text. */
  CompletionStage<String> text(RedisLink redis, List<Object> keys, Object[] arguments) {
    CompletionStage<byte[]> answer = run(redis, RScript.ReturnType.VALUE, keys, arguments);
    return answer.thenApply(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * Puts a run of a script that answers one integer into a batch, which fails when Redis does not
   * know the script: {@link #isUnknown}.
   */
  CompletionStage<Long> add(RBatch batch, List<Object> keys, Object[] arguments) {
    return batch
        .getScript(ByteArrayCodec.INSTANCE)
        .evalShaAsync(RScript.Mode.READ_WRITE, digest, RScript.ReturnType.LONG, keys, arguments);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  private <T> CompletionStage<T> run(
      RedisLink redis, RScript.ReturnType type, List<Object> keys, Object[] arguments) {
    Function<RScriptAsync, CompletionStage<T>> known =
        scripts -> scripts.evalShaAsync(RScript.Mode.READ_WRITE, digest, type, keys, arguments);
    CompletionStage<T> answer = isShared ? redis.shared(known) : redis.alone(known);
    return answer.exceptionallyCompose(
        failure ->
            isUnknown(failure)
                ? redis.alone(
                    scripts ->
                        scripts.evalAsync(RScript.Mode.READ_WRITE, text, type, keys, arguments))
                : CompletableFuture.failedFuture(failure));
  }

  /** Whether Redis did not run a script because it does not know it. */
  static boolean isUnknown(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RedisNoScriptException;
  }

  private static String load(String path) {
    try (InputStream in = LuaScript.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String sha1(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes(text)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
