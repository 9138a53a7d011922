package org.midolab.lab.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.certificate.Comparison.Difference;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.profile.Declaration;
import org.midolab.lab.certificate.profile.Product;

class ComparisonTest {

  @TempDir private Path directory;

  @Test
  void reportsOnlyDifferences() throws Exception {
    var keys = new KeyRing(directory.resolve("keys"));
    keys.create();
    var before = directory.resolve("before");
    var after = directory.resolve("after");
    RecordedRun.in(before).issue(keys);
    RecordedRun.in(after)
        .where("internet: timeout 8 nc -w 3 192.0.2.11 8080 < /dev/null | wc -c", "17\n")
        .issue(keys);
    var one = Comparison.read(new BundleFiles(before));
    var other = Comparison.read(new BundleFiles(after));

    assertThat(Comparison.of(one, one).differences()).isEmpty();
    assertThat(Comparison.of(one, other).differences())
        .containsExactly(
            new Difference("result", "PASSED", "FAILED"),
            new Difference("lab-fip-2", "passed", "failed"));
  }

  @Test
  void reportsADeclarationThatShortensTheValidity() throws Exception {
    var keys = new KeyRing(directory.resolve("keys"));
    keys.create();
    var frr = RecordedRun.FRR;
    var declared = new Declaration("lab-uplink-timers", "it is known", "Example Ltd", "2026-12-31");
    var product =
        new Product(
            frr.product(),
            frr.version(),
            frr.vendor(),
            frr.ports(),
            frr.supported(),
            List.of(),
            List.of(declared),
            List.of());
    var before = RecordedRun.in(directory.resolve("before")).issue(keys).data();
    var after = RecordedRun.in(directory.resolve("after")).of(product).issue(keys).data();

    assertThat(Comparison.of(before, after).differences())
        .containsExactly(new Difference("valid for", "365 days", "33 days"));
  }
}
