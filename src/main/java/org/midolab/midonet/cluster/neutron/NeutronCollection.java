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
 * Creating, one or many at once, reading, changing and deleting the objects of one type. All that a
 * request asks for is done in one transaction, with its translation, or not at all. A change says
 * what the whole object is to be; the last one counts.
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
        .postAny(all, served.shape(), this::create)
        .get(one, served.shape(), this::get)
        .exchange(one, served.shape(), this::update)
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

  /** Reads all that the body of a request for one new object makes. */
  List<NeutronObject> read(ObjectNode body) {
    return List.of(served.read(body));
  }

  /** Fills in what follows from other objects. */
  T complete(T object, View view) {
    return object;
  }

  /** Does in the same transaction what else the body of a request for a new object asks for. */
  void alsoCreate(NeutronStore.Changes changes, T made, ObjectNode body) {}

  private Reply create(Request request) {
    List<List<NeutronObject>> wanted = request.bodies().stream().map(this::read).toList();
    String all = request.links().to("neutron", served.path());
    boolean one = wanted.size() == 1;
    List<T> made = new ArrayList<>();
    Reply reply =
        store.write(
            Reply.created(one ? all + "/" + wanted.getFirst().getFirst().id() : all),
            changes -> {
              made.clear(); // of an attempt that met another writer
              for (int i = 0; i < wanted.size(); i++) {
                made.add(create(changes, wanted.get(i), request.bodies().get(i)));
              }
            });
    return reply.with(
        201,
        one
            ? new Reply.Content.Json(write(made.getFirst(), request))
            : new Reply.Content.JsonList(made.stream().map(each -> write(each, request))));
  }

  /**
   * @param objects one of this type first, and what comes with it
   */
  private T create(NeutronStore.Changes changes, List<NeutronObject> objects, ObjectNode body) {
    T made = complete(served.type().cast(objects.getFirst()), changes.view());
    changes.create(made);
    objects.stream().skip(1).forEach(changes::create);
    alsoCreate(changes, made, body);
    return made;
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

  /** What is gone already is deleted: the plugin asks again after it was broken off. */
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

  /** The object of the path, of the version that the request is about if it names one. */
  private T matching(NeutronStore.Changes changes, Request request) {
    Versioned<T> found = stored(changes, request.id());
    EntityTag.mustMatch(request, found);
    return found.value();
  }

  private ApiException absent(UUID id) {
    return ApiException.notFound("there is no " + served.noun() + " " + id);
  }
}
