package org.midolab.midonet.agent.simulation;

/** A hash that is the same on all hosts, so that all of them make the same choice. */
final class Hash {

  private Hash() {}

  static long of(long... parts) {
    long hash = 0;
    for (long part : parts) {
      long mixed = (hash ^ part) * 0x9E3779B97F4A7C15L;
      hash = mixed ^ mixed >>> 32;
    }
    return hash;
  }
}
