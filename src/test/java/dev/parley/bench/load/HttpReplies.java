package dev.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes HTTP/1.1 replies, with a length or in chunks, from what was read. */
final class HttpReplies {
  private static final String HEAD_END = "\r\n\r\n";
  private static final String LINE_END = "\r\n";
  private static final int SWITCHED = 101;

  private HttpReplies() {}

  /**
   * A reply.
   *
   * @param body not to be kept
   */
  record Reply(int status, ByteBuffer body) {
    String text() {
      return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
    }
  }

  /** The next reply, which is taken; null when it is not all there. */
  static Reply next(ByteBuffer in) throws IOException {
    int end = new Needle(HEAD_END).find(in);
    if (end < 0) {
      return null;
    }
    int start = in.position();
    String head =
        StandardCharsets.ISO_8859_1
            .decode(in.slice(start, end - start))
            .toString()
            .toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 ")) {
      throw new IOException("no HTTP: " + head);
    }
    int status = Integer.parseInt(head.substring(9, 12));
    ByteBuffer rest = in.duplicate().position(end + HEAD_END.length());
    ByteBuffer body = status == SWITCHED ? ByteBuffer.allocate(0) : body(head, rest);
    if (body == null) {
      return null;
    }
    in.position(rest.position());
    return new Reply(status, body);
  }

  private static ByteBuffer body(String head, ByteBuffer in) throws IOException {
    String length = header(head, "content-length");
    if (length != null) {
      int bytes = Integer.parseInt(length);
      return in.remaining() < bytes ? null : take(in, bytes);
    }
    if (!"chunked".equals(header(head, "transfer-encoding"))) {
      throw new IOException("a reply without a length");
    }
    return chunks(in);
  }

  private static ByteBuffer chunks(ByteBuffer in) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(in.remaining());
    while (true) {
      int lineEnd = new Needle(LINE_END).find(in);
      if (lineEnd < 0) {
        return null;
      }
      String line =
          StandardCharsets.ISO_8859_1
              .decode(in.slice(in.position(), lineEnd - in.position()))
              .toString();
      int size = Integer.parseInt(line.strip(), 16);
      in.position(lineEnd + LINE_END.length());
      if (in.remaining() < size + LINE_END.length()) {
        return null;
      }
      body.put(take(in, size));
      in.position(in.position() + LINE_END.length());
      if (size == 0) {
        return body.flip();
      }
    }
  }

  private static ByteBuffer take(ByteBuffer in, int bytes) {
    ByteBuffer taken = in.slice(in.position(), bytes);
    in.position(in.position() + bytes);
    return taken;
  }

  private static String header(String head, String name) {
    int at = head.indexOf("\r\n" + name + ":");
    if (at < 0) {
      return null;
    }
    int from = at + name.length() + 3;
    int to = head.indexOf("\r\n", from);
    return head.substring(from, to < 0 ? head.length() : to).strip();
  }
}
