package dev.parley.outbound;

/** Puts frames on the wire, one at a time; a transport implements it. */
@FunctionalInterface
public interface FrameSink {
  /**
   * Starts to write a frame; not expected to wait for the peer.
   *
   * <p>The next frame is only given once the callback has told of this one. An exception counts as
   * a failed write.
   */
  void write(Frame frame, Callback callback);

  /** Told once per frame, on any thread, possibly before {@code write} returns. */
  @FunctionalInterface
  interface Callback {
    /**
     * The write is over.
     *
     * @param written false when it failed or took too long; nothing more can be written then
     */
    void done(boolean written);
  }
}
