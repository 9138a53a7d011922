package org.midolab.lab.bench;

import java.nio.charset.StandardCharsets;

/**
 * Counts the objects of a JSON list while it is received, by their {@code "uri":} members. A JSON
 * parser would use CPU time of the cores that the server shares.
 */
final class ObjectCounter {

  private static final byte[] MARK = "\"uri\":".getBytes(StandardCharsets.US_ASCII);

  private long bytes;
  private long objects;
  private int matched;

  /**
   * Counts in the first bytes of a buffer, which continue those of the last call. The text {@code
   * "uri":} may be split between two calls.
   */
  void count(byte[] buffer, int length) {
    bytes += length;
    for (int i = 0; i < length; i++) {
      // After a partial match, the mark cannot start inside the matched part.
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
