package dev.parley.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session by long polling, with an upgrade to WebSocket when it is wanted.
 *
 * <p>As stock clients do it: one connection for the poll, one for posts; the probe begins with the
 * open packet, beside what is said by posts; while the upgrade is decided nothing is sent.
 */
final class PollingLink implements EngineLink {
  private static final String TARGET = "/socket.io/?EIO=4&transport=";
  private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");
  private static final char SEPARATOR = 0x1e;
  private static final Message PROBE = Message.of("2probe");
  private static final Message UPGRADE = Message.of("5");
  private static final String GOODBYE = "1";
  private static final int OK = 200;

  private final EventLoop loop;
  private final Route route;
  private final boolean upgrading;
  private final Listener listener;
  private final HttpWire polls;
  private final HttpWire posts;
  private final Deque<String> outbox = new ArrayDeque<>();
  private WebSocketWire socket;
  private String sid;
  private boolean polling;
  private boolean posting;
  private boolean probed;
  private boolean upgraded;
  private boolean over;

  /**
   * Prepares one.
   *
   * @param upgrading whether it goes to WebSocket
   */
  PollingLink(EventLoop loop, Route route, boolean upgrading, Listener listener) {
    this.loop = loop;
    this.route = route;
    this.upgrading = upgrading;
    this.listener = listener;
    this.polls = new HttpWire(loop, route, listener(this::polled));
    this.posts = new HttpWire(loop, route, listener(this::posted));
  }

  @Override
  public void dial() {
    poll();
  }

  private void poll() {
    polling = true;
    polls.get(TARGET + "polling" + session());
  }

  private String session() {
    return sid == null ? "" : "&sid=" + sid;
  }

  private void polled(HttpReplies.Reply reply) throws IOException {
    polling = false;
    check(reply);
    ByteBuffer body = reply.body();
    if (sid == null) {
      open(reply.text());
    }
    while (body.hasRemaining() && !over) {
      int end = body.position();
      while (end < body.limit() && body.get(end) != SEPARATOR) {
        end++;
      }
      listener.packet(body.slice(body.position(), end - body.position()));
      body.position(Math.min(end + 1, body.limit()));
    }
    if (over) {
      return;
    }
    if (probed) {
      upgrade();
    } else {
      poll();
    }
  }

  private void open(String packet) throws IOException {
    Matcher matcher = SID.matcher(packet);
    if (!matcher.find()) {
      throw new IOException("no session: " + packet);
    }
    sid = matcher.group(1);
    if (upgrading) {
      socket = new WebSocketWire(loop, TARGET + "websocket" + session(), new Upgraded());
      socket.dial(route);
    } else {
      listener.settled();
    }
  }

  private void posted(HttpReplies.Reply reply) throws IOException {
    posting = false;
    if (over) {
      posts.end();
      return;
    }
    check(reply);
    post();
    if (probed && !upgraded) {
      upgrade();
    }
  }

  private static void check(HttpReplies.Reply reply) throws IOException {
    if (reply.status() != OK) {
      throw new IOException("status " + reply.status() + ": " + reply.text());
    }
  }

  /** Goes over, once no request is under way. */
  private void upgrade() {
    if (upgraded || polling || posting) {
      return;
    }
    upgraded = true;
    socket.send(UPGRADE);
    while (!outbox.isEmpty()) {
      socket.send(Message.of(outbox.poll()));
    }
    polls.end();
    posts.end();
    listener.settled();
  }

  private void post() {
    if (posting || probed || outbox.isEmpty()) {
      return;
    }
    posting = true;
    String body = String.join(Character.toString(SEPARATOR), outbox);
    outbox.clear();
    posts.post(TARGET + "polling" + session(), body);
  }

  @Override
  public void send(Message message) {
    if (upgraded) {
      socket.send(message);
    } else {
      outbox.add(message.text());
      post();
    }
  }

  @Override
  public void leave() {
    over = true;
    if (upgraded) {
      socket.leave();
    } else if (sid != null && !posting) {
      posting = true;
      posts.post(TARGET + "polling" + session(), GOODBYE);
      polls.end();
    } else {
      endAll();
    }
  }

  @Override
  public void abort() {
    over = true;
    polls.abort();
    posts.abort();
    if (socket != null) {
      socket.abort();
    }
  }

  @Override
  public void stall() {
    if (socket != null) {
      socket.stall();
    }
  }

  private void endAll() {
    polls.end();
    posts.end();
    if (socket != null) {
      socket.end();
    }
  }

  private void fail(String why) {
    if (!over) {
      over = true;
      endAll();
      listener.ended(why);
    }
  }

  private HttpWire.Listener listener(Answers answers) {
    return new HttpWire.Listener() {
      @Override
      public void answered(HttpReplies.Reply reply) throws IOException {
        answers.take(reply);
      }

      @Override
      public void ended(String why) {
        fail(why);
      }
    };
  }

  /** What is done with answers. */
  private interface Answers {
    void take(HttpReplies.Reply reply) throws IOException;
  }

  /** What comes by the WebSocket. */
  private final class Upgraded implements WebSocketWire.Listener {
    @Override
    public void opened() {
      socket.send(PROBE);
    }

    @Override
    public void text(ByteBuffer payload) {
      if (upgraded) {
        listener.packet(payload);
      } else if (StandardCharsets.UTF_8.decode(payload.duplicate()).toString().equals("3probe")) {
        probed = true;
        upgrade();
      } else {
        fail("no answer to the probe");
      }
    }

    @Override
    public void ended(String why) {
      fail(why);
    }
  }
}
