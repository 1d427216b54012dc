package dev.parley.gateway.api;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** An emitter that a test makes take what it expects; everything else is an error. */
public abstract class RefusingEmitter implements Emitter {
  @Override
  public void toRooms(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Object payload,
      Options options) {
    throw new AssertionError(event);
  }

  @Override
  public void toRooms(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Arguments arguments,
      Options options) {
    throw new AssertionError(event);
  }

  @Override
  public void join(String namespace, String members, String room) {
    throw new AssertionError(room);
  }

  @Override
  public CompletionStage<Sent> send(
      String namespace,
      Collection<String> rooms,
      OutboundEvent event,
      Arguments arguments,
      Options options,
      Once once) {
    throw new AssertionError(event);
  }

  @Override
  public Optional<Sent> find(String namespace, String key) {
    throw new AssertionError(key);
  }
}
