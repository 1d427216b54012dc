package dev.parley.arquillian;

import dev.parley.testing.LibertyServer;
import dev.parley.testing.Project;
import dev.parley.testing.RedisServer;
import dev.parley.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.core.spi.LoadableExtension;

/**
 * Makes the folders of the containers in {@code arquillian.xml}, and the Redis that they share.
 *
 * <p>Arquillian loads it before it reads that file, whose values are the system properties that are
 * set here: ports and folders are those of this run.
 */
public final class ManagedNodes implements LoadableExtension {
  private static final String PREFIX = "parley.arquillian.";

  /** What the adapter needs: a way to ask about applications, and to deploy by copying a file. */
  private static final String FOR_THE_ADAPTER =
      """
      <server>
        <featureManager><feature>localConnector-1.0</feature></featureManager>
        <applicationMonitor updateTrigger="polled" pollingRate="500ms" dropinsEnabled="true"/>
      </server>
      """;

  @Override
  public void register(ExtensionBuilder builder) {
    if (System.getProperty(PREFIX + "liberty") == null) {
      RedisServer redis = RedisServer.start("arquillian-redis");
      System.setProperty(PREFIX + "liberty", Project.liberty().toString());
      prepare("a", redis);
      prepare("b", redis);
    }
  }

  /** The port of a container. */
  static int portOf(String container) {
    return Integer.getInteger(PREFIX + container + ".port");
  }

  private static void prepare(String container, RedisServer redis) {
    // The adapter finds its process by this name among all of this machine.
    String name = "arquillian-" + container + "-" + ProcessHandle.current().pid();
    LibertyServer node =
        TestServers.named(name)
            .jvmOption("-Xmx256m")
            .jvmOption("-XX:TieredStopAtLevel=1")
            .config("parley.log.format", "simple")
            .config("parley.node.name", container)
            .config("parley.redis.url", redis.url())
            .config("parley.redis.prefix", "arquillian")
            .prepare();
    Path server = node.userFolder().resolve("servers").resolve(name);
    try {
      Files.writeString(server.resolve("configDropins/overrides/arquillian.xml"), FOR_THE_ADAPTER);
      // Arquillian deploys the application; the server would wait two minutes for this one.
      Path config = server.resolve("server.xml");
      Files.writeString(
          config, Files.readString(config).replaceFirst("<webApplication[^>]*/>", ""));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    System.setProperty(PREFIX + container + ".name", name);
    System.setProperty(PREFIX + container + ".user", node.userFolder().toString());
    System.setProperty(PREFIX + container + ".port", Integer.toString(node.port()));
  }
}
