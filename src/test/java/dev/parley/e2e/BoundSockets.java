package dev.parley.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets that leave from one address of the loopback network. */
final class BoundSockets extends SocketFactory {
  private final InetAddress source;

  BoundSockets(String address) {
    try {
      this.source = InetAddress.getByName(address);
    } catch (IOException impossible) {
      throw new IllegalArgumentException(address, impossible);
    }
  }

  @Override
  public Socket createSocket() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(source, 0));
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  private Socket connected(InetSocketAddress target) throws IOException {
    Socket socket = createSocket();
    socket.connect(target);
    return socket;
  }
}
