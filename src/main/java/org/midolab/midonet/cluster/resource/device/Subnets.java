package org.midolab.midonet.cluster.resource.device;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.UUID;
import java.util.function.Function;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Embedded;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Siblings;
import org.midolab.midonet.cluster.resource.Unenforced;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Transaction;

/**
 * Endpoints of DHCP and DHCPv6 subnets of bridges. These objects have no id in the API; their URIs
 * end in the subnet, written as {@code address_length}.
 *
 * @param <T> type of the subnets
 * @param <B> type of the builder that a request is read into
 * @param segment path segment of the subnets below their bridge
 * @param subnetOf returns an object's subnet, which is unique in the bridge
 * @param form makes an object from a request
 * @param parse reads a subnet in its usual form, {@code address/length}, with its host bits cleared
 * @param keep copies the values that a PUT does not change into an update
 */
@RecordBuilder
record Subnets<T extends TopologyObject, B>(
    TopologyStore topology,
    Class<T> type,
    String segment,
    Shape<T, B> shape,
    Form<T, B> form,
    Function<T, Object> subnetOf,
    Function<T, UUID> networkOf,
    Function<String, Object> parse,
    Attach<B> attach,
    Keep<T, B> keep)
    implements Resource, Embedded.Holder<T> {

  /** Sets the bridge of a new subnet. */
  @FunctionalInterface
  interface Attach<B> {
    void attach(B body, UUID networkId);
  }

  /** Copies the values that a PUT does not change into an update. */
  @FunctionalInterface
  interface Keep<T, B> {
    void keep(T before, B body);
  }

  private Crud<Network> bridges() {
    return new Crud<>(topology, Network.class, "bridge");
  }

  /** Returns the path of the subnets, with the bridge's id as parameter {@code id}. */
  String path() {
    return "/bridges/{id}/" + segment;
  }

  @Override
  public void declare(Api.Builder api) {
    api.list(path(), shape, this::list)
        .post(path(), shape, this::create)
        .get(path() + "/{subnet}", shape, this::get)
        .put(path() + "/{subnet}", shape, this::update)
        .delete(path() + "/{subnet}", this::delete);
  }

  private ObjectNode write(T subnet, Request request) {
    return shape.write(subnet, request.links(), request.version());
  }

  private Reply list(Request request) {
    bridges().mustExist(request.id());
    return new Crud<>(topology, type, "subnet")
        .listReferring(Network.class, request.id(), "networkId", subnet -> write(subnet, request));
  }

  @Override
  public T find(Transaction transaction, Request request) {
    bridges().find(transaction, request.id());
    Object wanted = subnet(request.parameter("subnet"));
    return Siblings.of(transaction, Network.class, request.id(), type, "networkId")
        .objects()
        .stream()
        .filter(each -> subnetOf.apply(each).equals(wanted))
        .findFirst()
        .orElseThrow(() -> ApiException.notFound("the bridge has no such DHCP subnet"));
  }

  /** Parses the subnet of a URI; returns null if it is malformed. */
  private Object subnet(String text) {
    try {
      return parse.apply(text.replace('_', '/'));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private Reply get(Request request) {
    T found = topology.transact(transaction -> find(transaction, request));
    return Unenforced.warn(Reply.of(write(found, request)), found);
  }

  private Reply create(Request request) {
    B body = shape.read(request.body(), form.fresh().get());
    attach.attach(body, request.id());
    form.id().accept(body, UUID.randomUUID());
    T made = form.build().apply(body);
    topology.write(
        transaction -> {
          bridges().find(transaction, request.id());
          mustBeNew(transaction, made);
          transaction.create(made);
        });
    return Unenforced.warn(Reply.created(write(made, request).get("uri").textValue()), made);
  }

  private void mustBeNew(Transaction transaction, T subnet) {
    Siblings.locked(transaction, Network.class, networkOf.apply(subnet), type, "networkId")
        .refuse(
            other ->
                subnetOf.apply(other).equals(subnetOf.apply(subnet))
                    && !other.id().equals(subnet.id()),
            "the bridge has a DHCP subnet " + subnetOf.apply(subnet) + " already");
  }

  private Reply update(Request request) {
    T written =
        topology.transact(
            transaction -> {
              T before = find(transaction, request);
              B body = shape.read(request.body(), form.fresh().get());
              attach.attach(body, request.id());
              form.id().accept(body, before.id());
              keep.keep(before, body);
              T after = form.build().apply(body);
              mustBeNew(transaction, after);
              transaction.update(after);
              return after;
            });
    return Unenforced.warn(Reply.done(), written);
  }

  private Reply delete(Request request) {
    topology.write(transaction -> transaction.delete(type, find(transaction, request).id()));
    return Reply.done();
  }
}
