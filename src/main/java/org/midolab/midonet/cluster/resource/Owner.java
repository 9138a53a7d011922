package org.midolab.midonet.cluster.resource;

import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.model.TopologyObject;

/**
 * Owner of objects of one type, which are listed and created below its path.
 *
 * @param crud operations on the owner
 * @param path path of the owner's collection, such as {@code routers}
 * @param segment path segment of the objects below the owner, such as {@code bgp_peers}
 * @param field the objects' field with the owner's id, in JSON and in the store
 * @param required whether every object has an owner
 * @param within throws an exception when the rest of a request's path does not match the owner
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
   * Checks that an object refers to the owner in the URI.
   *
   * @param id id of the owner in the URI
   * @throws ApiException 400 when the object refers to another owner
   */
  void mustAgree(T object, UUID id) {
    UUID named = of.apply(object);
    if (named != null && !named.equals(id)) {
      throw ApiException.invalid(field, "must be " + id + ", as in the URI, or be left out");
    }
  }

  /**
   * Checks that an object refers to an owner if it needs one.
   *
   * @throws ApiException 400 when it does not
   */
  void mustBeNamedBy(T object) {
    if (required && of.apply(object) == null) {
      throw ApiException.invalid(field, "must be given");
    }
  }
}
