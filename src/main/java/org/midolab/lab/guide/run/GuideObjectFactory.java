package org.midolab.lab.guide.run;

import io.cucumber.core.backend.ObjectFactory;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.picocontainer.MutablePicoContainer;
import org.picocontainer.PicoBuilder;

/**
 * Creates the objects of the glue code for each scenario, and passes them the objects of the run:
 * the lab's nodes, the mode, the open terminals. It replaces Cucumber's own PicoContainer factory,
 * which can only create objects from classes.
 */
final class GuideObjectFactory implements ObjectFactory {

  private final List<Object> runScoped;
  private final Set<Class<?>> classes = new HashSet<>();
  private MutablePicoContainer pico;

  GuideObjectFactory(Collection<?> runScoped) {
    this.runScoped = List.copyOf(runScoped);
  }

  @Override
  public void start() {
    pico = new PicoBuilder().withCaching().withLifecycle().build();
    runScoped.forEach(pico::addComponent);
    classes.stream()
        .filter(c -> runScoped.stream().noneMatch(c::isInstance))
        .forEach(pico::addComponent);
    pico.start();
  }

  @Override
  public void stop() {
    if (pico != null) {
      pico.stop();
      pico.dispose();
      pico = null;
    }
  }

  @Override
  public boolean addClass(Class<?> type) {
    if (Modifier.isAbstract(type.getModifiers()) || type.isInterface() || type.isPrimitive()) {
      return true;
    }
    if (type.getPackageName().startsWith("org.midolab.") && classes.add(type)) {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        List.of(constructor.getParameterTypes()).forEach(this::addClass);
      }
    }
    return true;
  }

  @Override
  public <T> T getInstance(Class<T> type) {
    return pico.getComponent(type);
  }
}
