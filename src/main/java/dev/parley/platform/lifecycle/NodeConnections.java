package dev.parley.platform.lifecycle;

import dev.parley.engineio.session.EngineServer;
import dev.parley.kernel.CloseCode;
import dev.parley.plainws.PlainConnections;
import java.util.ArrayList;
import java.util.List;

/** The connections of both protocols. */
record NodeConnections(EngineServer engine, PlainConnections plain) implements Connections {
  @Override
  public int open() {
    return engine.openSessions() + plain.openConnections();
  }

  @Override
  public List<Runnable> closers() {
    List<Runnable> all = new ArrayList<>(engine.closers(CloseCode.NODE_STOPPING));
    all.addAll(plain.closers(CloseCode.NODE_STOPPING));
    return all;
  }

  @Override
  public void closeRest() {
    engine.closeAll(CloseCode.NODE_STOPPING);
    plain.closeAll(CloseCode.NODE_STOPPING);
  }
}
