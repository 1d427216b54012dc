package dev.parley.cluster.redis;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What this node tells the others of itself.
 *
 * @param name without spaces
 * @param state a word; asked at each beat, as are the sockets
 * @param process tells two nodes of one name apart: host and process id, without spaces
 */
public record NodeSelf(String name, Supplier<String> state, LongSupplier sockets, String process) {
  /** A node of this process. */
  public NodeSelf(String name, Supplier<String> state, LongSupplier sockets) {
    this(name, state, sockets, thisProcess());
  }

  String text() {
    return name + " " + state.get() + " " + sockets.getAsLong() + " " + process;
  }

  private static String thisProcess() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName().replaceAll("\\s", "-");
    } catch (UnknownHostException nameless) {
      host = "unknown-host";
    }
    return host + "/" + ProcessHandle.current().pid();
  }
}
