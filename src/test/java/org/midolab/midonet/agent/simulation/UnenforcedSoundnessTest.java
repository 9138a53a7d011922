package org.midolab.midonet.agent.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.midolab.midonet.agent.simulation.Lab.id;
import static org.midolab.midonet.agent.simulation.Lab.ip;
import static org.midolab.midonet.agent.simulation.Lab.mac;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.midolab.midonet.cluster.resource.Unenforced;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Condition.Range;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Prefix6;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.Rule.FlowAction;
import org.midolab.midonet.model.Rule.NatTarget;
import org.midolab.midonet.model.Rule.Type;
import org.midolab.midonet.model.RuleBuilder;
import org.midolab.midonet.model.Topology;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.packet.ArpPacket;
import org.midolab.midonet.packet.DropReason;
import org.midolab.midonet.packet.FrameRewriter;
import org.midolab.midonet.packet.IcmpPacket;
import org.midolab.midonet.packet.TestFrames;

/**
 * The properties that the API reports as stored but not enforced are exactly those that agents do
 * not implement:
 *
 * <ul>
 *   <li>for rules, the test simulates packets that match each of them;
 *   <li>for other objects, it checks which properties the code of agents reads.
 * </ul>
 *
 * The test fails if someone implements a property, or adds one, and does not change the list.
 */
class UnenforcedSoundnessTest {

  private static final Mac A = mac("a");
  private static final Mac B = mac("b");
  private static final byte[] TCP = TestFrames.tcp(A, B, "10.0.0.1", "10.0.0.2", 1000, 80);

  private static final List<byte[]> FRAMES =
      List.of(
          TCP,
          TestFrames.echo(A, B, "10.0.0.1", "10.0.0.2", 9),
          ArpPacket.request(A, ip("10.0.0.1"), ip("10.0.0.2")).toFrame(),
          FrameRewriter.pushVlan(TCP, 7),
          IcmpPacket.error(3, 1, TCP, B, ip("10.0.0.9")),
          TestFrames.ipv4(
              A, B, ip("10.0.0.1"), ip("10.0.0.2"), 6, 9, 0x0010, 1000, 80, new byte[8]));

  private static final NatTarget STATIC = new NatTarget(ip("10.0.0.9"), ip("10.0.0.9"), 0, 0);
  private static final NatTarget SHARED =
      new NatTarget(ip("10.0.0.9"), ip("10.0.0.9"), 1024, 65535);

  /** These properties only inform users, so agents cannot enforce them. */
  private static final Set<String> FOR_PEOPLE =
      Set.of("id", "name", "tenantId", "description", "shared");

  /** Properties that no agent needs to read, with the reason. */
  private static final Map<String, String> NEEDLESS =
      Map.of(
          "Port.vifId", "identifies the interface's owner to users who list ports",
          "Route.learned", "agents set it for learned routes, which are not stored",
          "TraceRequest.creationTimestampMs", "informs users",
          "Pool.lbMethod", "there is only one",
          "Pool.protocol", "there is only one",
          "Pool.status", "informs users",
          "HealthMonitor.status", "informs users");

  private static final Set<String> READ = readByAgents();

  private static Set<String> readByAgents() {
    Set<String> read = new HashSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.midolab.midonet.agent", "org.midolab.midonet.model")) {
      if (type.getPackageName().startsWith("org.midolab.midonet.agent")
          || type.getFullName().startsWith(Topology.class.getName())) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          read.add(access.getTargetOwner().getSimpleName() + "." + access.getName());
        }
      }
    }
    return read;
  }

  private static Rule rule(Type type, FlowAction action, NatTarget... targets) {
    return RuleBuilder.builder()
        .id(id("rule"))
        .chainId(id("c"))
        .type(type)
        .flowAction(action)
        .natTargets(List.of(targets))
        .jumpChainId(type == Type.JUMP ? id("other") : null)
        .targetPortId(id("p2"))
        .traceRequestId(id("trace"))
        .build();
  }

  static Stream<Arguments> rules() {
    Stream<Rule> ofOneType =
        Arrays.stream(Type.values()).filter(type -> !type.isNat()).map(type -> rule(type, null));
    Stream<Rule> translations =
        Stream.of(Type.DNAT, Type.SNAT)
            .flatMap(
                type ->
                    Arrays.stream(FlowAction.values())
                        .flatMap(
                            action ->
                                Stream.of(
                                    rule(type, action, STATIC),
                                    rule(type, action, SHARED),
                                    rule(type, action, STATIC, STATIC))));
    Stream<Rule> conditions =
        components(Condition.class)
            .map(
                component ->
                    rule(Type.ACCEPT, null)
                        .withCondition((Condition) with(Condition.class, component)));
    return Stream.of(ofOneType, translations, conditions)
        .flatMap(rules -> rules)
        .map(rule -> Arguments.of(RuleText.of(rule), rule));
  }

  /** Text of a rule for the name of a test. */
  private record RuleText(Type type, FlowAction action, List<NatTarget> targets, String set) {
    static RuleText of(Rule rule) {
      String set =
          components(Condition.class)
              .filter(c -> !valueOf(c, rule.condition()).equals(valueOf(c, Condition.ANY)))
              .map(RecordComponent::getName)
              .toList()
              .toString();
      return new RuleText(rule.type(), rule.flowAction(), rule.natTargets(), set);
    }
  }

  private static boolean dropsSomeFrame(Rule rule) {
    return FRAMES.stream()
        .anyMatch(
            frame -> {
              Lab lab = new Lab().bridge("net").tap("p1", "net").tap("p2", "net");
              lab.chain("other").chain("c");
              lab.rule("c", rule.condition(), made -> RuleBuilder.builder(rule).id(made.id()));
              lab.edit("p1", port -> port.inboundFilterId(id("c")));
              return lab.in("p1", frame) instanceof Result.Drop drop
                  && drop.reason() == DropReason.SIMULATION_FAILED;
            });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void aRuleIsReportedAsUnenforcedExactlyIfItHasNoEffect(RuleText text, Rule rule) {
    assertThat(Unenforced.parts(rule).isEmpty())
        .as("enforced, though reported as %s", Unenforced.parts(rule))
        .isEqualTo(!dropsSomeFrame(rule));
  }

  /** Reverse rules undo dynamic translations. Without these, packets pass them unchanged. */
  @Test
  void reverseTranslationsDependOnDynamicOnes() {
    for (Type type : List.of(Type.SNAT, Type.DNAT)) {
      Type reverse = type == Type.SNAT ? Type.REV_SNAT : Type.REV_DNAT;
      for (FlowAction action : FlowAction.values()) {
        assertThat(Unenforced.parts(rule(reverse, action)).isEmpty())
            .as("%s, then %s", reverse, action)
            .isEqualTo(!dropsSomeFrame(rule(type, action, SHARED)));
      }
    }
  }

  @Test
  void metersAreCounted() {
    Lab lab = new Lab().bridge("net").tap("p1", "net").tap("p2", "net").station("net", B, "p2");
    lab.chain("c").rule("c", Condition.ANY, rule -> rule.type(Type.ACCEPT).meterName("m"));
    lab.edit("p1", port -> port.inboundFilterId(id("c")));
    assertThat(lab.in("p1", TCP).tags()).contains(new FlowTag.Meter("m"));
    assertThat(Unenforced.parts(rule(Type.ACCEPT, null).withMeterName("m"))).isEmpty();
  }

  static Stream<Class<?>> kinds() {
    return Arrays.stream(TopologyObject.class.getPermittedSubclasses())
        .filter(type -> type != NeutronObject.class && type != Rule.class);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPropertyIsReportedAsUnenforcedExactlyIfNoAgentReadsIt(Class<? extends Record> type) {
    Map<String, String> wrong = new TreeMap<>();
    boolean anyRead = components(type).anyMatch(c -> !c.getName().equals("id") && isRead(type, c));
    if (!anyRead) {
      assertThat(
              Unenforced.parts(
                  (TopologyObject) with(type, components(type).toArray(RecordComponent[]::new))))
          .as(
              "no agent reads any property of a %s, and the API does not report it",
              type.getSimpleName())
          .isNotEmpty();
      return;
    }
    components(type)
        .filter(c -> !FOR_PEOPLE.contains(c.getName()))
        .forEach(
            c -> {
              List<String> reported = Unenforced.parts((TopologyObject) with(type, c));
              String name = type.getSimpleName() + "." + c.getName();
              boolean built = isRead(type, c) || NEEDLESS.containsKey(name);
              if (built != reported.isEmpty()) {
                wrong.put(name, built ? "is read, though reported as " + reported : "is not read");
              }
            });
    assertThat(wrong).as(type.getSimpleName()).isEmpty();
  }

  private static boolean isRead(Class<?> type, RecordComponent component) {
    return READ.contains(type.getSimpleName() + "." + component.getName());
  }

  private static Stream<RecordComponent> components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents());
  }

  private static Object valueOf(RecordComponent component, Object record) {
    try {
      return String.valueOf(component.getAccessor().invoke(record));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a record in which only these components have a value. */
  private static Object with(Class<?> type, RecordComponent... set) {
    RecordComponent[] all = type.getRecordComponents();
    Class<?>[] types = components(type).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = new Object[all.length];
    for (int i = 0; i < all.length; i++) {
      RecordComponent each = all[i];
      boolean wanted = Arrays.stream(set).anyMatch(c -> c.getName().equals(each.getName()));
      values[i] =
          wanted
              ? sample(each)
              : types[i].isPrimitive() ? Array.get(Array.newInstance(types[i], 1), 0) : null;
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " with " + Arrays.toString(set), e);
    }
  }

  private static Object sample(RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == List.class || type == Set.class) {
      String of = component.getGenericType().getTypeName();
      List<?> one = of.contains("UUID") ? List.of(id("one")) : List.of();
      return type == Set.class ? Set.copyOf(one) : one;
    }
    return switch (type.getSimpleName()) {
      case "UUID" -> id("p1");
      case "String" -> "text";
      case "boolean", "Boolean" -> true;
      case "int", "Integer" -> 7;
      case "long", "Long" -> 7L;
      case "Mac" -> A;
      case "Ip4", "IpAddress" -> ip("10.0.0.1");
      case "Prefix" -> Prefix.parse("10.0.0.0/8");
      case "Prefix6" -> Prefix6.parse("2001:db8::/64");
      case "Range" -> new Range(0, 65535);
      case "Condition" -> Condition.ANY;
      default -> throw new IllegalStateException("no sample of " + component);
    };
  }
}
