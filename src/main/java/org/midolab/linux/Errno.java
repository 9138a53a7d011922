package org.midolab.linux;

import org.jspecify.annotations.Nullable;

/**
 * The error numbers that callers distinguish or that have a hint. Messages show other errors by
 * number.
 */
public enum Errno {
  EPERM(1, "not permitted: run as root, or give the process CAP_NET_ADMIN and CAP_SYS_ADMIN"),
  ENOENT(2, "it does not exist"),
  ESRCH(3, "no such process or route"),
  EINTR(4, "interrupted"),
  EIO(5, "input or output error"),
  ENXIO(6, "no such device or address"),
  E2BIG(7, "too big, or the table is full"),
  EBADF(9, "the file is closed"),
  EAGAIN(11, "nothing to read yet, or a limit is reached"),
  ENOMEM(12, "no memory"),
  EACCES(13, "refused; for bpf(2) the verifier's log says why"),
  EBUSY(16, "in use"),
  EEXIST(17, "it exists already"),
  ENODEV(19, "no such interface"),
  EINVAL(22, "the kernel rejects these arguments; it may be too old"),
  ENFILE(23, "too many open files in the system"),
  EMFILE(24, "too many open files; raise the limit of this process"),
  ENOSPC(28, "no space left"),
  ERANGE(34, "out of range"),
  EMSGSIZE(90, "the message is too long"),
  EOPNOTSUPP(95, "this kernel lacks the feature"),
  EAFNOSUPPORT(97, "this kernel lacks the address family"),
  EADDRINUSE(98, "the address is in use"),
  EADDRNOTAVAIL(99, "no interface has this address"),
  ENETDOWN(100, "the interface is down"),
  ENETUNREACH(101, "no route leads there"),
  ENOBUFS(105, "the socket's buffer overflowed"),
  ENOTCONN(107, "not connected"),
  ETIMEDOUT(110, "timed out"),
  EHOSTUNREACH(113, "the host does not answer ARP");

  private final int number;
  private final String hint;

  Errno(int number, String hint) {
    this.number = number;
    this.hint = hint;
  }

  public int number() {
    return number;
  }

  String hint() {
    return hint;
  }

  /** Returns the name from errno(3), or {@code errno 123} for an unknown number. */
  static String name(int number) {
    Errno known = of(number);
    return known == null ? "errno " + number : known.name();
  }

  /** Returns null for an unknown number. */
  static @Nullable Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number) {
        return errno;
      }
    }
    return null;
  }
}
