package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.EntityTag;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;

/**
 * Operations on stored objects of one type: look-up, list, update under {@code If-Match}, and
 * delete.
 *
 * @param noun name of the type in messages
 */
public record Crud<T extends TopologyObject>(TopologyStore topology, Class<T> type, String noun) {

  /** Makes the changed object of an update. */
  @FunctionalInterface
  public interface Change<T> {
    T apply(Transaction transaction, T before);
  }

  /** Writes an object as JSON. */
  @FunctionalInterface
  public interface Writer<T> {
    ObjectNode write(T object);
  }

  /**
   * @throws ApiException 404
   */
  public Versioned<T> find(UUID id) {
    return topology.find(type, id).orElseThrow(() -> absent(id));
  }

  /**
   * @throws ApiException 404
   */
  public Versioned<T> find(Transaction transaction, UUID id) {
    return transaction.find(type, id).orElseThrow(() -> absent(id));
  }

  /**
   * @throws ApiException 404 when the object does not exist
   */
  public void mustExist(UUID id) {
    if (!topology.exists(type, id)) {
      throw absent(id);
    }
  }

  private ApiException absent(UUID id) {
    return ApiException.notFound("there is no " + noun + " " + id);
  }

  /**
   * Answers with all objects that the query's filters select.
   *
   * @param filters by query parameter, a test whether an object matches the parameter's value
   */
  public Reply list(
      Request request, Map<String, BiPredicate<T, String>> filters, Writer<T> writer) {
    return Reply.list(
        topology.stream(type)
            .filter(object -> isPicked(object, request.query(), filters))
            .map(writer::write));
  }

  private static <T> boolean isPicked(
      T object, Map<String, String> query, Map<String, BiPredicate<T, String>> filters) {
    return filters.entrySet().stream()
        .allMatch(
            filter -> {
              String wanted = query.get(filter.getKey());
              return wanted == null || filter.getValue().test(object, wanted);
            });
  }

  /** Answers with all objects that refer to another one by a field. */
  public Reply listReferring(
      Class<? extends TopologyObject> to, UUID id, String field, Writer<T> writer) {
    return Reply.list(
        topology.stream(type, topology.referencing(to, id, type, field)).map(writer::write));
  }

  /** Answers with the object of the path's {@code id} and its ETag. */
  public Reply get(Request request, Writer<T> writer) {
    Versioned<T> found = find(request.id());
    return Unenforced.warn(Reply.of(writer.write(found.value())), found.value())
        .with("ETag", EntityTag.of(found));
  }

  /**
   * Replaces the object of the path's {@code id}; the last writer wins unless the request has
   * {@code If-Match}.
   */
  public Reply update(Request request, Change<T> change) {
    T written =
        topology.transact(
            transaction -> {
              Versioned<T> before = find(transaction, request.id());
              EntityTag.mustMatch(request, before);
              T after = change.apply(transaction, before.value());
              transaction.update(after);
              return after;
            });
    return Unenforced.warn(Reply.done(), written);
  }

  public Reply delete(Request request) {
    return delete(request, (transaction, object) -> {});
  }

  /**
   * Deletes the object of the path's {@code id}.
   *
   * @param before runs in the same transaction; throws an exception to refuse
   */
  public Reply delete(Request request, BiConsumer<Transaction, T> before) {
    topology.write(
        transaction -> {
          Versioned<T> found = find(transaction, request.id());
          EntityTag.mustMatch(request, found);
          before.accept(transaction, found.value());
          transaction.delete(type, request.id());
        });
    return Reply.done();
  }

  /** Returns the id of a new object: the requested one, or a random one. */
  public static UUID newId(UUID asked) {
    return Optional.ofNullable(asked).orElseGet(UUID::randomUUID);
  }
}
