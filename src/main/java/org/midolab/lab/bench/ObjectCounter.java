package org.midolab.lab.bench;

import java.nio.charset.StandardCharsets;

/**
 * Counts the objects of a list as it passes, by their {@code "uri":}. Reading them as JSON would
 * take the cores that the one who writes them has to share.
 */
final class ObjectCounter {

  private static final byte[] MARK = "\"uri\":".getBytes(StandardCharsets.US_ASCII);

  private long bytes;
  private long objects;
  private int matched;

  /** The first bytes of a buffer are next; a mark may be cut between two of them. */
  void count(byte[] buffer, int length) {
    bytes += length;
    for (int i = 0; i < length; i++) {
      // No JSON goes on after "uri" with what could begin the mark again.
      if (buffer[i] == MARK[matched]) {
        matched++;
      } else {
        matched = buffer[i] == MARK[0] ? 1 : 0;
      }
      if (matched == MARK.length) {
        objects++;
        matched = 0;
      }
    }
  }

  long bytes() {
    return bytes;
  }

  long objects() {
    return objects;
  }
}
