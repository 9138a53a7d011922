package org.midolab.lab.assertion;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All rules by name. The name and the meaning of a rule must not change, because certificates refer
 * to it.
 */
public final class Rules {

  private static final Map<String, Rule> BY_NAME = byName();

  private Rules() {}

  private static Map<String, Rule> byName() {
    var rules = new TreeMap<String, Rule>();
    Stream.of(
            BgpSessionRules.rules(),
            BgpRouteRules.rules(),
            WireRules.rules(),
            RouterRules.rules(),
            TrafficRules.rules(),
            UplinkRules.rules(),
            FailoverRules.rules())
        .flatMap(List::stream)
        .forEach(
            rule -> {
              if (rules.put(rule.name(), rule) != null) {
                throw new IllegalStateException("two rules are named " + rule.name());
              }
            });
    return rules;
  }

  static Optional<Rule> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Returns the names of all rules. */
  public static Set<String> names() {
    return Set.copyOf(BY_NAME.keySet());
  }
}
