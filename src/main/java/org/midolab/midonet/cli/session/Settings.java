package org.midolab.midonet.cli.session;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Address of the cluster and credentials. Options override the environment, which overrides {@code
 * ~/.midonetrc} (docs: contract.md#cli-invocation).
 *
 * @param api base URI of the REST API, without a trailing slash
 * @param credentials with {@code --no-auth}, missing ones are empty
 * @param tenant initial tenant of the session; null for all tenants
 * @param verifyCertificates false to accept any TLS certificate
 * @param debug whether to print requests and answers on standard error
 */
record Settings(
    URI api, Credentials credentials, String tenant, boolean verifyCertificates, boolean debug) {

  record Credentials(String user, String password, String project) {

    @Override
    public String toString() {
      return "Credentials[user=" + user + ", project=" + project + "]";
    }
  }

  /** Thrown when a required setting is missing or invalid: exit code 2. */
  static final class Incomplete extends RuntimeException {

    Incomplete(String message) {
      super(message, null, false, false);
    }
  }

  private static final Set<String> TRUE = Set.of("true", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("false", "no", "off", "0");

  static Settings resolve(
      Options options, Map<String, String> environment, Map<String, String> rc) {
    var missing = new ArrayList<String>();
    var layers = new Layers(environment, rc, missing);
    String url = layers.required(options.url(), "MIDO_API_URL", "api_url", "--midonet-url");
    Credentials credentials =
        new Credentials(
            layers.needed(options, options.user(), "MIDO_USER", "username", "--user"),
            layers.needed(options, options.password(), "MIDO_PASSWORD", "password", "--password"),
            layers.needed(
                options, options.project(), "MIDO_PROJECT_ID", "project_id", "--project-id"));
    if (!missing.isEmpty()) {
      throw new Incomplete("Missing settings:\n" + String.join("\n", missing));
    }
    String tenant = layers.optional(options.tenant(), "MIDO_TENANT", "tenant");
    boolean blindTrust =
        bool(
            layers.optional(
                options.disableCertificateValidation(),
                "MIDO_DISABLE_SSL_CERTIFICATE_VALIDATION",
                "disable_ssl_certificate_validation"));
    return new Settings(
        uri(url),
        credentials,
        tenant == null || tenant.isEmpty() ? null : tenant,
        !blindTrust,
        options.debug());
  }

  private static URI uri(String url) {
    try {
      URI uri = URI.create(url.strip().replaceAll("/+$", ""));
      if (List.of("http", "https").contains(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new Incomplete(
        "The API's URL must look like http://controller:8181/midonet-api, found '" + url + "'");
  }

  private static boolean bool(String text) {
    if (text == null || FALSE.contains(text.toLowerCase(Locale.ROOT))) {
      return false;
    }
    if (TRUE.contains(text.toLowerCase(Locale.ROOT))) {
      return true;
    }
    throw new Incomplete(
        "disable_ssl_certificate_validation is true or false, found '" + text + "'");
  }

  private record Layers(
      Map<String, String> environment, Map<String, String> rc, List<String> missing) {

    String optional(String option, String variable, String key) {
      return option != null ? option : environment.getOrDefault(variable, rc.get(key));
    }

    /** Returns a credential, which may be absent without a login. */
    String needed(Options options, String option, String variable, String key, String flag) {
      if (!options.noAuth()) {
        return required(option, variable, key, flag);
      }
      String value = optional(option, variable, key);
      return value == null ? "" : value;
    }

    String required(String option, String variable, String key, String flag) {
      String value = optional(option, variable, key);
      if (value == null || value.isEmpty()) {
        missing.add(
            "  %s: give %s, set %s, or write '%s = …' under [cli] in ~/.midonetrc"
                .formatted(key, flag, variable, key));
      }
      return value;
    }
  }
}
