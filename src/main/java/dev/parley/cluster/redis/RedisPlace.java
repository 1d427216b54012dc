package dev.parley.cluster.redis;

import java.util.List;

/** Which servers Redis consists of; each is {@code redis://host:port}, or {@code rediss://}. */
public sealed interface RedisPlace {
  /** One server, or an address that always leads to the present master. */
  record Single(String url) implements RedisPlace {}

  /**
   * A master that sentinels watch and replace.
   *
   * @param master the name that the sentinels know it by
   */
  record Sentinels(List<String> urls, String master) implements RedisPlace {
    public Sentinels {
      urls = List.copyOf(urls);
    }
  }

  /**
   * A Redis Cluster.
   *
   * @param urls some of its servers; the others are found
   */
  record Cluster(List<String> urls) implements RedisPlace {
    public Cluster {
      urls = List.copyOf(urls);
    }
  }
}
