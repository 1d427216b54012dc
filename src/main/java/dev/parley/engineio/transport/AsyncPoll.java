package dev.parley.engineio.transport;

import dev.parley.engineio.protocol.PacketCodec;
import dev.parley.engineio.protocol.PayloadCodec;
import dev.parley.engineio.session.PollExchange;
import dev.parley.kernel.ErrorCode;
import dev.parley.outbound.Frame;
import jakarta.servlet.AsyncContext;
import java.util.List;

/** A GET that waits for packets. */
record AsyncPoll(AsyncContext async) implements PollExchange {

  @Override
  public void packets(List<Frame> frames, Runnable lost) {
    List<String> packets = frames.stream().map(AsyncPoll::asText).toList();
    AsyncAnswer.send(async, HttpAnswer.text(PayloadCodec.join(packets)), lost);
  }

  @Override
  public void refuse() {
    AsyncAnswer.send(async, HttpAnswer.refusal(ErrorCode.MALFORMED, "The session takes no poll."));
  }

  private static String asText(Frame frame) {
    if (frame instanceof Frame.Text text) {
      return text.text();
    }
    return PacketCodec.encodeBinary(((Frame.Binary) frame).bytes());
  }
}
