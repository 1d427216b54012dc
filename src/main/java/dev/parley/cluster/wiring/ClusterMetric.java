package dev.parley.cluster.wiring;

import java.util.List;

/** Every metric of Redis and the logs; names, kinds and tags are contract. */
public enum ClusterMetric {
  CONNECTED(
      "redis_connected",
      Kind.GAUGE,
      "1 while calls reach Redis, as far as the last ones tell, else 0; absent where none is"
          + " configured."),
  BREAKER_OPEN(
      "redis_breaker_open", Kind.GAUGE, "1 while the breaker keeps calls away from Redis, else 0."),
  COMMANDS(
      "redis_commands_total",
      Kind.COUNTER,
      "Uses of Redis, by what they do and how they ended: `ok`, or why not.",
      "operation",
      "outcome"),
  COMMAND_DURATION(
      "redis_command_duration_seconds",
      Kind.TIMER,
      "How long a use of Redis took, failed ones included.",
      "operation"),
  LONGEST_COMMAND(
      "redis_command_longest_seconds",
      Kind.GAUGE,
      "The longest use of Redis that ended in the last 10 to 20 seconds, as its caller waited for"
          + " it; failed ones included."),
  PUB_SUB_LATENCY(
      "redis_pub_sub_latency_seconds",
      Kind.TIMER,
      "From the moment a message is published until it lies in its log and is on its way to all"
          + " nodes."),
  PUB_SUB_ROUND_TRIP(
      "redis_pub_sub_round_trip_seconds",
      Kind.TIMER,
      "From the moment a message is published until this node hears it on the channel of its log,"
          + " as all other nodes do; of each batch its oldest message. What waited for Redis"
          + " while it was away counts for as long as that took."),
  JOINED(
      "cluster_joined",
      Kind.GAUGE,
      "1 once every log has been reached, so that what other nodes publish arrives here."),
  DEGRADED(
      "cluster_degraded",
      Kind.GAUGE,
      "1 while some log is served by this node alone, because Redis is away."),
  NODES_ALIVE(
      "cluster_nodes_alive",
      Kind.GAUGE,
      "Nodes whose leases live, this one included, as it saw them last."),
  LEASE_AGE(
      "cluster_lease_age_seconds",
      Kind.GAUGE,
      "How long ago this node's lease was renewed last; about 1 at most while Redis is there."),
  FENCED(
      "cluster_fenced_total",
      Kind.COUNTER,
      "Times that this node was taken for dead, and its sockets ended."),
  REAPED(
      "cluster_reaped_total",
      Kind.COUNTER,
      "Nodes that died or were stopped and that this one cleaned up after."),
  ROSTER_WAITING(
      "cluster_roster_writes_waiting",
      Kind.GAUGE,
      "Users whose presence here is not written to Redis yet."),
  SESSIONS_WAITING(
      "cluster_session_writes_waiting",
      Kind.GAUGE,
      "Sessions that are not written to Redis yet as they are."),
  LIMITS_ALONE(
      "cluster_limits_answered_alone_total",
      Kind.COUNTER,
      "Limits that were judged by this node alone, because Redis was away."),
  QUEUED_BYTES(
      "cluster_log_queued_bytes", Kind.GAUGE, "Bytes of messages that wait to be written to logs."),
  PUBLISHED("cluster_log_published_total", Kind.COUNTER, "Messages that this node published."),
  REFUSED(
      "cluster_log_refused_total",
      Kind.COUNTER,
      "Messages that were not taken, because too much waited or the node was stopping."),
  DELIVERED(
      "cluster_log_delivered_total",
      Kind.COUNTER,
      "Messages of all nodes that arrived from the logs."),
  DELIVERED_ALONE(
      "cluster_log_delivered_alone_total",
      Kind.COUNTER,
      "Messages that this node delivered to its own sockets while Redis was away."),
  UNREADABLE(
      "cluster_log_unreadable_total",
      Kind.COUNTER,
      "Messages that could not be read or delivered."),
  GAPS(
      "cluster_log_gaps_total",
      Kind.COUNTER,
      "Times that a log no longer had what this node had not seen yet: messages lost here."),
  READS(
      "cluster_log_reads_total",
      Kind.COUNTER,
      "Reads of a log, to fill holes and to check the position."),
  EPOCHS(
      "cluster_log_epochs_total",
      Kind.COUNTER,
      "Times that a log began anew, because Redis had lost some or all of it."),
  SUBSCRIPTIONS(
      "cluster_log_subscriptions_total",
      Kind.COUNTER,
      "Subscriptions to the channels of the logs; each beyond the first repairs one.");

  /** What a metric can do. */
  public enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }

  private final String exportedName;
  private final Kind kind;
  private final String description;
  private final List<String> tags;

  ClusterMetric(String exportedName, Kind kind, String description, String... tags) {
    this.exportedName = exportedName;
    this.kind = kind;
    this.description = description;
    this.tags = List.of(tags);
  }

  /** The name as {@code /metrics} prints it; timers add {@code _count}, {@code _sum} and so on. */
  public String exportedName() {
    return exportedName;
  }

  public Kind kind() {
    return kind;
  }

  public String description() {
    return description;
  }

  public List<String> tags() {
    return tags;
  }
}
