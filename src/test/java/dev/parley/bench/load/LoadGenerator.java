package dev.parley.bench.load;

import dev.parley.bench.order.ChurnOrder;
import dev.parley.bench.order.Fields;
import dev.parley.bench.order.GroupOrder;
import dev.parley.bench.order.RunOrder;
import dev.parley.bench.order.Verb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The process: reads orders as lines, and answers each by its number when it is carried out.
 *
 * <p>A line is {@code NUMBER VERB name=value ...}; the answer {@code NUMBER ok name=value ...} or
 * {@code NUMBER failed why=...}. Several may be under way. It ends with its input.
 */
public final class LoadGenerator {
  private final Share share;
  private final EventLoop talk;
  private final EventLoop listen;
  private final TokenBook tokens = new TokenBook();
  private final Map<String, Group> groups = new ConcurrentHashMap<>();
  private final Map<Long, RunTask> runs = new ConcurrentHashMap<>();

  private LoadGenerator(Share share) throws IOException {
    this.share = share;
    this.talk = new EventLoop("talk", true);
    this.listen = new EventLoop("listen", false);
  }

  /** Takes the number of this process, from 0, and how many there are. */
  public static void main(String[] arguments) throws IOException {
    Share share = new Share(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    LoadGenerator generator = new LoadGenerator(share);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      String order = line;
      Thread worker = new Thread(() -> generator.take(order), "order");
      worker.setDaemon(true);
      worker.start();
    }
    generator.talk.close();
    generator.listen.close();
  }

  private void take(String line) {
    String[] parts = line.split(" ", 3);
    String answer;
    try {
      answer = " ok " + perform(Verb.valueOf(parts[1]), Fields.parse(parts[2]));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      answer = " failed " + new Fields().with("why", "interrupted");
    } catch (RuntimeException failure) {
      failure.printStackTrace();
      answer = " failed " + new Fields().with("why", failure.toString());
    }
    synchronized (System.out) {
      System.out.println(parts[0] + answer);
      System.out.flush();
    }
  }

  private Fields perform(Verb verb, Fields fields) throws InterruptedException {
    return switch (verb) {
      case SIGN -> {
        make(GroupOrder.from(fields)).sign();
        yield new Fields();
      }
      case OPEN -> {
        Group group = make(GroupOrder.from(fields));
        groups.put(group.order().group(), group);
        yield group.open().fields();
      }
      case COUNT -> {
        RunOrder order = RunOrder.from(fields);
        List<Group> receivers = order.receivers().stream().map(this::group).toList();
        RunTask run = new RunTask(order, group(order.senders()), receivers, share);
        run.count();
        runs.put(order.base(), run);
        yield new Fields();
      }
      case RUN -> counted(fields.number("base")).perform(fields.number("startNanos")).fields();
      case STALL -> {
        group(fields.text("group")).stall();
        yield new Fields();
      }
      case STORM -> group(fields.text("group")).storm(fields.decimal("perSecond")).fields();
      case CHURN ->
          new ChurnTask(ChurnOrder.from(fields), share, listen, tokens).perform().fields();
      case CLOSE -> {
        Group group = group(fields.text("group"));
        groups.remove(group.order().group());
        yield new Fields().with("dropped", group.close());
      }
    };
  }

  private Group make(GroupOrder order) {
    return new Group(order, share, order.talks() ? talk : listen, tokens);
  }

  private RunTask counted(long base) {
    RunTask run = runs.remove(base);
    if (run == null) {
      throw new IllegalArgumentException("no run from " + base + " on is counted");
    }
    return run;
  }

  private Group group(String name) {
    Group group = groups.get(name);
    if (group == null) {
      throw new IllegalArgumentException("no group " + name);
    }
    return group;
  }
}
