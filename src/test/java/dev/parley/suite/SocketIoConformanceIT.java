package dev.parley.suite;

import static dev.parley.suite.ConformanceSetup.BOUND;
import static dev.parley.suite.ConformanceSetup.CONNECT_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.kernel.CloseCode;
import dev.parley.testing.BestOfThree;
import dev.parley.testing.LibertyServer;
import dev.parley.testing.ParleyTest;
import dev.parley.testing.client.Incoming;
import dev.parley.testing.client.RawWebSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Socket.IO 5 as its protocol document states it, against the echo namespaces. */
@ParleyTest(ConformanceSetup.class)
class SocketIoConformanceIT {
  private static final String SID = "\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}";
  private static final String TWO_PLACEHOLDERS =
      "{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}";

  /** What costly input may take to end a connection. */
  private static final Duration PROMPT = Duration.ofMillis(900);

  private final WireClient client;

  SocketIoConformanceIT(LibertyServer server) {
    client = new WireClient(server.port(), "/socket.io/");
  }

  @Nested
  class Connect {
    @Test
    void theMainNamespaceAnswersWithASidAndNothingElse() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("40");

        assertThat(WireClient.next(socket)).matches("40" + SID);
        assertThat(WireClient.next(socket)).isEqualTo("42[\"auth\",{}]");
      }
    }

    @Test
    void theSocketIdIsNotTheSessionId() throws IOException {
      String sid = client.openPolling();
      client.push(sid, "40");

      assertThat(client.poll(sid).text()).doesNotContain(sid);
    }

    @Test
    void thePayloadReachesTheApplication() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("40{\"token\":\"123\"}");

        assertThat(WireClient.next(socket)).matches("40" + SID);
        assertThat(WireClient.next(socket)).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"40/custom,", "40/custom"})
    void aNamespaceNeedsNoCommaWithoutAPayload(String packet) throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text(packet);

        assertThat(WireClient.next(socket)).matches("40/custom," + SID);
        assertThat(WireClient.next(socket)).isEqualTo("42/custom,[\"auth\",{}]");
      }
    }

    @Test
    void aNamespaceTakesAPayloadOfItsOwn() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("40/custom,{\"token\":\"abc\"}");

        assertThat(WireClient.next(socket)).matches("40/custom," + SID);
        assertThat(WireClient.next(socket)).isEqualTo("42/custom,[\"auth\",{\"token\":\"abc\"}]");
      }
    }

    @Test
    void anUnknownNamespaceIsRefusedAndTheConnectionGoesOn() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("40/random");

        assertThat(WireClient.next(socket))
            .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
        socket.text("42[\"message\",1]");
        assertThat(WireClient.next(socket)).isEqualTo("42[\"message-back\",1]");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "4abc", // not a type
          "4", // no packet at all
          "47", // no such type
          "40[]",
          "401{}",
          "40{",
          "40{}x",
          "42[\"message\"]", // EVENT before CONNECT
          "42/custom,[\"message\"]",
          "431[]", // ACK before CONNECT
          "41",
          "44{\"message\":\"x\"}", // the server's
          "451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u0000"
        })
    void anInvalidFirstPacketClosesAtOnce(String packet) throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text(packet);

        WireClient.endsAtOnce(socket);
      }
    }

    @Test
    void aSecondConnectToTheSameNamespaceClosesAtOnce() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("40");

        WireClient.endsAtOnce(socket);
      }
    }

    @Test
    void aConnectionThatNeverConnectsIsClosedInTime() throws IOException {
      BestOfThree.assertUnder(CONNECT_TIMEOUT.plusMillis(400), attempt -> openUnconnected());
    }

    private Duration openUnconnected() throws IOException {
      long opened = System.nanoTime();
      try (RawWebSocket socket = client.openWebSocket()) {
        Incoming incoming = socket.next(BOUND);
        while (!incoming.isEnd()) {
          assertThat(incoming.text()).isEqualTo("2");
          socket.text("3");
          incoming = socket.next(BOUND);
        }

        assertThat(incoming.closeCode()).isEqualTo(CloseCode.CONNECT_TIMEOUT.number());
        Duration stayed = Duration.ofNanos(incoming.nanos() - opened);
        assertThat(stayed).isGreaterThanOrEqualTo(CONNECT_TIMEOUT.minusMillis(50));
        return stayed;
      }
    }
  }

  @Nested
  class Disconnect {
    @Test
    void leavingTheMainNamespaceKeepsTheConnection() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("41");

        assertThat(socket.nextText(BOUND)).isEqualTo("2");
      }
    }

    @Test
    void aSocketThatLeftMayComeBack() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("41");
        socket.text("40{\"again\":true}");

        assertThat(WireClient.next(socket)).matches("40" + SID);
        assertThat(WireClient.next(socket)).isEqualTo("42[\"auth\",{\"again\":true}]");
      }
    }

    @Test
    void leavingOneNamespaceLeavesTheOtherAlone() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("40/custom");
        assertThat(WireClient.next(socket)).startsWith("40/custom,");
        assertThat(WireClient.next(socket)).isEqualTo("42/custom,[\"auth\",{}]");

        socket.text("41/custom");
        socket.text("42[\"message\",\"to the main one\"]");
        assertThat(WireClient.next(socket)).isEqualTo("42[\"message-back\",\"to the main one\"]");
      }
    }

    @Test
    void anEventForANamespaceThatWasLeftClosesAtOnce() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("41");
        socket.text("42[\"message\"]");

        WireClient.endsAtOnce(socket);
      }
    }
  }

  @Nested
  class Messages {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "1,\"2\",{\"3\":[true]}",
          "\"\"",
          "null",
          "-1.5,{\"__proto__\":{\"x\":1},\"constructor\":[]}",
          "\"\u20ac \ud83d\ude80\"",
          "[[[[]]]]"
        })
    void argumentsComeBackAsTheyWere(String arguments) throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("42[\"message\"," + arguments + "]");

        assertThat(WireClient.next(socket)).isEqualTo("42[\"message-back\"," + arguments + "]");
      }
    }

    @Test
    void anEventWithoutArgumentsIsAnEvent() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("42[\"message\"]");

        assertThat(WireClient.next(socket)).isEqualTo("42[\"message-back\"]");
      }
    }

    @Test
    void attachmentsComeBackInTheirOrder() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("452-[\"message\"," + TWO_PLACEHOLDERS + "]");
        socket.binary(new byte[] {1, 2, 3});
        socket.binary(new byte[] {4, 5, 6});

        assertThat(WireClient.next(socket))
            .isEqualTo("452-[\"message-back\"," + TWO_PLACEHOLDERS + "]");
        assertThat(WireClient.nextFrame(socket).payload()).containsExactly(1, 2, 3);
        assertThat(WireClient.nextFrame(socket).payload()).containsExactly(4, 5, 6);
      }
    }

    @Test
    void anAckAnswersUnderItsId() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");

        assertThat(WireClient.next(socket)).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
      }
    }

    @Test
    void anAckCarriesAttachments() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("452-789[\"message-with-ack\"," + TWO_PLACEHOLDERS + "]");
        socket.binary(new byte[] {1, 2, 3});
        socket.binary(new byte[] {4, 5, 6});

        assertThat(WireClient.next(socket)).isEqualTo("462-789[" + TWO_PLACEHOLDERS + "]");
        assertThat(WireClient.nextFrame(socket).payload()).containsExactly(1, 2, 3);
        assertThat(WireClient.nextFrame(socket).payload()).containsExactly(4, 5, 6);
      }
    }

    @Test
    void aNamespaceAnswersInItsName() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("40/custom");
        assertThat(WireClient.next(socket)).startsWith("40/custom,");
        assertThat(WireClient.next(socket)).startsWith("42/custom,[\"auth\"");
        socket.text("42/custom,7[\"message-with-ack\",true]");

        assertThat(WireClient.next(socket)).isEqualTo("43/custom,7[true]");
      }
    }

    @Test
    void eventsThatCrossTheConnectAreHandledInOrder() throws IOException {
      try (RawWebSocket socket = client.openWebSocket()) {
        socket.text("40");
        for (int i = 0; i < 20; i++) {
          socket.text("42[\"message\"," + i + "]");
        }

        assertThat(WireClient.next(socket)).startsWith("40{");
        assertThat(WireClient.next(socket)).isEqualTo("42[\"auth\",{}]");
        for (int i = 0; i < 20; i++) {
          assertThat(WireClient.next(socket)).isEqualTo("42[\"message-back\"," + i + "]");
        }
      }
    }

    @Test
    void pollingCarriesItAllInOneBody() throws IOException {
      String sid = client.openPolling();
      client.push(sid, "40\u001e451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
      StringBuilder received = new StringBuilder();
      while (!received.toString().contains("bAQID")) {
        String packets = client.poll(sid).text();
        received.append(packets).append('\u001e');
        if (packets.endsWith("2")) {
          client.push(sid, "3");
        }
      }

      assertThat(received.toString())
          .contains(
              "451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID",
              "42[\"auth\",{}]");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "4abc", // packet type
          "42{}", // payload
          "42\"message\"",
          "42",
          "42[",
          "42[]",
          "42[{}]",
          "42[null,1]",
          "42[\"message\"] x",
          "42abc[\"message-with-ack\",1,\"2\",{\"3\":[false]}]", // ack id
          "42-1[\"message-with-ack\"]",
          "42[\"connect\"]", // reserved
          "42[\"connect_error\"]",
          "42[\"disconnect\"]",
          "42[\"disconnecting\"]",
          "42[\"newListener\"]",
          "42[\"removeListener\"]",
          "45[\"message\",{\"_placeholder\":true,\"num\":0}]", // attachments
          "45x-[\"message\"]",
          "459999-[\"message\",{\"_placeholder\":true,\"num\":0}]",
          "451-[\"message\"]",
          "451-[\"message\",{\"_placeholder\":true,\"num\":1}]",
          "451-[\"message\",{\"_placeholder\":true,\"num\":\"0\"}]",
          "451-[\"message\",{\"_placeholder\":true,\"num\":-1}]",
          "43[]", // ack
          "431{}",
          "42/unknown,[\"message\"]", // namespace
          "41/unknown",
          "44{\"message\":\"x\"}"
        })
    void anInvalidPacketClosesAtOnce(String packet) throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text(packet);

        WireClient.endsAtOnce(socket);
      }
    }

    /** One late answer is the machine's; half of them late would be the server's. */
    @Test
    void halfOfAllViolationsCloseWithinAHundredMilliseconds() throws IOException {
      List<Duration> waits = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        try (RawWebSocket socket = connected()) {
          long sent = System.nanoTime();
          socket.text("42{}");
          waits.add(Duration.ofNanos(socket.end(BOUND).nanos() - sent));
        }
      }
      Collections.sort(waits);

      assertThat(waits.get(waits.size() / 2)).isLessThan(ConformanceSetup.PROMISED);
    }

    @Test
    void tenThousandLevelsOfNestingCloseAtOnce() throws IOException {
      String packet = "42[\"message\"," + "[".repeat(10_000) + "]".repeat(10_000) + "]";

      BestOfThree.assertUnder(
          PROMPT,
          attempt -> {
            try (RawWebSocket socket = connected()) {
              long sent = System.nanoTime();
              socket.text(packet);
              return Duration.ofNanos(WireClient.endsAtOnce(socket).nanos() - sent);
            }
          });
    }

    @Test
    void binaryThatNobodyAnnouncedClosesAtOnce() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.binary("surprise".getBytes(StandardCharsets.UTF_8));

        WireClient.endsAtOnce(socket);
      }
    }

    @Test
    void textWhereAnAttachmentIsDueClosesAtOnce() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("451-[\"message\",{\"_placeholder\":true,\"num\":0}]");
        socket.text("42[\"message\"]");

        WireClient.endsAtOnce(socket);
      }
    }

    @Test
    void anAckThatNobodyWaitsForIsIgnored() throws IOException {
      try (RawWebSocket socket = connected()) {
        socket.text("4399[1]");
        socket.text("42[\"message\",2]");

        assertThat(WireClient.next(socket)).isEqualTo("42[\"message-back\",2]");
      }
    }
  }

  /** A WebSocket in the main namespace, everything read that comes of it. */
  private RawWebSocket connected() throws IOException {
    RawWebSocket socket = client.openWebSocket();
    socket.text("40");
    assertThat(WireClient.next(socket)).startsWith("40{");
    assertThat(WireClient.next(socket)).startsWith("42[\"auth\"");
    return socket;
  }
}
