package org.midolab.midonet.cluster.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.midolab.midonet.nsdb.AlreadyExistsException;
import org.midolab.midonet.nsdb.BusyException;
import org.midolab.midonet.nsdb.ConflictException;
import org.midolab.midonet.nsdb.HostTakenException;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.NsdbException;
import org.midolab.midonet.nsdb.ReferencedException;
import org.midolab.midonet.nsdb.StorageUnavailableException;

/**
 * Error documents, {@code Error-v1}: {@code message}, {@code code} and, when the body of a request
 * was at fault, {@code violations} with {@code property} and {@code message} each.
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

  /** What a failure of the database means to the client. */
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

  /** What HTTP itself finds wrong with the body of a request while it is read. */
  static ApiException translate(RequestException e) {
    return e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
        ? brokenOff(413, Bodies.TOO_LARGE)
        : brokenOff(400, "the body is not sent as HTTP/1.1 has it");
  }

  /** The rest of the request is not read, so that no other can follow on its connection. */
  static ApiException brokenOff(int status, String message) {
    return new ApiException(status, message, HeaderNames.CONNECTION.defaultCase(), "close");
  }

  /** The identity service is away: its details are for the log, not for whoever asks. */
  static ApiException nobodyDecides() {
    return new ApiException(
        503,
        "the identity service cannot be asked, so nobody can be let in now; the cluster's log says"
            + " why",
        "Retry-After",
        "5");
  }

  private static String refusal(Status status) {
    return status.equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
        ? Bodies.TOO_LARGE
        : "this is no request of HTTP/1.1";
  }

  /** The same documents for what never becomes a request, such as a malformed header. */
  static DirectHandlers beforeRequests() {
    DirectHandler handler =
        (request, event, status, headers, message) -> {
          Status answer = status.code() >= 500 ? Status.BAD_REQUEST_400 : status;
          boolean ours = event == DirectHandler.EventType.INTERNAL_ERROR;
          ObjectNode document =
              document(
                  (ours ? status : answer).code(),
                  ours ? "the cluster failed at this request" : refusal(answer));
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
