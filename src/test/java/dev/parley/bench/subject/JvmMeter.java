package dev.parley.bench.subject;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Asks a JVM about its memory, by {@code jcmd} and JMX. */
public final class JvmMeter {
  private static final Path JCMD =
      Path.of(System.getProperty("parley.it.java.home", System.getProperty("java.home")))
          .resolve("bin/jcmd");

  private final long pid;

  public JvmMeter(long pid) {
    this.pid = pid;
  }

  /** Collects twice, so that what one collection only found is gone, too. */
  public void collect() {
    command("GC.run");
    command("GC.run");
  }

  /** Bytes of objects that are left after a full collection, which it makes. */
  public long liveBytes() {
    return command("GC.class_histogram")
        .lines()
        .filter(line -> line.startsWith("Total"))
        .map(line -> line.strip().split("\\s+", -1)[2])
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no histogram of " + pid));
  }

  /** Bytes of direct buffers, which are outside the heap. */
  @SuppressWarnings("BanJNDI") // What is connected to is a process of this benchmark.
  public long directBytes() {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
      String address = machine.startLocalManagementAgent();
      machine.detach();
      try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
        return ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(),
                "java.nio:type=BufferPool,name=direct",
                BufferPoolMXBean.class)
            .getMemoryUsed();
      }
    } catch (IOException | AttachNotSupportedException failure) {
      throw new IllegalStateException("Cannot ask " + pid + " for its buffers", failure);
    }
  }

  private String command(String name) {
    try {
      Process process =
          new ProcessBuilder(JCMD.toString(), Long.toString(pid), name)
              .redirectErrorStream(true)
              .start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("jcmd " + name + " failed: " + text);
      }
      return text;
    } catch (IOException failure) {
      throw new UncheckedIOException("Cannot run " + JCMD, failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", interrupted);
    }
  }
}
