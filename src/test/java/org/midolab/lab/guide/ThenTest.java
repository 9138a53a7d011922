package org.midolab.lab.guide;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.cucumber.java.en.Then;
import java.lang.reflect.Method;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Each {@code Then} has been seen to fail: {@code then-breaks.yaml} has a break for each. */
class ThenTest {

  private static final String STEPS = "org.midolab.lab.guide.steps";

  /** Number of steps that nobody has seen fail. It may only decrease. */
  private static final int NEVER_SEEN_RED = 0;

  /**
   * A break of a {@code Then}. Exactly one component is set.
   *
   * @param test the unit test in which it fails, {@code Class#method} below {@code org.midolab.lab}
   * @param lab how it was broken on a running lab, and the message
   * @param never the date, if nobody has broken it yet
   */
  record Break(String test, String lab, String never) {}

  private static Map<String, Break> breaks() throws Exception {
    try (var yaml = ThenTest.class.getResourceAsStream("then-breaks.yaml")) {
      return new ObjectMapper(new YAMLFactory()).readValue(yaml, new TypeReference<>() {});
    }
  }

  @Test
  void eachThenHasAnEntry() throws Exception {
    var thens = new TreeSet<String>();
    new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(STEPS)
        .forEach(
            type ->
                Arrays.stream(type.reflect().getDeclaredMethods())
                    .filter(method -> method.getAnnotationsByType(Then.class).length > 0)
                    .forEach(method -> thens.add(type.getSimpleName() + "#" + method.getName())));

    assertThat(thens).hasSizeGreaterThan(100);
    assertThat(breaks().keySet()).containsExactlyInAnyOrderElementsOf(thens);
  }

  @Test
  void eachEntryHasOneBreak() throws Exception {
    assertThat(breaks())
        .allSatisfy(
            (then, broken) ->
                assertThat(Arrays.asList(broken.test(), broken.lab(), broken.never()))
                    .filteredOn(text -> text != null && !text.isBlank())
                    .hasSize(1));
  }

  @Test
  void eachTestExists() throws Exception {
    var missing = new TreeMap<String, String>();
    breaks()
        .forEach(
            (then, broken) -> {
              if (broken.test() != null && !isTest(broken.test())) {
                missing.put(then, broken.test());
              }
            });

    assertThat(missing).isEmpty();
  }

  private static boolean isTest(String name) {
    var parts = name.split("#");
    try {
      return Arrays.stream(Class.forName("org.midolab.lab." + parts[0]).getDeclaredMethods())
          .filter(method -> method.getName().equals(parts[1]))
          .anyMatch(ThenTest::isTest);
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  @Test
  void theNumberOfStepsNeverSeenRedDoesNotIncrease() throws Exception {
    var never = breaks().values().stream().filter(broken -> broken.never() != null).toList();

    assertThat(never).allSatisfy(broken -> LocalDate.parse(broken.never()));
    assertThat(never.size())
        .as("steps without a known break; lower the constant when there are fewer")
        .isEqualTo(NEVER_SEEN_RED);
  }
}
