package dev.parley.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * From which address a connection comes, and where it goes.
 *
 * @param receiveBuffer bytes of the socket's receive buffer; 0 for the system's default
 */
record Route(InetSocketAddress source, InetSocketAddress target, int receiveBuffer) {
  private static final int NETWORKS = 200;

  /**
   * The route of a client.
   *
   * <p>Sources are loopback addresses of 200 networks of 256 addresses each, so that a proxy that
   * looks at networks spreads them, and none runs out of ports before five million connections.
   */
  static Route of(int client, int port, int receiveBuffer) {
    return new Route(
        new InetSocketAddress(loopback(1 + client % NETWORKS, 1), 0),
        new InetSocketAddress(loopback(0, 1), port),
        receiveBuffer);
  }

  private static InetAddress loopback(int network, int host) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, (byte) network, (byte) host});
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
