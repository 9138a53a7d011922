package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.net.SocketException;
import org.midolab.midonet.nsdb.AlreadyExistsException;
import org.midolab.midonet.nsdb.BusyException;
import org.midolab.midonet.nsdb.ConflictException;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.ReferencedException;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * Error documents, {@code Error-v1}: {@code message}, {@code code} and, for invalid bodies, a list
 * {@code violations} with {@code property} and {@code message}.
 */
final class Errors {

  static final String TYPE = MediaType.of("Error", 1).text(1, false);

  private Errors() {}

  static byte[] document(ApiException e) {
    ObjectNode document = document(e.status(), e.getMessage());
    if (!e.violations().isEmpty()) {
      ArrayNode violations = document.putArray("violations");
      for (ApiException.Violation violation : e.violations()) {
        violations
            .addObject()
            .put("property", violation.property())
            .put("message", violation.message());
      }
    }
    return Json.bytes(document);
  }

  private static ObjectNode document(int status, String message) {
    return Json.object().put("message", message).put("code", status);
  }

  /** Translates a failure of the network state database. */
  static ApiException translate(NsdbException e) {
    return switch (e) {
      case NotFoundException absent -> ApiException.notFound(absent.getMessage());
      case AlreadyExistsException taken -> ApiException.conflict(taken.getMessage());
      case ReferencedException referenced -> ApiException.conflict(referenced.getMessage());
      case ConflictException lost -> ApiException.conflict(lost.getMessage());
      case HostTakenException taken -> ApiException.conflict(taken.getMessage());
      case BusyException busy -> new ApiException(503, busy.getMessage(), "Retry-After", "1");
      case StorageUnavailableException away ->
          new ApiException(
              503,
              "ZooKeeper does not answer, so nothing can be read or changed now: "
                  + away.getMessage(),
              "Retry-After",
              "5");
    };
  }

  /** Translates a failure of Helidon while the body of a request is read. */
  static ApiException translate(RequestException e) {
    return e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
        ? closingConnection(413, Bodies.TOO_LARGE)
        : closingConnection(400, "the body is not valid HTTP/1.1");
  }

  /** Returns whether the client closed the connection before it had sent the whole request. */
  static boolean isDisconnection(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof DataReader.InsufficientDataAvailableException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns an error that closes the connection: the rest of the request is not read, so no other
   * request can follow.
   */
  static ApiException closingConnection(int status, String message) {
    return new ApiException(status, message, HeaderNames.CONNECTION.defaultCase(), "close");
  }

  /**
   * Returns the error for an unavailable identity service. The details are only logged, since
   * clients are not authenticated.
   */
  static ApiException identityServiceUnavailable() {
    return new ApiException(
        503,
        "the identity service is unavailable, so requests cannot be authenticated; the cluster's"
            + " log says why",
        "Retry-After",
        "5");
  }

  private static String refusal(Status status) {
    return switch (status.code()) {
      case 413 -> Bodies.TOO_LARGE;
      case 414 -> "the first line of the request, with its path, is too long";
      default -> "this is not a valid HTTP/1.1 request, or its headers are too long";
    };
  }

  /**
   * Returns handlers that write error documents for failures before a request is parsed, such as
   * malformed headers.
   */
  static DirectHandlers directHandlers() {
    DirectHandler handler =
        (request, event, status, headers, message) -> {
          Status answer = status.code() >= 500 ? Status.BAD_REQUEST_400 : status;
          boolean ours = event == DirectHandler.EventType.INTERNAL_ERROR;
          ObjectNode document =
              document(
                  (ours ? status : answer).code(),
                  ours ? "the cluster failed to process this request" : refusal(answer));
          return DirectHandler.TransportResponse.builder()
              .status(ours ? status : answer)
              .headers(headers)
              .header(HeaderNames.CONTENT_TYPE, TYPE)
              .keepAlive(event.keepAlive())
              .entity(Json.bytes(document))
              .build();
        };
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
      handlers.addHandler(event, handler);
    }
    return handlers.build();
  }
}
