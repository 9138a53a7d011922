package org.midolab.midonet.cluster.neutron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.EntityTag;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.NeutronObject;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Versioned;

/**
 * Endpoints that create, read, update and delete Neutron objects of one type. Each request is one
 * transaction that includes the translation; a POST may contain a list of objects. An update
 * replaces the whole object; the last one wins.
 */
class NeutronCollection<T extends NeutronObject, B> {

  private final NeutronType<T, B> served;
  private final NeutronStore store;

  NeutronCollection(NeutronType<T, B> served, NeutronStore store) {
    this.served = served;
    this.store = store;
  }

  void declare(Api.Builder api) {
    String all = "/neutron/" + served.path();
    String one = all + "/{id}";
    api.list(all, served.shape(), this::list)
        .query(List.of("tenant_id"))
        .postOneOrMany(all, served.shape(), this::create)
        .get(one, served.shape(), this::get)
        .putAnswered(one, served.shape(), this::update)
        .delete(one, this::delete);
  }

  NeutronStore store() {
    return store;
  }

  TopologyStore topology() {
    return store.topology();
  }

  ObjectNode write(T object, Request request) {
    return served.shape().write(object, request.links(), request.version());
  }

  private Reply list(Request request) {
    String tenant = request.query().get("tenant_id");
    return Reply.list(
        topology().stream(served.type())
            .map(object -> write(object, request))
            .filter(json -> tenant == null || tenant.equals(json.path("tenant_id").asText(null))));
  }

  private Reply get(Request request) {
    Versioned<T> found =
        topology().find(served.type(), request.id()).orElseThrow(() -> absent(request.id()));
    return Reply.of(write(found.value(), request)).with("ETag", EntityTag.of(found));
  }

  /**
   * Reads the objects that the body of one new object contains: the object itself and, for some
   * types, nested ones.
   */
  List<NeutronObject> read(ObjectNode body) {
    return List.of(served.read(body));
  }

  /** Completes an object with values that depend on other objects. */
  T complete(T object, View view) {
    return object;
  }

  /** Performs further changes that the body of a new object requests, in the same transaction. */
  void createRelated(NeutronStore.Changes changes, T created, ObjectNode body) {}

  private Reply create(Request request) {
    List<List<NeutronObject>> requested = request.bodies().stream().map(this::read).toList();
    String all = request.links().to("neutron", served.path());
    boolean one = requested.size() == 1;
    List<T> created = new ArrayList<>();
    Reply reply =
        store.write(
            Reply.created(one ? all + "/" + requested.getFirst().getFirst().id() : all),
            changes -> {
              created.clear(); // left from an attempt that conflicted with another writer
              for (int i = 0; i < requested.size(); i++) {
                created.add(create(changes, requested.get(i), request.bodies().get(i)));
              }
            });
    return reply.with(
        201,
        one
            ? new Reply.Content.Json(write(created.getFirst(), request))
            : new Reply.Content.JsonList(created.stream().map(each -> write(each, request))));
  }

  /**
   * Creates an object and its nested objects.
   *
   * @param objects the object of this type first, then nested ones
   */
  private T create(NeutronStore.Changes changes, List<NeutronObject> objects, ObjectNode body) {
    T created = complete(served.type().cast(objects.getFirst()), changes.view());
    changes.create(created);
    objects.stream().skip(1).forEach(changes::create);
    createRelated(changes, created, body);
    return created;
  }

  private Reply update(Request request) {
    ObjectNode body = request.body();
    body.put("id", request.id().toString());
    T after = served.read(body);
    AtomicReference<T> written = new AtomicReference<>();
    Reply reply =
        store.write(
            Reply.done(),
            changes -> {
              served.checkChange(matching(changes, request), after);
              written.set(complete(after, changes.view()));
              changes.update(written.get());
            });
    return reply.with(200, new Reply.Content.Json(write(written.get(), request)));
  }

  /**
   * Deletes an object. Succeeds if it does not exist, since the plugin repeats aborted requests.
   */
  private Reply delete(Request request) {
    return store.write(
        Reply.done(),
        changes -> {
          if (request.ifMatch() == null && changes.stored(served.type(), request.id()).isEmpty()) {
            return;
          }
          matching(changes, request);
          changes.delete(served.type(), request.id());
        });
  }

  T find(NeutronStore.Changes changes, UUID id) {
    return stored(changes, id).value();
  }

  private Versioned<T> stored(NeutronStore.Changes changes, UUID id) {
    return changes.stored(served.type(), id).orElseThrow(() -> absent(id));
  }

  /** Returns the object of the path, after a check of {@code If-Match}. */
  private T matching(NeutronStore.Changes changes, Request request) {
    Versioned<T> found = stored(changes, request.id());
    EntityTag.mustMatch(request, found);
    return found.value();
  }

  private ApiException absent(UUID id) {
    return ApiException.notFound("there is no " + served.noun() + " " + id);
  }
}
