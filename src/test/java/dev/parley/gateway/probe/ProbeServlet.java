package dev.parley.gateway.probe;

import dev.parley.gateway.api.Acknowledgement;
import dev.parley.gateway.api.Arguments;
import dev.parley.gateway.api.Dispatcher;
import dev.parley.gateway.api.EncodedEvent;
import dev.parley.gateway.api.ErrorReply;
import dev.parley.gateway.api.Gateway;
import dev.parley.gateway.api.SocketInbox;
import dev.parley.gateway.api.SocketLink;
import dev.parley.identity.api.Handshake;
import dev.parley.kernel.CloseCode;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonReader;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends events through the gateway as a protocol would: {@code ?event=NAME&args=[..]&times=N}.
 *
 * <p>Answers one line an ack, and after the last one the notes of the spies.
 */
@WebServlet("/probe")
public class ProbeServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final long BOUND_SECONDS = 10;

  @Inject private transient Gateway gateway;
  @Inject private transient BeanManager beans;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    response.setContentType("text/plain");
    if (request.getParameter("beans") != null) {
      response.getWriter().println(beans.getBeans(Dispatcher.class, Any.Literal.INSTANCE));
      return;
    }
    String user = Optional.ofNullable(request.getParameter("user")).orElse("nobody");
    int times = Integer.parseInt(Optional.ofNullable(request.getParameter("times")).orElse("1"));
    try (JsonReader reader = Json.createReader(new StringReader(request.getParameter("args")))) {
      List<String> lines = run(user, request.getParameter("event"), reader.readArray(), times);
      lines.forEach(line -> print(response, line));
    } catch (Exception failure) {
      throw new ServletException(failure);
    }
  }

  private List<String> run(String user, String event, JsonArray arguments, int times)
      throws Exception {
    Link link = new Link();
    Handshake handshake =
        new Handshake(
            "192.0.2.1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "socket.io");
    SocketInbox inbox =
        gateway.open(
            "/probe",
            "connection",
            handshake,
            Json.createObjectBuilder().add("user", user).build(),
            link);
    List<String> lines = new ArrayList<>();
    lines.add("connected " + link.connected.get(BOUND_SECONDS, TimeUnit.SECONDS));
    for (int i = 0; i < times; i++) {
      Spies.reset();
      CompletableFuture<Acknowledgement> ack = new CompletableFuture<>();
      inbox.event(event, new Arguments(arguments, List.of()), ack::complete, 10);
      lines.add("ack " + ack.get(BOUND_SECONDS, TimeUnit.SECONDS));
    }
    lines.addAll(Spies.notes());
    inbox.closed(CloseCode.CLIENT_CLOSED);
    return lines;
  }

  private static void print(HttpServletResponse response, String line) {
    try {
      response.getWriter().println(line);
    } catch (IOException gone) {
      throw new java.io.UncheckedIOException(gone);
    }
  }

  private static final class Link implements SocketLink {
    final CompletableFuture<String> connected = new CompletableFuture<>();

    @Override
    public void connected(String socketId, String pid) {
      connected.complete(socketId);
    }

    @Override
    public void refused(ErrorReply error, String json) {
      connected.completeExceptionally(new IllegalStateException(json));
    }

    @Override
    public void deliver(EncodedEvent event) {}

    @Override
    public void deliver(EncodedEvent event, long ackId) {}

    @Override
    public void disconnect(CloseCode code) {}
  }
}
