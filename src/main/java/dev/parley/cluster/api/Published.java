package dev.parley.cluster.api;

/**
 * What became of a message.
 *
 * @param position its place in the log; of a repeated one, that of the first of its key
 * @param number what the log numbered it with; 0 when it numbers nothing or the store is away
 * @param repeated whether the log had one of its key, so that nothing was published
 */
public record Published(Position position, long number, boolean repeated) {
  /** Delivered by this node to its own sockets; the log gets it when the store is back. */
  public static final Published ALONE = new Published(Position.NONE, 0, false);
}
