package dev.parley.engineio.transport;

import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.function.Supplier;

/**
 * Makes the endpoint of a connection and gives it what the filter in front has found out.
 *
 * <p>Origin, token and admission were checked by then: a filter can still choose the status.
 */
public class HandshakeConfigurator extends ServerEndpointConfig.Configurator {
  private final Supplier<?> endpoints;

  /** A configurator whose endpoints come from the supplier, a new one for each connection. */
  public HandshakeConfigurator(Supplier<?> endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public boolean checkOrigin(String origin) {
    return true;
  }

  @Override
  public <T> T getEndpointInstance(Class<T> type) {
    return type.cast(endpoints.get());
  }

  @Override
  public void modifyHandshake(
      ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
    UpgradeTicket.attach(config.getUserProperties());
  }
}
