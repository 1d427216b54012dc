package dev.parley.cluster.redis;

import dev.parley.cluster.api.Roster.Placed;
import java.util.List;

/**
 * What {@code roster.lua} says to an update that it took.
 *
 * @param news 1 when the user came online, -1 when they went, 0 for neither
 * @param waitMillis how long the grace goes on; 0 for none
 * @param stampMicros when, by the clock of Redis
 * @param lastSeenMillis 0 when it is not known
 * @param name null when it is not known
 */
record RosterAnswer(
    int news,
    boolean online,
    int others,
    boolean othersAway,
    long waitMillis,
    long stampMicros,
    long lastSeenMillis,
    String name,
    List<Placed> otherSockets) {}
