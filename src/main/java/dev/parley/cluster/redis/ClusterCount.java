package dev.parley.cluster.redis;

/** What a node counts of the cluster, for whoever shows it; each only grows. */
public enum ClusterCount {
  PUBLISHED,
  REFUSED,
  DELIVERED,
  DELIVERED_ALONE,
  UNREADABLE,
  GAPS,
  READS,
  EPOCHS,
  SUBSCRIPTIONS,
  FENCED,
  REAPED,
  LIMITS_ALONE
}
