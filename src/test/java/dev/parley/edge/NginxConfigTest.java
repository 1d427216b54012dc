package dev.parley.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.testing.FreePort;
import dev.parley.testing.NginxServer;
import dev.parley.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ops/nginx/render} makes of its variables, read by a real Nginx. */
class NginxConfigTest {
  private static final Path EXAMPLE = Path.of("ops", "nginx", "parley.conf.example");
  private static final String TWO = "a=127.0.0.1:1 b=127.0.0.1:2";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"address,false", "address,true", "sid,false", "sid,true"})
  void nginxAcceptsEveryForm(String affinity, boolean tls) throws Exception {
    NginxServer.Builder form =
        NginxServer.named("nginx-form")
            .set("PARLEY_NODES", TWO)
            .set("PARLEY_NGINX_AFFINITY", affinity)
            .set("PARLEY_NGINX_TRUSTED_HOPS", "10.0.0.0/8 fd00::/8")
            .set("PARLEY_NGINX_ADMIN_FROM", "10.9.0.0/16 192.0.2.7 fd00:9::/32 ::1");
    if (tls) {
      TestCertificate made = TestCertificate.in(folder);
      form.set("PARLEY_NGINX_CERTIFICATE", made.certificate().toString())
          .set("PARLEY_NGINX_CERTIFICATE_KEY", made.key().toString())
          .set("PARLEY_NGINX_HTTP_PORT", "127.0.0.1:" + FreePort.pick());
    }

    assertThat(form.check()).contains("test is successful").doesNotContain("[warn]");
  }

  @Test
  void byAddressIsTheDefaultAndNothingIsLeftOpen() {
    String text = NginxServer.render(Map.of("PARLEY_NODES", TWO));

    assertThat(text)
        .contains("ip_hash;", "rate=1000r/m", "proxy_read_timeout 3600s", "proxy_buffering off")
        .doesNotContain("${", "set_real_ip_from", "ssl_", "non_idempotent;", "least_conn");
  }

  /** What people read instead of running the renderer. */
  @Test
  void theExampleIsWhatTheRendererGives() throws IOException {
    String rendered =
        NginxServer.render(
            Map.of("PARLEY_NODES", "a=10.0.0.1:9080 b=10.0.0.2:9080 c=10.0.0.3:9080"));
    if (Boolean.getBoolean("parley.docs.write")) {
      Files.writeString(EXAMPLE, rendered);
    }

    assertThat(EXAMPLE)
        .as("run ./mvnw test -Dtest=NginxConfigTest -Dparley.docs.write=true")
        .content()
        .isEqualTo(rendered);
  }

  @Test
  void aListMayGoOverSeveralLines() {
    assertThat(NginxServer.render(Map.of("PARLEY_NODES", "127.0.0.1:1\n  127.0.0.1:2\n")))
        .contains("server 127.0.0.1:1 ", "server 127.0.0.1:2 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a=127.0.0.1", "a=x:1;return", "a=127.0.0.1:1;}", "a b=127.0.0.1:1", "$x:80"})
  void aNodeThatIsNoneIsRefused(String nodes) {
    assertRefused("PARLEY_NODES", nodes);
  }

  @ParameterizedTest
  @CsvSource({
    "PARLEY_NGINX_RATE,1000",
    "PARLEY_NGINX_AFFINITY,cookie",
    "PARLEY_NGINX_SERVER_NAME,a;b",
    "PARLEY_NGINX_TRUSTED_HOPS,unix:",
    "PARLEY_NGINX_ADMIN_FROM,default",
    "PARLEY_NGINX_ADMIN_FROM,10.0.0.1/8;",
    "PARLEY_NGINX_ADMIN_FROM,10.0.0",
    "PARLEY_NGINX_CERTIFICATE,/only/one.pem",
    "PARLEY_NGINX_MAX_BODY,all",
  })
  void aWrongValueIsRefusedByName(String variable, String value) {
    assertRefused(variable, value);
  }

  @Test
  void routingBySidNeedsATagForEveryNode() {
    Map<String, String> untagged =
        Map.of("PARLEY_NODES", "a=127.0.0.1:1 127.0.0.1:2", "PARLEY_NGINX_AFFINITY", "sid");

    assertThatThrownBy(() -> NginxServer.render(untagged)).hasMessageContaining("has no tag");
  }

  private static void assertRefused(String variable, String value) {
    Map<String, String> settings = new LinkedHashMap<>(Map.of("PARLEY_NODES", TWO));
    settings.put(variable, value);

    assertThatThrownBy(() -> NginxServer.render(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(variable);
  }

  /** A certificate for localhost that nobody trusts, made by openssl. */
  private record TestCertificate(Path certificate, Path key) {
    static TestCertificate in(Path folder) throws IOException, InterruptedException {
      Path certificate = folder.resolve("certificate.pem");
      Path key = folder.resolve("key.pem");
      Process made =
          new ProcessBuilder(
                  Programs.require("openssl", "openssl").toString(),
                  "req",
                  "-x509",
                  "-newkey",
                  "rsa:2048",
                  "-nodes",
                  "-subj",
                  "/CN=localhost",
                  "-days",
                  "2",
                  "-keyout",
                  key.toString(),
                  "-out",
                  certificate.toString())
              .redirectErrorStream(true)
              .start();
      made.getInputStream().readAllBytes();
      assertThat(made.waitFor()).isZero();
      return new TestCertificate(certificate, key);
    }
  }
}
