package dev.parley.bench.order;

import java.util.List;

/**
 * Clients of one kind.
 *
 * <p>Member {@code i} is a device of user {@code i / devices}; a process that is one of several
 * takes every so many-th member.
 *
 * @param group its name, for later orders
 * @param talks whether its members send: they are then on the loop that keeps the schedule
 * @param ports where to connect; members take them by turns
 * @param count members over all processes
 * @param namespace {@code /} or another
 * @param prefix what the names of its users begin with
 * @param devices members that share a user
 * @param window how many may be on their way in at a time, when {@code perSecond} is 0
 * @param perSecond how many begin to connect each second, ready or not; 0 for as fast as the window
 *     lets them
 * @param receiveBuffer bytes of a socket's receive buffer; 0 for the system's default
 */
public record GroupOrder(
    String group,
    boolean talks,
    List<Integer> ports,
    int count,
    String namespace,
    Transport transport,
    String prefix,
    int devices,
    int window,
    double perSecond,
    int receiveBuffer) {
  private static final int USER_DIGITS = 7;

  /** A group of listeners, each a user of its own, that connects by a window of 64. */
  public static GroupOrder listeners(String group, List<Integer> ports, int count) {
    return new GroupOrder(group, false, ports, count, "/", Transport.WEBSOCKET, "u", 1, 64, 0, 0);
  }

  /** A group of senders, each a user of its own, that connects by a window of 64. */
  public static GroupOrder talkers(String group, List<Integer> ports, int count) {
    return new GroupOrder(group, true, ports, count, "/", Transport.WEBSOCKET, "s", 1, 64, 0, 0);
  }

  public GroupOrder in(String other) {
    return changed("namespace", other);
  }

  public GroupOrder over(Transport other) {
    return changed("transport", other);
  }

  public GroupOrder devicesEach(int number) {
    return changed("devices", number);
  }

  public GroupOrder usersNamed(String other) {
    return changed("prefix", other);
  }

  public GroupOrder windowOf(int number) {
    return changed("window", number);
  }

  public GroupOrder perSecond(double number) {
    return changed("perSecond", number);
  }

  public GroupOrder receiveBufferOf(int bytes) {
    return changed("receiveBuffer", bytes);
  }

  /** Eleven fields, and each time but one stays: this is shorter than naming the ten. */
  private GroupOrder changed(String field, Object value) {
    return from(fields().with(field, value));
  }

  /** How many users its members are. */
  public int users() {
    return (count + devices - 1) / devices;
  }

  /** The user of a number; all such names have the same length. */
  public String user(int number) {
    String digits = Integer.toString(number);
    return prefix + "0".repeat(USER_DIGITS - digits.length()) + digits;
  }

  /** What goes over the line. */
  public Fields fields() {
    return new Fields()
        .with("group", group)
        .with("talks", talks)
        .withAll("ports", ports)
        .with("count", count)
        .with("namespace", namespace)
        .with("transport", transport)
        .with("prefix", prefix)
        .with("devices", devices)
        .with("window", window)
        .with("perSecond", perSecond)
        .with("receiveBuffer", receiveBuffer);
  }

  /** Reads what {@link #fields} wrote. */
  public static GroupOrder from(Fields fields) {
    return new GroupOrder(
        fields.text("group"),
        fields.flag("talks"),
        fields.list("ports").stream().map(Integer::valueOf).toList(),
        fields.count("count"),
        fields.text("namespace"),
        Transport.valueOf(fields.text("transport")),
        fields.text("prefix"),
        fields.count("devices"),
        fields.count("window"),
        fields.decimal("perSecond"),
        fields.count("receiveBuffer"));
  }
}
