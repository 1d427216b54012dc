package dev.parley.platform.rest;

import dev.parley.gateway.api.ErrorReply;
import dev.parley.kernel.ErrorCode;
import dev.parley.kernel.ParleyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;

/** Turns whatever a resource throws into an answer of the one error shape. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(FailureMapper.class.getName());

  @Override
  public Response toResponse(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ParleyException expected) {
      return Problem.of(ErrorReply.of(expected, null, null));
    }
    if (cause instanceof WebApplicationException refused) {
      int status = refused.getResponse().getStatus();
      return Problem.of(ErrorReply.of(new ParleyException(codeOf(status)), null, null), status);
    }
    ErrorReply error = ErrorReply.internal(null, null);
    LOG.log(Level.ERROR, "A request failed, ref=" + error.ref(), cause);
    return Problem.of(error);
  }

  /** What the container refuses by itself: no such path, method or type. */
  private static ErrorCode codeOf(int status) {
    if (status == 404 || status == 405) {
      return ErrorCode.NOT_FOUND;
    }
    return status < 500 ? ErrorCode.MALFORMED : ErrorCode.INTERNAL;
  }
}
