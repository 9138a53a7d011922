package org.midolab.midonet.agent.flow;

import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.midolab.midonet.agent.simulation.Trace;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TraceRequest;

/** The trace requests and traced frames of this host as text, for {@code mm-trace}. */
public final class Traces {

  private final Tracing tracing;
  private final LiveTopology topology;

  Traces(Tracing tracing, LiveTopology topology) {
    this.tracing = tracing;
    this.topology = topology;
  }

  /** Returns one line for each trace request, and for each rule that refers to one. */
  public String requests() {
    Topology now = topology.topology();
    StringBuilder text = new StringBuilder();
    for (TraceRequest request : now.all(TraceRequest.class)) {
      text.append(
          "request %s (%s): %s, %s, %s%n"
              .formatted(
                  request.id(),
                  request.name(),
                  device(request),
                  request.enabled() ? "enabled" : "disabled",
                  count(request.id(), request.limit())));
    }
    for (Rule rule : now.all(Rule.class)) {
      if (rule.type() == Rule.Type.TRACE) {
        text.append(
            "rule %s of chain %s: request %s, %s%n"
                .formatted(
                    rule.id(),
                    rule.chainId(),
                    rule.traceRequestId(),
                    count(rule.id(), rule.traceLimit())));
      }
    }
    return text.toString();
  }

  private static String device(TraceRequest request) {
    if (request.portId() != null) {
      return "port " + request.portId();
    }
    return request.networkId() != null
        ? "bridge " + request.networkId()
        : "router " + request.routerId();
  }

  private String count(UUID counter, long limit) {
    return "%d of %s packets traced here"
        .formatted(
            topology.traceLimits().used(counter), limit == Long.MAX_VALUE ? "all" : "" + limit);
  }

  /**
   * Returns the stored records, the oldest first.
   *
   * @param id of a request or of a traced frame; null for all
   */
  public String records(UUID id) {
    StringBuilder text = new StringBuilder();
    for (TraceRecord entry : tracing.store().records()) {
      if (id == null || id.equals(entry.flowTraceId()) || entry.requests().contains(id)) {
        append(entry, text);
      }
    }
    long forgotten = tracing.store().forgotten();
    if (forgotten > 0) {
      text.append("%d older records were removed%n".formatted(forgotten));
    }
    if (tracing.unrecorded() > 0) {
      text.append(
          "%d packets were not recorded because of the rate of %d/s%n"
              .formatted(tracing.unrecorded(), Tracing.RATE));
    }
    return text.toString();
  }

  private void append(TraceRecord entry, StringBuilder text) {
    text.append("trace %s at %s%n".formatted(entry.flowTraceId(), entry.time()));
    entry.requests().forEach(request -> text.append("  %s%n".formatted(cause(request))));
    text.append("  packet %s%n".formatted(entry.packet()));
    entry.steps().forEach(step -> text.append("  %s%n".formatted(line(step))));
    if (entry.omitted() > 0) {
      text.append("  %d more steps%n".formatted(entry.omitted()));
    }
    entry.outcomes().forEach(outcome -> text.append("  = %s%n".formatted(outcome)));
  }

  /** Returns why a frame was traced: by a request, or by a tracer of this host. */
  private String cause(UUID request) {
    String words = topology.tracers().words(request);
    if (words != null) {
      return ("tracer " + words).strip();
    }
    TraceRequest found = topology.topology().find(TraceRequest.class, request);
    return "request " + request + named(found == null ? null : found.name());
  }

  private String line(Trace.Step step) {
    if (step.kind() == Trace.Kind.RESULT) {
      return step.text();
    }
    return "%s %s%s: %s"
        .formatted(
            step.kind().name().toLowerCase(Locale.ROOT),
            step.subject(),
            named(name(step)),
            step.text());
  }

  private String name(Trace.Step step) {
    Topology now = topology.topology();
    return switch (step.kind()) {
      case BRIDGE -> {
        Network network = now.network(step.subject());
        yield network == null ? null : network.name();
      }
      case ROUTER -> {
        Router router = now.router(step.subject());
        yield router == null ? null : router.name();
      }
      case CHAIN -> {
        Chain chain = now.chain(step.subject());
        yield chain == null ? null : chain.name();
      }
      case PORT, RULE, ROUTE, RESULT -> null;
    };
  }

  private static String named(String name) {
    return Objects.requireNonNullElse(name, "").isBlank() ? "" : " (" + name + ")";
  }
}
