package dev.parley.platform.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.MappingMatch;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.List;
import java.util.Map;

/**
 * Sends pages and files with the headers that keep a browser from doing more than they need.
 *
 * <p>The protocols' own paths pass through untouched: they have their own rules, and no page.
 */
@WebFilter(
    urlPatterns = "/*",
    asyncSupported = true,
    dispatcherTypes = {DispatcherType.REQUEST, DispatcherType.ERROR})
public final class PageHeaders implements Filter {
  private static final List<String> PROTOCOL_PATHS = List.of("/socket.io/", "/engine.io/", "/ws");

  /** Fetched again when the server says so; their names do not change with their content. */
  private static final String REVALIDATE = "no-cache";

  private static final String KEEP_FOR_A_DAY = "public, max-age=86400";
  private static final String VENDOR_PATH = "/assets/vendor/";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src"
              + " 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=()",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request instanceof HttpServletRequest http
        && response instanceof HttpServletResponse page) {
      String path = http.getServletPath() + (http.getPathInfo() == null ? "" : http.getPathInfo());
      if (PROTOCOL_PATHS.stream().noneMatch(path::startsWith)) {
        HEADERS.forEach(page::setHeader);
        page.setHeader("Cache-Control", path.startsWith(VENDOR_PATH) ? KEEP_FOR_A_DAY : REVALIDATE);
        if (http.getDispatcherType() == DispatcherType.REQUEST && isStray(http, path)) {
          // The server's own way to a 404 is an exception, and a dump of it for each stray path.
          page.sendError(HttpServletResponse.SC_NOT_FOUND);
          return;
        }
      }
    }
    chain.doFilter(request, response);
  }

  /** Whether nothing at all stands behind a path: no servlet, and no file. */
  private static boolean isStray(HttpServletRequest request, String path)
      throws MalformedURLException {
    MappingMatch match = request.getHttpServletMapping().getMappingMatch();
    return (match == null || match == MappingMatch.DEFAULT)
        && request.getServletContext().getResource(path) == null;
  }
}
