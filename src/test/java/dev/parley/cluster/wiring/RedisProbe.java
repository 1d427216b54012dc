package dev.parley.cluster.wiring;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.cluster.api.RateLimiter;
import dev.parley.cluster.api.RateLimiter.Counting;
import dev.parley.cluster.api.RateLimiter.Limit;
import dev.parley.cluster.redis.Breaker;
import dev.parley.cluster.redis.CountingBreaker;
import dev.parley.kernel.TimeSource;
import dev.parley.testing.PauseMeter;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Uses Redis as a handler would: {@code ?calls=N} asks the limiter, {@code ?cost=N} the breakers.
 *
 * <p>Answers the longest call in milliseconds, but for pauses of this JVM, or the CPU of a call in
 * nanoseconds by breaker.
 */
@WebServlet("/redis-probe")
public class RedisProbe extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Limit PLENTY =
      new Limit("probe", 1_000_000, Duration.ofSeconds(10), Counting.TOGETHER_ELSE_ALONE);

  @Inject private transient RateLimiter limiter;
  @Inject private transient ContainerBreaker container;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    String calls = request.getParameter("calls");
    if (calls != null) {
      response.getWriter().print(longestMillis(Integer.parseInt(calls)));
      return;
    }
    int times = Integer.parseInt(request.getParameter("cost"));
    Breaker counting = new CountingBreaker(TimeSource.system(), 3, Duration.ofSeconds(1));
    Breaker ours = new FaultToleranceBreaker(container);
    // Warm first, then measured.
    cpuNanos(counting, times);
    cpuNanos(ours, times);
    response
        .getWriter()
        .print("counting " + cpuNanos(counting, times) + " container " + cpuNanos(ours, times));
  }

  /** Without pauses of this JVM: by design, a call alone waits for up to 450 ms. */
  private long longestMillis(int calls) {
    try (PauseMeter pauses = PauseMeter.started()) {
      long longest = 0;
      for (int i = 0; i < calls; i++) {
        long start = pauses.nanoTime();
        limiter.tryAcquire(PLENTY, "probe");
        longest = Math.max(longest, pauses.nanoTime() - start);
      }
      return longest / 1_000_000;
    }
  }

  private static long cpuNanos(Breaker breaker, int times) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = process.getProcessCpuTime();
    for (int i = 0; i < times; i++) {
      breaker.call(() -> CompletableFuture.completedFuture("")).toCompletableFuture().join();
    }
    return (process.getProcessCpuTime() - before) / times;
  }
}
