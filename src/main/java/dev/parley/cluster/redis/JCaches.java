package dev.parley.cluster.redis;

import static dev.parley.cluster.redis.LuaScript.bytes;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.redisson.RedissonObject;
import org.redisson.api.CacheAsync;
import org.redisson.api.RedissonClient;
import org.redisson.jcache.JCachingProvider;
import org.redisson.jcache.configuration.RedissonConfiguration;

/**
 * JCache caches over the one client, used as plain caches and without waiting.
 *
 * <p>Redisson's entry processors are not atomic; nothing here uses them. Whatever must change as
 * one is a script.
 */
final class JCaches {
  private static final int KEPT_FOR_LIVES = 2;

  private final Map<RedissonClient, CacheManager> managers = new ConcurrentHashMap<>();
  private final Map<Key, CacheAsync<String, String>> caches = new ConcurrentHashMap<>();

  /** A cache whose entries expire when they were not written for so long. */
  CacheAsync<String, String> modified(RedissonClient client, String name, Duration life) {
    return cache(
        client,
        name,
        new MutableConfiguration<String, String>()
            .setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(jcache(life))));
  }

  /**
   * Gives what a cache is stored in an end of its own.
   *
   * <p>Entries that expired are swept away by the nodes. When the last node is gone, nobody does
   * that, and the cache would stay for good.
   */
  static CompletionStage<Long> end(RedisLink redis, String name, Duration life) {
    return LuaScript.EXPIRE.integer(
        redis,
        List.of(name, timeouts(name)),
        new Object[] {bytes(life.multipliedBy(KEPT_FOR_LIVES).toMillis())});
  }

  /**
   * Where Redisson notes when the entries of a cache expire.
   *
   * <p>It puts its own word before the cache's name, as it does for the channels of a cache; a name
   * mapper sees the name before that and cannot move the word.
   */
  private static String timeouts(String name) {
    return RedissonObject.prefixName("jcache_timeout_set", name);
  }

  private CacheAsync<String, String> cache(
      RedissonClient client, String name, MutableConfiguration<String, String> configuration) {
    return caches.computeIfAbsent(new Key(client, name), key -> make(client, name, configuration));
  }

  private CacheAsync<String, String> make(
      RedissonClient client, String name, MutableConfiguration<String, String> configuration) {
    CacheManager manager = managers.computeIfAbsent(client, JCaches::manager);
    Cache<String, String> cache =
        manager.createCache(name, RedissonConfiguration.fromInstance(client, configuration));
    @SuppressWarnings("unchecked")
    CacheAsync<String, String> plain = cache.unwrap(CacheAsync.class);
    return plain;
  }

  private static CacheManager manager(RedissonClient client) {
    // Any address but the default one, which has the provider look for a configuration of its own.
    return new JCachingProvider()
        .getCacheManager(
            URI.create("parley:caches"), JCaches.class.getClassLoader(), new Properties());
  }

  private static javax.cache.expiry.Duration jcache(Duration life) {
    return new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, life.toMillis());
  }

  private record Key(RedissonClient client, String name) {}
}
