package org.midolab.linux;

/**
 * A system call failed. The message names the call and the error, and says what the error usually
 * means.
 */
public final class LinuxException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String call;
  private final int errno;

  public LinuxException(String call, int errno) {
    this(call, errno, "");
  }

  /**
   * @param call what the caller wanted to do, in words, with the objects' names
   * @param errno positive, as in errno(3)
   * @param kernel the kernel's own message (netlink's extended acknowledgement); may be empty
   */
  public LinuxException(String call, int errno, String kernel) {
    super(message(call, errno, kernel));
    this.call = call;
    this.errno = errno;
  }

  private static String message(String call, int errno, String kernel) {
    Errno known = Errno.of(errno);
    String hint = !kernel.isEmpty() ? kernel : known == null ? "" : known.hint();
    return call + ": " + Errno.name(errno) + (hint.isEmpty() ? "" : ", " + hint);
  }

  public String call() {
    return call;
  }

  /** Returns the error number, positive. */
  public int errno() {
    return errno;
  }

  public boolean is(Errno candidate) {
    return errno == candidate.number();
  }
}
