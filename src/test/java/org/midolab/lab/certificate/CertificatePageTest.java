package org.midolab.lab.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.profile.Product;
import org.midolab.lab.guide.FakeUplink;
import org.w3c.dom.Document;

class CertificatePageTest {

  @TempDir private Path directory;

  private KeyRing keys;

  @BeforeEach
  void makeAKey() {
    keys = new KeyRing(directory.resolve("keys"));
    keys.create();
  }

  private static Document parse(Path page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(Files.readAllBytes(page)));
  }

  @Test
  void isOneWellFormedPageWithoutOtherFiles() throws Exception {
    var issued = RecordedRun.in(directory.resolve("bundle")).issue(keys);
    var page = issued.page();
    var document = parse(page);
    var text = document.getDocumentElement().getTextContent();

    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("link").getLength()).isZero();
    assertThat(Files.readString(page)).doesNotContain("src=").doesNotContain("url(");
    assertThat(text)
        .contains("Certificate", "FRRouting 8.4.4 (Debian 12)", "PASSED")
        .contains("2026-11-28T11:00:00Z", issued.data().expires(), "Linux 6.18.0, amd64")
        .contains(RecordedRun.UPLINK.digest(), "lab-fip-6", "./lab verify certificate.dsse.json")
        .doesNotContain("Why this is not a certificate");
  }

  @Test
  void aReportSaysThatItIsNotACertificateAndWhy() throws Exception {
    var page =
        RecordedRun.in(directory.resolve("bundle"))
            .where(FakeUplink.SESSION_2, FakeUplink.session(9))
            .issue(keys)
            .page();
    var text = parse(page).getDocumentElement().getTextContent();

    assertThat(page).hasFileName("report.html");
    assertThat(text)
        .contains("Report, not a certificate", "Not certified.", "lab-uplink-timers: failed")
        .doesNotContain("./lab verify");
  }

  @Test
  void escapesTheVendorsTexts() throws Exception {
    var frr = RecordedRun.FRR;
    var hostile =
        new Product(
            "<script>alert(1)</script>",
            "1 & 2",
            "a\u0007b\u202ec",
            List.of("\"]]>"),
            frr.supported(),
            List.of(),
            List.of(),
            List.of());
    var page = RecordedRun.in(directory.resolve("bundle")).of(hostile).issue(keys).page();
    var document = parse(page);

    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getDocumentElement().getTextContent())
        .contains("<script>alert(1)</script> 1 & 2", "a\\u0007b\\u202ec");
  }
}
