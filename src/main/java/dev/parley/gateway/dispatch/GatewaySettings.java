package dev.parley.gateway.dispatch;

import dev.parley.kernel.Setting;
import dev.parley.kernel.SettingTypes;
import dev.parley.kernel.Settings;
import java.util.List;

/** The bounds of a socket, as configured. */
public record GatewaySettings(int laneCapacity, int laneBytes, int pendingAcks) {
  public static final Setting<Integer> LANE_CAPACITY =
      SettingTypes.number(
          "parley.gateway.lane-capacity",
          "1024",
          1,
          1_000_000,
          "Events of one socket that may wait for their handlers; further ones are refused with"
              + " rate_limited, and 50 in a row end the socket.");

  public static final Setting<Integer> LANE_BYTES =
      SettingTypes.bytes(
          "parley.gateway.lane-bytes",
          "1MB",
          1_024,
          1_073_741_824,
          "Bytes of one socket's events that may wait for their handlers. A single event may be"
              + " larger.");

  public static final Setting<Integer> PENDING_ACKS =
      SettingTypes.number(
          "parley.gateway.pending-acks",
          "256",
          1,
          100_000,
          "Acks that may be awaited from one socket at a time.");

  public static final List<Setting<?>> ALL = List.of(LANE_CAPACITY, LANE_BYTES, PENDING_ACKS);

  public static GatewaySettings of(Settings settings) {
    return new GatewaySettings(
        settings.get(LANE_CAPACITY), settings.get(LANE_BYTES), settings.get(PENDING_ACKS));
  }
}
