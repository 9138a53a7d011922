package org.midolab.lab.command;

/**
 * Work that is done if a signal ends the process, such as that of Ctrl-C or of a closed terminal.
 * It is not done once this is closed.
 */
final class AtExit implements AutoCloseable {

  private final Thread hook;

  private AtExit(Thread hook) {
    this.hook = hook;
  }

  static AtExit run(Runnable work) {
    Thread hook = Thread.ofPlatform().name("at exit").unstarted(work);
    Runtime.getRuntime().addShutdownHook(hook);
    return new AtExit(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the work is being done.
    }
  }
}
