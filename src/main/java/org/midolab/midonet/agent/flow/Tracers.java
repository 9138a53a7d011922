package org.midolab.midonet.agent.flow;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TraceRequestBuilder;

/**
 * The tracers of this host, which an operator adds by {@code mm-trace}: trace requests about all
 * ports of the host that are in no database and end with the agent. Thread safe.
 */
public final class Tracers {

  /** Limit on tracers, since each is compared with each packet without a flow. */
  static final int MOST = 100;

  private record Tracer(TraceRequest request, TracerSpec spec) {}

  private final TraceLimits limits;
  private final Runnable changed;
  private final List<Tracer> tracers = new CopyOnWriteArrayList<>();

  /**
   * @param changed called when there is a new tracer, to remove the flows that it might match
   */
  Tracers(TraceLimits limits, Runnable changed) {
    this.limits = limits;
    this.changed = changed;
  }

  boolean isEmpty() {
    return tracers.isEmpty();
  }

  /** Returns the tracers as trace requests. */
  List<TraceRequest> requests() {
    return tracers.stream().map(Tracer::request).toList();
  }

  /** Returns the words of a tracer; null if there is none with this id. */
  String words(UUID id) {
    return tracers.stream()
        .filter(tracer -> tracer.request.id().equals(id))
        .map(tracer -> tracer.spec.words())
        .findFirst()
        .orElse(null);
  }

  /**
   * Adds a tracer.
   *
   * @param words the limit, 1 or more, and those of {@link TracerSpec}
   * @return an empty text
   * @throws IllegalArgumentException if the words are wrong, or there are too many tracers
   */
  public synchronized String add(String words) {
    String[] parts = words.strip().split(" ", 2);
    long limit = TracerSpec.number(parts[0], 1, Long.MAX_VALUE);
    TracerSpec spec = TracerSpec.parse(parts.length < 2 ? "" : parts[1]);
    if (tracers.size() >= MOST) {
      throw new IllegalArgumentException(
          "there are " + MOST + " tracers; remove some by: mm-trace flush --dead-only");
    }
    TraceRequest request =
        TraceRequestBuilder.builder()
            .id(UUID.randomUUID())
            .condition(spec.condition())
            .limit(limit)
            .enabled(true)
            .build();
    tracers.add(new Tracer(request, spec));
    changed.run();
    return "";
  }

  /** Removes the tracers with the same words, whatever their limits, and says how many. */
  public String remove(String words) {
    TracerSpec spec = TracerSpec.parse(words);
    return remove(tracer -> tracer.spec.equals(spec));
  }

  /**
   * Removes all tracers, and says how many.
   *
   * @param which {@code dead} for those whose limit is reached; else empty
   */
  public String flush(String which) {
    return remove(tracer -> which.isEmpty() || !isLive(tracer));
  }

  private synchronized String remove(Predicate<Tracer> which) {
    List<Tracer> removed = tracers.stream().filter(which).toList();
    tracers.removeAll(removed);
    removed.forEach(tracer -> limits.reset(tracer.request.id()));
    return "Removed %d tracer(s)".formatted(removed.size());
  }

  /**
   * Returns a line for each tracer, with the options that add it.
   *
   * @param which {@code live} for those whose limit is not reached; else empty
   */
  public String list(String which) {
    return tracers.stream()
        .filter(tracer -> which.isEmpty() || isLive(tracer))
        .map(tracer -> "-l %d %s".formatted(tracer.request.limit(), tracer.spec.words()).strip())
        .collect(Collectors.joining("\n"));
  }

  private boolean isLive(Tracer tracer) {
    return limits.isLeft(tracer.request.id(), tracer.request.limit());
  }
}
