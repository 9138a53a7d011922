package org.midolab.midonet.cluster.resource;

import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.TopologyObject;

/**
 * What objects of a kind belong to: they are listed, and made, below it.
 *
 * @param crud of the owner
 * @param path of the owner's collection, such as {@code routers}
 * @param segment of the objects below it, such as {@code bgp_peers}
 * @param field by which they name it, in JSON and in the store
 * @param required whether each of them has an owner
 * @param within throws when the rest of a request's path does not lead to the owner
 */
public record Owner<T extends TopologyObject, B>(
    Crud<? extends TopologyObject> crud,
    String path,
    String segment,
    String field,
    Function<T, UUID> of,
    BiConsumer<B, UUID> set,
    boolean required,
    Consumer<Request> within) {

  public Owner(
      Crud<? extends TopologyObject> crud,
      String path,
      String segment,
      String field,
      Function<T, UUID> of,
      BiConsumer<B, UUID> set,
      boolean required) {
    this(crud, path, segment, field, of, set, required, request -> {});
  }

  String template() {
    return "/" + path + "/{id}/" + segment;
  }

  /**
   * @param id of the owner in the URI
   * @throws ApiException 400 when the object names another one
   */
  void mustAgree(T object, UUID id) {
    UUID named = of.apply(object);
    if (named != null && !named.equals(id)) {
      throw ApiException.invalid(field, "must be " + id + ", as in the URI, or be left out");
    }
  }

  /**
   * @throws ApiException 400 when an object that needs an owner names none
   */
  void mustBeNamedBy(T object) {
    if (required && of.apply(object) == null) {
      throw ApiException.invalid(field, "must be given");
    }
  }
}
