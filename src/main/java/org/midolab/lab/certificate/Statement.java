package org.midolab.lab.certificate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The signed message: an in-toto statement, version 1, with a test result, version 0.1 (docs:
 * certification.md#bundle).
 *
 * @param type type of the statement, {@link #TYPE}
 * @param subject the files of the bundle with their digests
 * @param predicateType type of the predicate, {@link #TEST_RESULT}
 */
record Statement(
    @JsonProperty("_type") String type,
    List<Resource> subject,
    String predicateType,
    TestResult predicate) {

  /** The type of in-toto statements. */
  static final String TYPE = "https://in-toto.io/Statement/v1";

  /** The type of in-toto test results. */
  static final String TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1";

  Statement {
    requireNonNull(type);
    subject = List.copyOf(subject);
    requireNonNull(predicateType);
    requireNonNull(predicate);
  }

  /** A name with digests: in-toto's resource descriptor. */
  record Resource(String name, Map<String, String> digest) {

    Resource {
      requireNonNull(name);
      digest = Map.copyOf(digest);
    }

    static Resource of(String name, String sha256) {
      return new Resource(name, Map.of("sha256", sha256));
    }
  }

  /**
   * @param result {@code PASSED}, {@code WARNED} or {@code FAILED}
   * @param configuration the profile, with the digest of its canonical list
   * @param passedTests ids of scenarios, as in the other lists
   * @param midolab the content of the certificate; MidoLab's extension of the type
   */
  record TestResult(
      String result,
      List<Resource> configuration,
      List<String> passedTests,
      List<String> warnedTests,
      List<String> failedTests,
      Certificate midolab) {

    TestResult {
      requireNonNull(result);
      configuration = List.copyOf(configuration);
      passedTests = List.copyOf(passedTests);
      warnedTests = List.copyOf(warnedTests);
      failedTests = List.copyOf(failedTests);
      requireNonNull(midolab);
    }
  }

  /**
   * Creates the statement of a certificate.
   *
   * @param files SHA-256 of each file, by name
   */
  static Statement of(Certificate certificate, Map<String, String> files) {
    return new Statement(
        TYPE,
        new TreeMap<>(files)
            .entrySet().stream().map(f -> Resource.of(f.getKey(), f.getValue())).toList(),
        TEST_RESULT,
        new TestResult(
            certificate.result(),
            List.of(Resource.of("profile " + certificate.profile(), certificate.list())),
            certificate.ids(CertifiedOutcome.PASSED),
            certificate.ids(CertifiedOutcome.DEVIATION, CertifiedOutcome.NOT_OBSERVABLE),
            certificate.ids(CertifiedOutcome.FAILED, CertifiedOutcome.BLOCKED),
            certificate));
  }

  /** Returns the SHA-256 of each file, by name. */
  Map<String, String> files() {
    var files = new TreeMap<String, String>();
    subject.forEach(s -> files.put(s.name(), s.digest().getOrDefault("sha256", "")));
    return files;
  }
}
