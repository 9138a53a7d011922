package org.midolab.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An open handle of a network namespace (network_namespaces(7)). The namespace exists at least
 * until {@link #close()}.
 *
 * <p>Named namespaces are the same as those of {@code ip netns}: files in {@code /run/netns}.
 */
public final class NetworkNamespace implements AutoCloseable {

  private static final Path DIRECTORY = Path.of("/run/netns");
  private static final long CLONE_NEWNET = 0x40000000L;
  private static final long MS_BIND = 0x1000;
  private static final long MS_REC = 0x4000;
  private static final long MS_SHARED = 0x100000;
  private static final long MNT_DETACH = 2;

  private final Fd fd;
  private final String description;

  private NetworkNamespace(Fd fd, String description) {
    this.fd = fd;
    this.description = description;
  }

  /** Opens the namespace of a file such as {@code /proc/42/ns/net}. */
  public static NetworkNamespace open(Path path) {
    return new NetworkNamespace(Fd.open(path, 0), path.toString());
  }

  /** Opens the namespace of a process. */
  public static NetworkNamespace ofPid(long pid) {
    return open(Path.of("/proc", Long.toString(pid), "ns", "net"));
  }

  /** Opens the namespace that has this name in {@code ip netns}. */
  public static NetworkNamespace named(String name) {
    return open(file(name));
  }

  /** Opens the calling thread's own namespace. */
  public static NetworkNamespace current() {
    return open(Path.of("/proc/self/task", Long.toString(tid()), "ns", "net"));
  }

  /**
   * Creates a namespace without a name. It has only the interface {@code lo}, and is destroyed when
   * nothing uses it any more.
   */
  public static NetworkNamespace create() {
    return onThread(
        "new-netns",
        () -> {
          Kernel.call("create a network namespace", Syscall.UNSHARE, CLONE_NEWNET, 0, 0);
          return new NetworkNamespace(
              Fd.open(Path.of("/proc/self/task", Long.toString(tid()), "ns", "net"), 0),
              "unnamed namespace");
        });
  }

  /**
   * Creates a namespace that has this name in {@code ip netns}. It stays until {@link #delete}.
   *
   * @throws LinuxException EEXIST if there is a namespace of this name
   */
  public static NetworkNamespace create(String name) {
    Path file = file(name);
    try (NetworkNamespace fresh = create();
        Arena arena = Arena.ofConfined()) {
      shareDirectory(arena);
      if (Files.exists(file)) {
        throw new LinuxException("create namespace " + name, Errno.EEXIST.number());
      }
      Files.createFile(file);
      try {
        Kernel.call(
            "mount namespace " + name,
            Syscall.MOUNT,
            Kernel.text(arena, "/proc/self/fd/" + fresh.fd.number()).address(),
            Kernel.text(arena, file.toString()).address(),
            Kernel.text(arena, "none").address(),
            MS_BIND,
            0,
            0);
      } catch (LinuxException e) {
        Files.deleteIfExists(file);
        throw e;
      }
      return named(name);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + file, e);
    }
  }

  /**
   * Deletes the name. The namespace itself is destroyed when nothing uses it any more. Unknown
   * names are ignored.
   */
  public static void delete(String name) {
    Path file = file(name);
    try (Arena arena = Arena.ofConfined()) {
      Kernel.attempt(Syscall.UMOUNT2, Kernel.text(arena, file.toString()).address(), MNT_DETACH, 0);
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }

  /**
   * Makes the directory a shared mount, as ip-netns(8) does, so that its commands and ours see each
   * other's names.
   */
  private static void shareDirectory(Arena arena) throws IOException {
    Files.createDirectories(DIRECTORY);
    long directory = Kernel.text(arena, DIRECTORY.toString()).address();
    long none = Kernel.text(arena, "none").address();
    long shared = Kernel.attempt(Syscall.MOUNT, none, directory, none, MS_SHARED | MS_REC, 0, 0);
    if (shared == -Errno.EINVAL.number()) {
      Kernel.call(
          "mount " + DIRECTORY, Syscall.MOUNT, directory, directory, none, MS_BIND | MS_REC, 0, 0);
      Kernel.call(
          "share " + DIRECTORY, Syscall.MOUNT, none, directory, none, MS_SHARED | MS_REC, 0, 0);
    }
  }

  private static Path file(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a valid namespace name; use letters, digits, '.', '_' and '-'");
    }
    return DIRECTORY.resolve(name);
  }

  private static long tid() {
    return Kernel.call("gettid", Syscall.GETTID, 0, 0, 0);
  }

  /** Work to do inside a namespace. */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    T run() throws X;
  }

  /** Work without a result. */
  @FunctionalInterface
  public interface Task<X extends Exception> {
    void run() throws X;
  }

  /**
   * Does the work inside the namespace, on a new platform thread that ends afterwards. A virtual
   * thread cannot be used: it would move its carrier thread, and other virtual threads on it, into
   * the namespace. Threads and processes that the work starts are inside the namespace, too.
   *
   * @return the result of the work; exceptions of the work are thrown to the caller
   */
  public <T, X extends Exception> T call(Work<T, X> work) throws X {
    int target = fd.number();
    return onThread(
        "in " + description,
        () -> {
          Kernel.call("enter " + description, Syscall.SETNS, target, CLONE_NEWNET, 0);
          return work.run();
        });
  }

  /** Does work without a result inside the namespace, like {@link #call}. */
  public <X extends Exception> void run(Task<X> task) throws X {
    this.<Task<X>, X>call(
        () -> {
          task.run();
          return task; // any value: work has a result
        });
  }

  @SuppressWarnings("unchecked") // the work throws X or an unchecked exception
  private static <T, X extends Exception> T onThread(String name, Work<T, X> work) throws X {
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    result.set(work.run());
                  } catch (Throwable e) {
                    failure.set(e);
                  }
                });
    join(thread);
    return switch (failure.get()) {
      case null -> Objects.requireNonNull(result.get(), "work has a result, which is not null");
      case Error e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw (X) e;
    };
  }

  /**
   * Waits until the thread ends. An interrupt is passed on to the thread, and the caller's
   * interrupt status is restored.
   */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the file descriptor, for requests that move an interface into this namespace. Valid
   * while this is open.
   */
  int fd() {
    return fd.number();
  }

  /**
   * Returns a path by which other programs of this user can open the namespace. Valid while this is
   * open.
   */
  public Path path() {
    return Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", "" + fd.number());
  }

  /** Reports whether both are the same namespace. */
  public boolean isSameAs(NetworkNamespace other) {
    try {
      return Files.getAttribute(path(), "unix:ino")
          .equals(Files.getAttribute(other.path(), "unix:ino"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare " + this + " with " + other, e);
    }
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return description;
  }
}
