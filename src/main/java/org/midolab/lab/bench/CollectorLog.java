package org.midolab.lab.bench;

import java.util.regex.Pattern;
import org.midolab.lab.runtime.LabFailure;

/**
 * The figures in the log of a JVM's garbage collector ({@code -Xlog:gc}), in MiB. The heap in use
 * is largest right before a collection, so the log has its peak.
 *
 * @param used peak of the heap in use
 * @param live largest heap in use after a collection: little more than was needed
 * @param committed peak of the committed heap
 * @param longestPause longest pause in milliseconds
 * @param collections number of collections
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
      throw new LabFailure("the collector's log has no collection: " + log);
    }
    return new CollectorLog(used, live, committed, longest, collections);
  }
}
