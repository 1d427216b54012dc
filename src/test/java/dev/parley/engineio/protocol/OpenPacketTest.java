package dev.parley.engineio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPacketTest {
  @Test
  void itHasTheFiveFieldsAndNoOther() {
    assertThat(
            new OpenPacket(
                    "lv_VI97HAXpY6yYWAAAC",
                    List.of("websocket"),
                    Duration.ofSeconds(25),
                    Duration.ofSeconds(20),
                    1_000_000)
                .encode())
        .isEqualTo(
            "0{\"sid\":\"lv_VI97HAXpY6yYWAAAC\",\"upgrades\":[\"websocket\"],"
                + "\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
  }

  @Test
  void onAWebSocketThereIsNothingToUpgradeTo() {
    assertThat(
            new OpenPacket("x", List.of(), Duration.ofMillis(300), Duration.ofMillis(200), 5)
                .encode())
        .isEqualTo(
            "0{\"sid\":\"x\",\"upgrades\":[],"
                + "\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":5}");
  }

  @Test
  void anyStringIsEscaped() {
    StringBuilder sid = new StringBuilder();
    for (char c = 0; c < 0x180; c++) {
      sid.append(c);
    }
    String json =
        new OpenPacket(
                sid.toString(),
                List.of("a\"b", "\\"),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                3)
            .encode()
            .substring(1);
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      assertThat(object.getString("sid")).isEqualTo(sid.toString());
      assertThat(object.getJsonArray("upgrades").getString(0)).isEqualTo("a\"b");
      assertThat(object.getJsonArray("upgrades").getString(1)).isEqualTo("\\");
      assertThat(object.keySet())
          .containsExactly("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
    }
  }
}
