package dev.parley.cluster.redis;

/** Takes what a node measures of the cluster. Safe on any thread; must not block or throw. */
public interface ClusterMeter extends CallMeter {
  /** A meter that measures nothing. */
  ClusterMeter NONE =
      new ClusterMeter() {
        @Override
        public void ended(String operation, RedisUnavailableException.Reason failure, long nanos) {}

        @Override
        public void counted(ClusterCount what) {}

        @Override
        public void heardBack(long nanos) {}
      };

  /** Something happened once more. */
  void counted(ClusterCount what);

  /**
   * A batch of this node's messages came back on the channel, as it came to all other nodes.
   *
   * @param nanos since the oldest of its messages was published
   */
  void heardBack(long nanos);
}
