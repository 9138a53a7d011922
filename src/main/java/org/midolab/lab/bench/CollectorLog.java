package org.midolab.lab.bench;

import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;

/**
 * What a JVM's garbage collector wrote ({@code -Xlog:gc}), in MiB. In use is most right before a
 * collection, so no moment is missed.
 *
 * @param used the most that was ever in use
 * @param live the most that a collection left over: what really was needed, and a little
 * @param committed the largest that the heap ever was
 * @param longestPause in milliseconds
 */
record CollectorLog(long used, long live, long committed, double longestPause, int collections) {

  private static final Pattern PAUSE =
      Pattern.compile("Pause .*?(\\d+)M->(\\d+)M\\((\\d+)M\\) ([0-9.]+)ms");

  static CollectorLog parse(String log) {
    long used = 0;
    long live = 0;
    long committed = 0;
    double longest = 0;
    int collections = 0;
    for (String line : log.lines().toList()) {
      var pause = PAUSE.matcher(line);
      if (pause.find()) {
        collections++;
        used = Math.max(used, Long.parseLong(pause.group(1)));
        live = Math.max(live, Long.parseLong(pause.group(2)));
        committed = Math.max(committed, Long.parseLong(pause.group(3)));
        longest = Math.max(longest, Double.parseDouble(pause.group(4)));
      }
    }
    if (collections == 0) {
      throw new LabFailure("the collector's log tells of no collection: " + log);
    }
    return new CollectorLog(used, live, committed, longest, collections);
  }
}
