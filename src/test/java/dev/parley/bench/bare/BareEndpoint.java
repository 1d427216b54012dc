package dev.parley.bench.bare;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Repeats every message to everyone by blocking sends, on the thread that read it; but {@link
 * #HELLO}, which is answered only, as every protocol has something to say at first.
 */
@ServerEndpoint("/bare")
public class BareEndpoint {
  /** What a client says first. */
  public static final String HELLO = "hello";

  private static final Set<Session> SESSIONS = ConcurrentHashMap.newKeySet();

  /** Takes part from now on. */
  @OnOpen
  public void opened(Session session) {
    SESSIONS.add(session);
  }

  /** Sends the text to all, the sender included. */
  @OnMessage
  public void said(Session speaker, String text) throws IOException {
    if (text.equals(HELLO)) {
      speaker.getBasicRemote().sendText(text);
      return;
    }
    for (Session session : SESSIONS) {
      session.getBasicRemote().sendText(text);
    }
  }

  /** Takes part no more. */
  @OnClose
  public void closed(Session session) {
    SESSIONS.remove(session);
  }
}
