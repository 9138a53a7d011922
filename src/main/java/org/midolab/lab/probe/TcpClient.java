package org.midolab.lab.probe;

/**
 * Shell command lines of TCP clients on nodes. Steps send them, and rules find the answers by them.
 */
public final class TcpClient {

  private TcpClient() {}

  /** Returns the command line that prints the number of bytes which a server sends. */
  public static String countBytes(String address, int port) {
    return "timeout 8 nc -w 3 " + address + " " + port + " < /dev/null | wc -c";
  }

  /** Returns the command line that prints what a server sends. */
  public static String greeting(String address, int port) {
    return "timeout 3 nc -w 2 " + address + " " + port + " < /dev/null";
  }

  /** Returns the command line that connects several times and prints how often it succeeded. */
  public static String connect(long times, String address, int port) {
    return "n=0; for i in $(seq "
        + times
        + "); do nc -z -w 2 "
        + address
        + " "
        + port
        + " && n=$((n + 1)); done; echo $n";
  }

  /** Returns the filter of tcpdump for a server's first segments of connections to its address. */
  public static String answers(String address) {
    return "tcp[tcpflags] & (tcp-syn|tcp-ack) == (tcp-syn|tcp-ack) and src host " + address;
  }

  /** Returns the filter of tcpdump for the first segments of connections to an address. */
  public static String attempts(String address) {
    return "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn and dst host " + address;
  }
}
