package dev.parley.platform.config;

import dev.parley.kernel.NodeName;
import dev.parley.kernel.Setting;
import dev.parley.kernel.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** What tells this node from others. */
public final class NodeSettings {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public static final Setting<String> NAME_ROW =
      new Setting<>(
          "parley.node.name",
          "",
          "1 to 64 letters, digits, dots, underscores or hyphens; empty for the host's name",
          "The name of this node, as clients and logs see it.",
          NodeSettings::parseName);

  public static final List<Setting<?>> ALL = List.of(NAME_ROW);

  private NodeSettings() {}

  static NodeName name(Settings settings) {
    String configured = settings.get(NAME_ROW);
    return new NodeName(configured.isEmpty() ? hostName() : configured);
  }

  private static String parseName(String text) {
    if (!text.isEmpty() && !NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("write 1 to 64 letters, digits, dots, _ or -");
    }
    return text;
  }

  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName();
      return NAME.matcher(name).matches() ? name : "node";
    } catch (UnknownHostException nameless) {
      return "node";
    }
  }
}
