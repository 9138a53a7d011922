package org.midolab.midonet.cluster.rest;

import java.util.List;
import java.util.Map;

/** Ends a request with an error document. The client receives the message. */
public final class ApiException extends RuntimeException {

  private final int status;
  private final transient List<Violation> violations;
  private final transient Map<String, String> headers;

  private ApiException(
      int status, String message, List<Violation> violations, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.violations = List.copyOf(violations);
    this.headers = Map.copyOf(headers);
  }

  public ApiException(int status, String message) {
    this(status, message, List.of(), Map.of());
  }

  ApiException(int status, String message, String header, String value) {
    this(status, message, List.of(), Map.of(header, value));
  }

  /** 400: the body violates the constraints of its resource. */
  public static ApiException invalid(List<Violation> violations) {
    StringBuilder message =
        new StringBuilder("the request violates the constraints of its resource:");
    for (Violation violation : violations) {
      message.append(' ').append(violation.property()).append(' ').append(violation.message());
      message.append(';');
    }
    message.setLength(message.length() - 1);
    return new ApiException(400, message.toString(), violations, Map.of());
  }

  /** 400: one property is invalid; the message continues the property's name. */
  public static ApiException invalid(String property, String message) {
    return invalid(List.of(new Violation(property, message)));
  }

  /**
   * Throws an exception if there are violations.
   *
   * @throws ApiException 400 with all violations
   */
  public static void refuse(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw invalid(violations);
    }
  }

  /** 401: the client must log in. */
  public static ApiException unauthorized(String message) {
    return new ApiException(401, message, "WWW-Authenticate", "Basic realm=\"MidoNet\"");
  }

  /** 404: the object does not exist. */
  public static ApiException notFound(String message) {
    return new ApiException(404, message);
  }

  /** 409: the request conflicts with existing objects. */
  public static ApiException conflict(String message) {
    return new ApiException(409, message);
  }

  public int status() {
    return status;
  }

  public List<Violation> violations() {
    return violations;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Error of one property; the message continues its name, as in "must be given". */
  public record Violation(String property, String message) {}
}
