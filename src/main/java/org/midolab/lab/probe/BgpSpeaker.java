package org.midolab.lab.probe;

import java.util.List;

/**
 * Probes of a BGP router of the lab, by the program that runs on it: the peer's view of MidoNet.
 */
public final class BgpSpeaker {

  private BgpSpeaker() {}

  /** Returns the unparsed answer of a node's BGP daemon about a session. */
  public static RawAnswer rawSession(LabNode node, String neighbour) {
    return RawAnswer.of(node, LabNode.SHORT, reader(node).sessionCommand(neighbour));
  }

  /** Returns the unparsed answer of a node's BGP daemon about all its routes. */
  public static RawAnswer rawRoutes(LabNode node) {
    return RawAnswer.of(node, LabNode.SHORT, reader(node).routesCommand());
  }

  /**
   * Returns the shell command line that prints the IPv4 addresses of an interface, and the daemon's
   * own AS number.
   */
  public static String ownAsCommand(BgpReader reader, String interfaceName) {
    return "ip -br -4 address show " + interfaceName + "; " + reader.ownAsCommand();
  }

  /** A session as this end sees it. */
  public static Probe<Session> session(LabNode node, String neighbour) {
    return Probe.of(
        "the BGP session of " + node.name() + " with " + neighbour,
        () -> reader(node).session(neighbour, rawSession(node, neighbour).text()));
  }

  /** Returns every session that is configured on a node, up or not. */
  public static Probe<List<Neighbour>> neighbours(LabNode node) {
    return Probe.of(
        "the BGP sessions of " + node.name(),
        () ->
            reader(node)
                .neighbours(node.run(LabNode.SHORT, reader(node).neighboursCommand()).out()));
  }

  private static BgpReader reader(LabNode node) {
    return BgpReader.of(node.software());
  }

  /**
   * A BGP session.
   *
   * @param state by the names of RFC 4271: {@code Established}, {@code Active}, …
   * @param holdTime the negotiated hold time in seconds
   * @param keepAlive the keepalive interval in use, in seconds
   * @param establishment text that is another one each time that the session is established, such
   *     as a count or a time
   */
  public record Session(
      String state,
      long remoteAs,
      long holdTime,
      long keepAlive,
      boolean authenticated,
      String establishment) {

    public boolean isEstablished() {
      return state.equals("Established");
    }
  }

  /**
   * A configured neighbour.
   *
   * @param state by the names of RFC 4271
   * @param prefixes number of prefixes that the neighbour announced
   */
  public record Neighbour(String address, long as, String state, int prefixes) {}

  /**
   * A path to a prefix.
   *
   * @param asPath AS numbers, nearest first, separated by blanks
   */
  public record Path(String asPath, List<String> nextHops) {

    /** Returns the first AS number of the path, which is that of the neighbour; may be empty. */
    public String neighbourAs() {
      return asPath.split(" ")[0];
    }
  }
}
