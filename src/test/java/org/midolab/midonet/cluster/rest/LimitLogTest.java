package org.midolab.midonet.cluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LimitLogTest {

  @Test
  void aLimitIsReportedOncePerMinuteWithTheCount() {
    var logger = (Logger) LoggerFactory.getLogger(LimitLog.class);
    var seen = new ListAppender<ILoggingEvent>();
    seen.start();
    logger.addAppender(seen);
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    try {
      var time = new AtomicLong();
      var log = new LimitLog("the test's limit is 7", time::get);
      for (int i = 0; i < 100; i++) {
        log.reached();
      }
      time.addAndGet(LimitLog.PERIOD.toNanos());
      log.reached();
      assertThat(seen.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .filteredOn(line -> line.startsWith("the test's limit"))
          .containsExactly(
              "the test's limit is 7; 1 since the last such line",
              "the test's limit is 7; 100 since the last such line");
    } finally {
      logger.setAdditive(true);
      logger.setLevel(null);
      logger.detachAppender(seen);
    }
  }
}
