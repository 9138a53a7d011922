package org.midolab.lab.guide.run;

import io.cucumber.plugin.ConcurrentEventListener;
import io.cucumber.plugin.event.EventPublisher;
import io.cucumber.plugin.event.PickleStepTestStep;
import io.cucumber.plugin.event.TestCase;
import io.cucumber.plugin.event.TestCaseFinished;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** A Cucumber plugin that finds the scenarios with a step that sends or captures packets. */
public final class StepsOnTheWire implements ConcurrentEventListener {

  /**
   * The {@code file:line} of each scenario. Static, because Cucumber creates the plugin and the
   * test has no reference to it.
   */
  static final Set<String> FOUND = new ConcurrentSkipListSet<>();

  @Override
  public void setEventPublisher(EventPublisher publisher) {
    publisher.registerHandlerFor(TestCaseFinished.class, event -> look(event.getTestCase()));
  }

  private static void look(TestCase scenario) {
    boolean onTheWire =
        scenario.getTestSteps().stream()
            .filter(PickleStepTestStep.class::isInstance)
            .anyMatch(step -> isOnTheWire(step.getCodeLocation()));
    if (onTheWire) {
      var path = scenario.getUri().getSchemeSpecificPart();
      FOUND.add(path.substring(path.lastIndexOf('/') + 1) + ":" + scenario.getLocation().getLine());
    }
  }

  /**
   * @param location {@code package.Class.method(parameters)}
   */
  private static boolean isOnTheWire(String location) {
    var name = location.substring(0, location.indexOf('('));
    int dot = name.lastIndexOf('.');
    try {
      var type = Class.forName(name.substring(0, dot));
      return isLabDirectory(type.getAnnotations())
          || Arrays.stream(type.getDeclaredMethods())
              .filter(method -> method.getName().equals(name.substring(dot + 1)))
              .anyMatch(method -> isLabDirectory(method.getAnnotations()));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(location, e);
    }
  }

  private static boolean isLabDirectory(Annotation[] annotations) {
    return Arrays.stream(annotations)
        .anyMatch(a -> a.annotationType().getSimpleName().equals("OnTheWire"));
  }
}
