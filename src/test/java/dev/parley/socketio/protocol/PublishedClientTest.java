package dev.parley.socketio.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.parser.IOParser;
import io.socket.parser.Packet;
import io.socket.parser.Parser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;

/** What the codec of the published Java client writes, ours reads, and the other way round. */
class PublishedClientTest {
  private static final byte[] BYTES = {1, 2, 3};

  @Test
  void itsConnectIsRead() throws Exception {
    SocketPacket.Connect connect =
        (SocketPacket.Connect)
            read(new Packet<>(Parser.CONNECT, new JSONObject().put("token", "t")), "/chat", -1);
    assertThat(connect.namespace()).isEqualTo("/chat");
    assertThat(connect.auth().getString("token")).isEqualTo("t");
    assertThat(read(new Packet<>(Parser.CONNECT), "/", -1))
        .isInstanceOf(SocketPacket.Connect.class);
    assertThat(read(new Packet<>(Parser.DISCONNECT), "/chat", -1))
        .isEqualTo(new SocketPacket.Disconnect("/chat"));
  }

  @Test
  void itsEventIsRead() throws Exception {
    JSONArray data = new JSONArray().put("message").put(1).put("é").put(JSONObject.NULL);
    SocketPacket.Event event =
        (SocketPacket.Event) read(new Packet<>(Parser.EVENT, data), "/chat", 7);
    assertThat(event.name()).isEqualTo("message");
    assertThat(event.ackId()).isEqualTo(OptionalLong.of(7));
    assertThat(event.arguments()).isEqualTo(Decoding.json("[1,\"é\",null]"));
  }

  @Test
  void itsBinaryEventAndAckAreRead() throws Exception {
    JSONArray data =
        new JSONArray()
            .put("message")
            .put(BYTES)
            .put(new JSONObject().put("file", BYTES).put("size", 3));
    SocketPacket.Event event =
        (SocketPacket.Event) read(new Packet<>(Parser.BINARY_EVENT, data), "/", -1);
    assertThat(event.attachments()).containsExactly(BYTES, BYTES);
    SocketPacket.Ack ack =
        (SocketPacket.Ack)
            read(new Packet<>(Parser.BINARY_ACK, new JSONArray().put(BYTES)), "/", 3);
    assertThat(ack.ackId()).isEqualTo(3);
    assertThat(ack.attachments()).containsExactly(BYTES);
  }

  @Test
  void itReadsWhatWeWrite() throws Exception {
    Packet<?> connected = written(PacketEncoder.connected("/chat", "abc", null));
    assertThat(connected.type).isEqualTo(Parser.CONNECT);
    assertThat(connected.nsp).isEqualTo("/chat");
    assertThat(((JSONObject) connected.data).getString("sid")).isEqualTo("abc");

    Packet<?> refused =
        written(PacketEncoder.connectError("/", "no \"entry\"", "{\"code\":\"x\"}"));
    assertThat(((JSONObject) refused.data).getString("message")).isEqualTo("no \"entry\"");

    Packet<?> event =
        written(PacketEncoder.event("/chat", "e\n", "{\"a\":1}", 0, OptionalLong.of(9)));
    assertThat(event.id).isEqualTo(9);
    assertThat(((JSONArray) event.data).getString(0)).isEqualTo("e\n");

    Packet<?> ack = written(PacketEncoder.ack("/", 4, "\"ok\"", 0));
    assertThat(ack.type).isEqualTo(Parser.ACK);
    assertThat(ack.id).isEqualTo(4);

    assertThat(written(PacketEncoder.disconnect("/chat")).type).isEqualTo(Parser.DISCONNECT);

    Packet<?> binary =
        written(
            PacketEncoder.event(
                "/", "b", "{\"_placeholder\":true,\"num\":0}", 1, OptionalLong.empty()),
            BYTES);
    assertThat(((JSONArray) binary.data).get(1)).isEqualTo(BYTES);
  }

  private static SocketPacket read(Packet<?> packet, String namespace, int id) throws Exception {
    packet.nsp = namespace;
    packet.id = id;
    List<Object> messages = new ArrayList<>();
    new IOParser.Encoder().encode(packet, encoded -> messages.addAll(List.of(encoded)));
    BinaryAssembler assembler = new BinaryAssembler(new PacketDecoder(Decoding.LIMITS));
    Optional<SocketPacket> read = Optional.empty();
    for (Object message : messages) {
      assertThat(read).isEmpty();
      read =
          message instanceof byte[] bytes
              ? assembler.binary(bytes)
              : assembler.text((String) message);
    }
    return read.orElseThrow();
  }

  private static Packet<?> written(String text, byte[]... attachments) {
    List<Packet<?>> packets = new ArrayList<>();
    IOParser.Decoder decoder = new IOParser.Decoder();
    decoder.onDecoded(packets::add);
    decoder.add(text);
    for (byte[] attachment : attachments) {
      decoder.add(attachment);
    }
    assertThat(packets).hasSize(1);
    return packets.get(0);
  }
}
