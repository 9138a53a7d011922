package org.midolab.linux;

import java.util.Locale;

/** The system calls in use, with their numbers on x86-64 and on 64-bit ARM. */
enum Syscall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  MMAP(9, 222),
  MUNMAP(11, 215),
  IOCTL(16, 29),
  SOCKET(41, 198),
  SENDTO(44, 206),
  RECVFROM(45, 207),
  SENDMSG(46, 211),
  RECVMSG(47, 212),
  BIND(49, 200),
  SETSOCKOPT(54, 208),
  MOUNT(165, 40),
  UMOUNT2(166, 39),
  GETTID(186, 178),
  OPENAT(257, 56),
  PPOLL(271, 73),
  UNSHARE(272, 97),
  EVENTFD2(290, 19),
  SETNS(308, 268),
  BPF(321, 280);

  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");

  private final int x86;
  private final int arm;

  Syscall(int x86, int arm) {
    this.x86 = x86;
    this.arm = arm;
  }

  int number() {
    return ARM ? arm : x86;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
