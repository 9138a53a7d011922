package org.midolab.lab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.midolab.lab.certificate.RecordedRun;
import org.midolab.lab.certificate.key.KeyRing;
import org.midolab.lab.certificate.run.Software;
import org.midolab.lab.guide.FakeUplink;

/** What one types to make keys, to check certificates and to compare them. */
class CertificateVerbsTest {

  private static final String KEYS = "midolab.keys";

  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void useOtherKeys() {
    System.setProperty(KEYS, directory.resolve("keys").toString());
  }

  @AfterEach
  void forgetThem() {
    System.clearProperty(KEYS);
  }

  private int lab(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Lab.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private Path bundle(String name) {
    return directory.resolve(name);
  }

  private RecordedRun run(String name) {
    return RecordedRun.in(bundle(name)).at(Instant.now().minus(Duration.ofHours(2)));
  }

  @Test
  void aKeyIsMadeAndShownWithoutItsPrivateHalf() throws Exception {
    assertThat(lab("key", "new")).isZero();
    var secret = Files.readAllLines(directory.resolve("keys/key.pem")).get(1);
    var made = out.toString();
    assertThat(lab("key", "show")).isZero();

    assertThat(made + out)
        .contains("-----BEGIN PUBLIC KEY-----", "signs: ", "trusted: ")
        .doesNotContain("PRIVATE")
        .doesNotContain(secret);
    assertThat(lab("key", "new")).isEqualTo(2);
    assertThat(err.toString()).contains("there is a key already").doesNotContain(secret);
  }

  @Test
  void withoutAKeyNothingIsCertified() {
    assertThat(lab("certify")).isEqualTo(2);
    assertThat(err.toString()).contains("create one with: ./lab key new");
  }

  @Test
  void aGoodCertificateIsToldInThreeVerdicts() throws Exception {
    lab("key", "new");
    run("good").issue(KeyRing.find());

    assertThat(lab("verify", bundle("good").toString())).isZero();
    assertThat(out.toString())
        .contains("✓ signature", "✓ consistency", "✓ re-evaluation  49 assertions of 24")
        .contains("  FRRouting 8.4.4 (Debian 12) of FRRouting Project, profile uplink: PASSED")
        .contains("the page was not compared: it is of MidoLab 5.0, sources 0123456789abcdef")
        .doesNotContain("NOT CONFIRMED");
    assertThat(lab("verify", bundle("good/certificate.dsse.json").toString())).isZero();
  }

  /** The bundle may come from anybody, and a terminal obeys escape sequences. */
  @Test
  void textsOfABundleAreMadePrintable() throws Exception {
    lab("key", "new");
    run("odd").by(new Software("5.0\u001b[2J", "sources\n")).issue(KeyRing.find());

    assertThat(lab("verify", bundle("odd").toString())).isZero();
    assertThat(out.toString())
        .contains("it is of MidoLab 5.0\\u001b[2J, sources sources")
        .doesNotContain("\u001b");
  }

  @Test
  void aBadOneIsToldFaultByFault() throws Exception {
    lab("key", "new");
    run("bad").issue(KeyRing.find());
    Files.writeString(bundle("bad/product.json"), "{}");

    assertThat(lab("verify", bundle("bad").toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("✓ signature", "✗ consistency", "product.json: its bytes have the SHA-256")
        .contains("NOT CONFIRMED: FRRouting");
  }

  @Test
  void aKeyThatSomebodyRevokedIsNotGood() throws Exception {
    lab("key", "new");
    run("good").issue(KeyRing.find());
    var id = KeyRing.find().own().orElseThrow().id().value();
    var list = Files.writeString(directory.resolve("list"), id + " 2026-11-28 stolen\n");

    assertThat(lab("verify", "--revoked", list.toString(), bundle("good").toString())).isEqualTo(1);
    assertThat(out.toString()).contains("✗ signature", "is revoked since 2026-11-28: stolen");
    assertThat(lab("verify", bundle("good").toString())).isZero();
    assertThat(lab("key", "revoke", id, "stolen")).isZero();
    assertThat(lab("verify", bundle("good").toString())).isEqualTo(1);
  }

  @Test
  void whereThereIsNoCertificateThatIsSaid() {
    assertThat(lab("verify", directory.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("✗ signature", "certificate.dsse.json: is missing", "run.jsonl: is missing")
        .contains("✗ re-evaluation");
  }

  /** Another file of the bundle, or a name that does not exist, is probably a typing error. */
  @Test
  void aPathThatIsNoBundleIsRefused() throws Exception {
    lab("key", "new");
    run("good").issue(KeyRing.find());

    for (var path : List.of("good/no-such-file", "good/run.jsonl", "none/certificate.dsse.json")) {
      assertThat(lab("verify", bundle(path).toString())).as(path).isEqualTo(2);
      assertThat(err.toString())
          .contains(path + " is neither a directory nor a file certificate.dsse.json");
    }
  }

  @Test
  void twoAreCompared() throws Exception {
    lab("key", "new");
    run("one").issue(KeyRing.find());
    run("other").where(FakeUplink.SESSION_2, FakeUplink.session(9)).issue(KeyRing.find());

    assertThat(lab("compare", bundle("one").toString(), bundle("other").toString())).isEqualTo(1);
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .contains("result PASSED FAILED", "lab-uplink-timers passed failed");
    assertThat(lab("compare", bundle("one").toString(), directory.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("report.json: is missing");
  }

  @Test
  void aTextThatIsNoKeysIdIsRefused() {
    assertThat(lab("key", "revoke", "../key", "lost")).isEqualTo(2);
    assertThat(err.toString()).contains("is not a key's id; allowed: 64 of the digits");
  }
}
