package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * Endpoints of items that are stored inside an object and have no id of their own, such as the
 * members of a tunnel zone. Their paths are below the object's.
 *
 * <pre>
 *   GET POST         /owners/{id}/items
 *   GET PUT DELETE   /owners/{id}/items/{key}
 * </pre>
 *
 * @param <P> type of the object
 * @param <I> type of the items
 * @param <B> type of the builder that a request is read into
 * @param collection template of the items' path
 * @param item template of one item's path
 * @param noun name of an item in messages
 * @param shape JSON form of an item together with its object
 * @param holder finds the object of a path
 * @param items returns the object's items
 * @param changed returns the object with other items
 * @param key returns an item's key, unique in the object
 * @param keyOf returns the key of a path, or null when it is malformed
 * @param put whether an item may be replaced
 * @param deletedAgain whether the deletion of an absent item with a well-formed key succeeds
 */
@RecordBuilder
public record Embedded<P extends TopologyObject, I, B>(
    TopologyStore topology,
    String collection,
    String item,
    String noun,
    Shape<Item<P, I>, B> shape,
    Holder<P> holder,
    Function<P, List<I>> items,
    BiFunction<P, List<I>, P> changed,
    Function<I, Object> key,
    Function<Request, Object> keyOf,
    Supplier<B> fresh,
    Function<B, I> make,
    Check<P, I> check,
    boolean put,
    boolean deletedAgain)
    implements Resource {

  /** An item with the object that contains it. */
  public record Item<P, I>(P holder, I item) {}

  /** Finds the object of a path. */
  public interface Holder<P> {

    /**
     * @throws ApiException 404
     */
    P find(Transaction transaction, Request request);
  }

  /** Checks an item against its object and other objects. */
  @FunctionalInterface
  public interface Check<P, I> {
    void check(Transaction transaction, P holder, I item);
  }

  @Override
  public void declare(Api.Builder api) {
    api.list(collection, shape, this::list)
        .post(collection, shape, this::create)
        .get(item, shape, this::get)
        .delete(item, this::delete);
    if (put) {
      api.put(item, shape, this::update);
    }
  }

  private ObjectNode write(P owner, I each, Request request) {
    return shape.write(new Item<>(owner, each), request.links(), request.version());
  }

  private P read(Request request) {
    return topology.transact(transaction -> holder.find(transaction, request));
  }

  private Reply list(Request request) {
    return list(request, each -> true);
  }

  /** Answers with the items that match. */
  public Reply list(Request request, Predicate<I> wanted) {
    P owner = read(request);
    return Reply.list(
        items.apply(owner).stream().filter(wanted).map(each -> write(owner, each, request)));
  }

  private Reply get(Request request) {
    P owner = read(request);
    return Unenforced.warn(Reply.of(write(owner, find(owner, request), request)), owner);
  }

  public Reply create(Request request) {
    I made = make.apply(shape.read(request.body(), fresh.get()));
    P owner =
        topology.transact(
            transaction -> {
              P before = holder.find(transaction, request);
              List<I> all = new ArrayList<>(items.apply(before));
              for (I other : all) {
                if (key.apply(other).equals(key.apply(made))) {
                  throw ApiException.conflict(noun + " " + key.apply(made) + " is there already");
                }
              }
              check.check(transaction, before, made);
              all.add(made);
              P after = changed.apply(before, all);
              transaction.update(after);
              return after;
            });
    String uri = write(owner, made, request).get("uri").textValue();
    return Unenforced.warn(Reply.created(uri), owner);
  }

  private Reply update(Request request) {
    I made = make.apply(shape.read(request.body(), fresh.get()));
    P owner =
        topology.transact(
            transaction -> {
              P before = holder.find(transaction, request);
              I replaced = find(before, request);
              if (!key.apply(replaced).equals(key.apply(made))) {
                throw new ApiException(400, "the body is about another " + noun + " than the URI");
              }
              check.check(transaction, before, made);
              P after =
                  changed.apply(
                      before,
                      items.apply(before).stream()
                          .map(each -> each.equals(replaced) ? made : each)
                          .toList());
              transaction.update(after);
              return after;
            });
    return Unenforced.warn(Reply.done(), owner);
  }

  private Reply delete(Request request) {
    topology.write(
        transaction -> {
          P before = holder.find(transaction, request);
          Optional<I> leaving = search(before, request);
          if (leaving.isEmpty() && deletedAgain && keyOf.apply(request) != null) {
            return;
          }
          I found = leaving.orElseThrow(this::absent);
          transaction.update(
              changed.apply(
                  before,
                  items.apply(before).stream().filter(each -> !each.equals(found)).toList()));
        });
    return Reply.done();
  }

  private I find(P owner, Request request) {
    return search(owner, request).orElseThrow(this::absent);
  }

  private Optional<I> search(P owner, Request request) {
    Object wanted = keyOf.apply(request);
    return items.apply(owner).stream().filter(each -> key.apply(each).equals(wanted)).findFirst();
  }

  private ApiException absent() {
    return ApiException.notFound("there is no such " + noun);
  }
}
