package dev.parley.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one address: an IPv4 address, or an IPv6 network, which one customer owns. */
final class AddressKey {
  private static final int NETWORK_BYTES = 8;

  private AddressKey() {}

  /** The key of a literal address; anything else counts as it is written. Never asks DNS. */
  static String of(String remoteAddress) {
    if (remoteAddress.indexOf(':') < 0) {
      return remoteAddress;
    }
    try {
      // With a colon in it, it is parsed as a literal or refused.
      InetAddress address = InetAddress.getByName(remoteAddress);
      if (address instanceof Inet6Address) {
        return HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES)) + "/64";
      }
      return address.getHostAddress();
    } catch (UnknownHostException notLiteral) {
      return remoteAddress;
    }
  }
}
