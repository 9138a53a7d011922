package org.midolab.midonet.cluster.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.midolab.midonet.cluster.rest.Api;
import org.midolab.midonet.cluster.rest.Reply;
import org.midolab.midonet.cluster.rest.Request;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.Transaction;

/**
 * Endpoints of stored objects of one type. The builder sets what differs between types.
 *
 * <pre>
 *   GET POST         /things                    listed in the root document
 *   GET POST         /owners/{id}/things        below its owners
 *   GET PUT DELETE   /things/{id}
 * </pre>
 *
 * <p>Each write is one transaction of the store.
 *
 * @param <T> type of the stored object
 * @param <V> type that is written: the object with values that are looked up for it
 * @param <B> type of the builder that a request is read into
 */
public final class Stored<T extends TopologyObject, V, B> implements Resource {

  /** Operations on a type. */
  public enum Verb {
    LIST,
    CREATE,
    UPDATE,
    DELETE
  }

  /** Checks an object against other objects; runs in the transaction that writes. */
  @FunctionalInterface
  public interface Check<T> {

    /**
     * @param before null for a new object
     */
    void check(Transaction transaction, T before, T after);
  }

  private final Crud<T> crud;
  private final String path;
  private final Shape<V, B> shape;
  private final Function<T, V> view;
  private final Form<T, B> form;
  private final String plural;
  private final String template;
  private final Set<Verb> verbs;
  private final List<Owner<T, B>> owners;
  private final Map<String, BiPredicate<T, String>> filters;
  private final BiConsumer<T, B> keep;
  private final Check<T> check;
  private final BiConsumer<Transaction, T> beforeDelete;
  private final boolean idempotent;

  private Stored(Builder<T, V, B> builder) {
    this.crud = builder.crud;
    this.path = builder.path;
    this.shape = builder.shape;
    this.view = builder.view;
    this.form = builder.form;
    this.plural = builder.plural;
    this.template = builder.template;
    this.verbs = builder.verbs;
    this.owners = List.copyOf(builder.owners);
    this.filters = Map.copyOf(builder.filters);
    this.keep = builder.keep;
    this.check = builder.check;
    this.beforeDelete = builder.beforeDelete;
    this.idempotent = builder.idempotent;
  }

  /**
   * @param path path of the collection; the objects' URIs are below it
   * @param view looks up the values that are written in addition to the stored object
   */
  public static <T extends TopologyObject, V, B> Builder<T, V, B> of(
      Crud<T> crud, String path, Shape<V, B> shape, Function<T, V> view, Form<T, B> form) {
    return new Builder<>(crud, path, shape, view, form);
  }

  /** Works as {@link #of}, for objects that are written as they are stored. */
  public static <T extends TopologyObject, B> Builder<T, T, B> plain(
      Crud<T> crud, String path, Shape<T, B> shape, Form<T, B> form) {
    return new Builder<>(crud, path, shape, Function.identity(), form);
  }

  /** Collects what differs between types. */
  public static final class Builder<T extends TopologyObject, V, B> {

    private final Crud<T> crud;
    private final String path;
    private final Shape<V, B> shape;
    private final Function<T, V> view;
    private final Form<T, B> form;
    private String plural;
    private String template;
    private final Set<Verb> verbs = EnumSet.allOf(Verb.class);
    private final List<Owner<T, B>> owners = new ArrayList<>();
    private final Map<String, BiPredicate<T, String>> filters = new TreeMap<>();
    private BiConsumer<T, B> keep = (before, body) -> {};
    private Check<T> check = (transaction, before, after) -> {};
    private BiConsumer<Transaction, T> beforeDelete = (transaction, object) -> {};
    private boolean idempotent;

    private Builder(
        Crud<T> crud, String path, Shape<V, B> shape, Function<T, V> view, Form<T, B> form) {
      this.crud = crud;
      this.path = path;
      this.shape = shape;
      this.view = view;
      this.form = form;
    }

    /**
     * Sets the names of the collection and of the URI template in the root document.
     *
     * @param plural null when there is no collection at the root
     */
    public Builder<T, V, B> named(String plural, String template) {
      this.plural = plural;
      this.template = template;
      return this;
    }

    /** Removes the endpoints of these operations. */
    public Builder<T, V, B> without(Verb... excluded) {
      verbs.removeAll(Set.of(excluded));
      return this;
    }

    public Builder<T, V, B> ownedBy(Owner<T, B> owner) {
      owners.add(owner);
      return this;
    }

    /** Sets the owner of objects, which the query parameter {@code tenant_id} selects. */
    public Builder<T, V, B> tenants(Function<T, String> tenant) {
      return filter("tenant_id", (object, wanted) -> wanted.equals(tenant.apply(object)));
    }

    /** Adds a query parameter that selects objects. */
    public Builder<T, V, B> filter(String parameter, BiPredicate<T, String> has) {
      filters.put(parameter, has);
      return this;
    }

    /** Copies the values that a PUT does not change into an update. */
    public Builder<T, V, B> keeping(BiConsumer<T, B> kept) {
      this.keep = kept;
      return this;
    }

    public Builder<T, V, B> checking(Check<T> rule) {
      this.check = rule;
      return this;
    }

    /**
     * Adds a function that runs in the transaction that deletes; it throws an exception to refuse.
     */
    public Builder<T, V, B> beforeDelete(BiConsumer<Transaction, T> rule) {
      this.beforeDelete = rule;
      return this;
    }

    /** Lets the deletion of absent objects succeed, as MidoNet does for load balancing. */
    public Builder<T, V, B> deletedAgain() {
      this.idempotent = true;
      return this;
    }

    public Stored<T, V, B> build() {
      return new Stored<>(this);
    }
  }

  @Override
  public void declare(Api.Builder api) {
    if (plural != null) {
      api.advertise(plural, path);
    }
    api.advertise(template, path + "/{id}");
    if (verbs.contains(Verb.LIST)) {
      api.list(
              "/" + path,
              shape,
              request -> crud.list(request, filters, object -> write(object, request)))
          .query(filters.keySet().stream().sorted().toList());
    }
    if (verbs.contains(Verb.CREATE)) {
      api.post("/" + path, shape, request -> create(request, null));
    }
    for (Owner<T, B> owner : owners) {
      api.list(owner.template(), shape, request -> listOf(owner, request))
          .post(owner.template(), shape, request -> create(request, owner));
    }
    String one = "/" + path + "/{id}";
    api.get(one, shape, request -> crud.get(request, object -> write(object, request)));
    if (verbs.contains(Verb.UPDATE)) {
      api.put(one, shape, this::update);
    }
    if (verbs.contains(Verb.DELETE)) {
      api.delete(one, this::delete);
    }
  }

  private Reply delete(Request request) {
    return idempotent && !crud.topology().exists(crud.type(), request.id())
        ? Reply.done()
        : crud.delete(request, beforeDelete);
  }

  private ObjectNode write(T object, Request request) {
    return shape.write(view.apply(object), request.links(), request.version());
  }

  private Reply listOf(Owner<T, B> owner, Request request) {
    owner.within().accept(request);
    owner.crud().mustExist(request.id());
    return crud.listReferring(
        owner.crud().type(), request.id(), owner.field(), object -> write(object, request));
  }

  private Reply create(Request request, Owner<T, B> owner) {
    B body = shape.read(request.body(), form.fresh().get());
    if (owner != null) {
      owner.within().accept(request);
      owner.mustAgree(form.build().apply(body), request.id());
      owner.set().accept(body, request.id());
    }
    T object = identified(body);
    owners.forEach(each -> each.mustBeNamedBy(object));
    crud.topology()
        .write(
            transaction -> {
              if (owner != null) {
                owner.crud().find(transaction, request.id());
              }
              check.check(transaction, null, object);
              transaction.create(object);
            });
    return Unenforced.warn(Reply.created(request.links().to(path, object.id())), object);
  }

  /** Builds the object with the requested id, or with a random one. */
  private T identified(B body) {
    T object = form.build().apply(body);
    if (object.id() == null) {
      form.id().accept(body, UUID.randomUUID());
      object = form.build().apply(body);
    }
    return object;
  }

  private Reply update(Request request) {
    return crud.update(
        request,
        (transaction, before) -> {
          B body = shape.read(request.body(), form.fresh().get());
          form.id().accept(body, before.id());
          keep.accept(before, body);
          for (Owner<T, B> owner : owners) {
            if (owner.required() && owner.of().apply(form.build().apply(body)) == null) {
              owner.set().accept(body, owner.of().apply(before));
            }
          }
          T after = form.build().apply(body);
          check.check(transaction, before, after);
          return after;
        });
  }
}
