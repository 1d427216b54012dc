package dev.parley.engineio.transport;

import dev.parley.engineio.session.EngineObserver;
import dev.parley.identity.api.AdmissionPolicy;
import dev.parley.identity.api.AdmissionPolicy.Lease;
import dev.parley.identity.api.Handshake;
import dev.parley.identity.api.TokenVerifier;
import dev.parley.identity.api.VerifiedToken;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.NodeLife;
import dev.parley.kernel.NodePhase;
import dev.parley.kernel.ParleyException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What every handshake has to pass, for polling, WebSocket and any other protocol alike.
 *
 * <p>Runs on the request's thread, before there is a session or an upgrade; a token whose keys have
 * to be fetched makes it wait. Safe on any thread.
 */
public final class HandshakeGate {
  private static final Pattern CLIENT_LABEL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int MAX_USER_AGENT = 256;

  /** About what a load balancer needs to see that this node is not ready. */
  private static final Duration DRAIN_RETRY_AFTER = Duration.ofSeconds(2);

  /** Joining the others takes no longer when nothing is wrong. */
  private static final Duration START_RETRY_AFTER = Duration.ofSeconds(1);

  private final OriginPolicy origins;
  private final TokenVerifier verifier;
  private final AdmissionPolicy policy;
  private final NodeLife life;
  private final EngineObserver observer;

  public HandshakeGate(
      HandshakeSettings settings,
      TokenVerifier verifier,
      AdmissionPolicy policy,
      NodeLife life,
      EngineObserver observer) {
    this.origins = new OriginPolicy(settings);
    this.verifier = verifier;
    this.policy = policy;
    this.life = life;
    this.observer = observer;
  }

  /**
   * Checks the origin and sets the CORS headers; a preflight is answered here.
   *
   * <p>Clients that are no browsers send no origin and pass.
   *
   * @return false when the request is answered
   */
  public boolean admitOrigin(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.addHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin != null) {
      if (!origins.allows(origin, request.getHeader("Host"))) {
        refuse(response, refusal(new ParleyException(ErrorCode.ORIGIN_FORBIDDEN)));
        return false;
      }
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    if (!"OPTIONS".equals(request.getMethod())) {
      return true;
    }
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    response.setHeader("Access-Control-Allow-Methods", "GET, POST");
    response.setHeader(
        "Access-Control-Allow-Headers", "Authorization, Content-Type, X-Device-Id, X-Platform");
    response.setHeader("Access-Control-Max-Age", "600");
    return false;
  }

  /**
   * Reads who is there; a token that is offered has to be good.
   *
   * @param protocol {@code socket.io} or {@code ws}
   * @param subprotocolToken a token that came as a WebSocket subprotocol; the header goes before it
   * @throws ParleyException STARTING while the node does not hear the others yet, and DRAINING,
   *     before anything else is looked at; AUTH_FAILED, TOKEN_EXPIRED or VALIDATION_FAILED
   */
  public Handshake handshake(
      HttpServletRequest request, String protocol, Optional<String> subprotocolToken) {
    try {
      return read(request, protocol, subprotocolToken);
    } catch (ParleyException refused) {
      throw refusal(refused);
    }
  }

  private Handshake read(
      HttpServletRequest request, String protocol, Optional<String> subprotocolToken) {
    if (life.phase() == NodePhase.STARTING) {
      throw ParleyException.retryAfter(ErrorCode.STARTING, START_RETRY_AFTER);
    }
    if (!life.isServing()) {
      throw ParleyException.retryAfter(ErrorCode.DRAINING, DRAIN_RETRY_AFTER);
    }
    Optional<String> header = Optional.ofNullable(request.getHeader("Authorization"));
    Optional<VerifiedToken> token =
        header.map(HandshakeGate::bearer).or(() -> subprotocolToken).map(verifier::verify);
    return new Handshake(
        request.getRemoteAddr(),
        Optional.ofNullable(request.getHeader("User-Agent")).map(HandshakeGate::shortened),
        token,
        label(request, "X-Device-Id"),
        label(request, "X-Platform"),
        protocol);
  }

  /**
   * Takes a place for a connection; whoever gets it releases it when the connection ends.
   *
   * @throws ParleyException when there is none
   */
  public Lease admit(Handshake handshake) {
    try {
      return policy.admit(handshake.remoteAddress());
    } catch (ParleyException refused) {
      throw refusal(refused);
    }
  }

  /** Counts a handshake as refused, also by a rule that is not this gate's. */
  public ParleyException refusal(ParleyException refused) {
    observer.refused(refused.code());
    return refused;
  }

  /** Answers with the error's status, its headers, and its shape as JSON. */
  public static void refuse(HttpServletResponse response, ParleyException failure)
      throws IOException {
    HttpAnswer.writeErrorHeaders(response, failure);
    write(response, HttpAnswer.refusal(failure));
  }

  static void write(HttpServletResponse response, HttpAnswer answer) throws IOException {
    answer.writeHead(response);
    response.getOutputStream().write(answer.body());
  }

  private static String bearer(String header) {
    if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new ParleyException(ErrorCode.AUTH_FAILED);
    }
    return header.substring(7).strip();
  }

  private static Optional<String> label(HttpServletRequest request, String header) {
    Optional<String> value = Optional.ofNullable(request.getHeader(header));
    if (value.isPresent() && !CLIENT_LABEL.matcher(value.get()).matches()) {
      throw new ParleyException(ErrorCode.VALIDATION_FAILED, "The " + header + " is not valid.");
    }
    return value;
  }

  private static String shortened(String userAgent) {
    String clean = userAgent.replaceAll("\\p{Cntrl}", " ");
    return clean.length() <= MAX_USER_AGENT ? clean : clean.substring(0, MAX_USER_AGENT);
  }
}
