/**
 * The cluster ports over Redis, by Redisson.
 *
 * <p>Belongs here: the guard round every use of Redis, the ordered logs and their topics, counters;
 * the scripts lie in {@code resources/lua}. Does not: what a message means. Nothing outside of this
 * package knows Redisson, and nothing in it reaches Redis but through {@link
 * dev.parley.cluster.redis.RedisGuard}. The design is ADR 10.
 */
package dev.parley.cluster.redis;
