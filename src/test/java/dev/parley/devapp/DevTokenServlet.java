package dev.parley.devapp;

import dev.parley.testing.tokens.DevKeys;
import dev.parley.testing.tokens.TestTokens;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * {@code GET /dev/token?user=alice&groups=user,admin&ttl=3600}: a signed token as plain text.
 *
 * <p>{@code user} is needed; {@code groups} is {@code user} and {@code ttl}, in seconds, 3 600 when
 * they are left out. Anything that is not valid is answered with 400 and a sentence.
 */
@WebServlet("/dev/token")
public class DevTokenServlet extends HttpServlet {
  /** The folder of the key pair; no key of the product, so its name does not begin like one. */
  public static final String KEYS = "devapp.keys";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,128}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,6}");
  private static final int MAX_SECONDS = 86_400;
  private static final int MAX_GROUPS = 16;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String user = request.getParameter("user");
    String[] groups =
        Optional.ofNullable(request.getParameter("groups")).orElse("user").split(",", -1);
    String ttl = Optional.ofNullable(request.getParameter("ttl")).orElse("3600");
    if (user == null || !NAME.matcher(user).matches()) {
      refuse(response, "user must be 1 to 128 letters, digits or . _ @ -");
    } else if (groups.length > MAX_GROUPS
        || !Arrays.stream(groups).allMatch(group -> NAME.matcher(group).matches())) {
      refuse(response, "groups must be up to 16 names, separated by commas");
    } else if (!SECONDS.matcher(ttl).matches()
        || Integer.parseInt(ttl) < 1
        || Integer.parseInt(ttl) > MAX_SECONDS) {
      refuse(response, "ttl must be 1 to 86400 seconds");
    } else {
      answer(response, token(user, groups, Duration.ofSeconds(Integer.parseInt(ttl))));
    }
  }

  private static String token(String user, String[] groups, Duration lifetime) {
    Path folder = Path.of(ConfigProvider.getConfig().getValue(KEYS, String.class));
    return new TestTokens(DevKeys.in(folder))
        .builder(user)
        .groups(groups)
        .lifetime(lifetime)
        .sign();
  }

  private static void refuse(HttpServletResponse response, String sentence) throws IOException {
    response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
    answer(response, sentence);
  }

  private static void answer(HttpServletResponse response, String text) throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().print(text);
  }
}
