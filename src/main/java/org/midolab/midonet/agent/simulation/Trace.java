package org.midolab.midonet.agent.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TraceRequest;

/**
 * The trace of one simulated frame (docs: contract.md#packet-traces): which requests it matched,
 * and the steps of the simulation. A matched frame must not have a flow, so that the next one is
 * simulated, too. Not thread safe.
 */
public final class Trace {

  /** Limit on recorded steps. A flood has two for each port of the bridge. */
  public static final int MAX_STEPS = 100;

  private static final int VLAN_ID = 0x0FFF;

  private final boolean recording;
  private final List<Step> steps = new ArrayList<>(0);
  private final Set<Match> matches = new LinkedHashSet<>(0);
  private int omitted;
  private boolean begun;
  private boolean made;

  /**
   * @param recording whether to record steps; matches are always recorded
   */
  public Trace(boolean recording) {
    this.recording = recording;
  }

  /** What a step is about. */
  public enum Kind {
    PORT,
    BRIDGE,
    ROUTER,
    CHAIN,
    RULE,
    ROUTE,
    RESULT
  }

  /**
   * A step of the simulation.
   *
   * @param subject the id of the port, device, chain, rule or route; null for {@link Kind#RESULT}
   * @param format of {@link String#format}
   * @param arguments immutable objects, or null
   */
  public record Step(Kind kind, UUID subject, String format, List<Object> arguments) {

    /** Returns the sentence about the subject. */
    public String text() {
      return format.formatted(arguments.toArray());
    }
  }

  /**
   * A trace request that the frame matched.
   *
   * @param requestId the request
   * @param counterId the object whose frames are counted: the request, or a rule that refers to it
   * @param limit maximum number of frames
   */
  public record Match(UUID requestId, UUID counterId, long limit) {

    public static Match of(TraceRequest request) {
      return new Match(request.id(), request.id(), request.limit());
    }

    public static Match of(Rule rule) {
      return new Match(rule.traceRequestId(), rule.id(), rule.traceLimit());
    }
  }

  /** Returns the requests that the frame matched; empty if it is not traced. */
  public Set<Match> matches() {
    return matches;
  }

  /** Whether the frame matched a request. */
  public boolean isMatched() {
    return !matches.isEmpty();
  }

  public List<Step> steps() {
    return steps;
  }

  /** Returns how many steps were not recorded because there were too many. */
  public int omitted() {
    return omitted;
  }

  /** The next steps are about a frame that a device made in answer. It matches no request. */
  void made(UUID port) {
    made = true;
    step(Kind.PORT, port, "its device sends a frame of its own");
  }

  /** The next steps are about the frame itself, whose simulation starts. */
  void begin(UUID port) {
    made = false;
    step(Kind.PORT, port, begun ? "the simulation starts again" : "the simulation starts");
    begun = true;
  }

  /** Records that the frame matched a request. */
  public void match(Match match) {
    if (!made) {
      matches.add(match);
    }
  }

  void step(Kind kind, UUID subject, String format, Object... arguments) {
    if (!recording) {
      return;
    }
    if (steps.size() == MAX_STEPS) {
      omitted++;
    } else {
      steps.add(new Step(kind, subject, format, Arrays.asList(arguments)));
    }
  }

  /** Records that the frame leaves the topology. */
  void output(SimAction action) {
    switch (action) {
      case SimAction.Emit(UUID port) -> step(Kind.PORT, port, "the frame is sent");
      case SimAction.ToBgpNamespace(UUID port) ->
          step(Kind.PORT, port, "the frame is sent to the BGP daemon");
      default -> step(Kind.RESULT, null, "%s", action);
    }
  }

  /** Records a rule whose condition holds, before it has an effect. */
  void rule(Rule rule) {
    switch (rule.type()) {
      case JUMP -> step(Kind.RULE, rule.id(), "matches: jump to chain %s", rule.jumpChainId());
      default -> step(Kind.RULE, rule.id(), "matches: %s", rule.type());
    }
  }

  /**
   * Records the VLAN, addresses and ports that a frame has after a rule changed it. VLAN 0 is no
   * tag.
   */
  void translated(Rule rule, Header header) {
    if (recording) {
      Header.Written now = header.written();
      StringJoiner fields = new StringJoiner(", ");
      add(fields, "VLAN", now.vlan() == null ? null : now.vlan() & VLAN_ID);
      add(fields, "source", now.ipSrc());
      add(fields, "source port", now.tpSrc());
      add(fields, "destination", now.ipDst());
      add(fields, "destination port", now.tpDst());
      step(Kind.RULE, rule.id(), "translated: %s", fields.toString());
    }
  }

  private static void add(StringJoiner fields, String name, Object value) {
    if (value != null) {
      fields.add(name + " " + value);
    }
  }
}
