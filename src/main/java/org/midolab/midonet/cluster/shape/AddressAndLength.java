package org.midolab.midonet.cluster.shape;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Ip6;
import org.midolab.midonet.model.Prefix;
import org.midolab.midonet.model.Prefix6;

/**
 * Two properties, address and length, that form one prefix. The default length is 0, as in MidoNet.
 * A length without an address is refused.
 *
 * @param <P> type of the prefix
 * @param <A> type of its address
 */
record AddressAndLength<V, B, P, A>(
    String address,
    String length,
    boolean required,
    Function<V, P> getter,
    BiConsumer<B, P> setter,
    Kind<A> addresses,
    Kind<Integer> lengths,
    Function<P, A> addressOf,
    Function<P, Integer> lengthOf,
    BiFunction<A, Integer, P> join)
    implements Part<V, B> {

  static <V, B> Part<V, B> v4(
      String address,
      String length,
      boolean required,
      Function<V, Prefix> getter,
      BiConsumer<B, Prefix> setter) {
    return new AddressAndLength<V, B, Prefix, Ip4>(
        address,
        length,
        required,
        getter,
        setter,
        Kinds.IP4,
        Kinds.integer(0, 32),
        Prefix::address,
        Prefix::length,
        Prefix::new);
  }

  static <V, B> Part<V, B> v6(
      String address,
      String length,
      boolean required,
      Function<V, Prefix6> getter,
      BiConsumer<B, Prefix6> setter) {
    return new AddressAndLength<V, B, Prefix6, Ip6>(
        address,
        length,
        required,
        getter,
        setter,
        Kinds.IP6,
        Kinds.integer(0, 128),
        Prefix6::address,
        Prefix6::length,
        Prefix6::new);
  }

  @Override
  public void write(V value, Links links, int version, ObjectNode out) {
    P prefix = getter.apply(value);
    if (prefix == null) {
      out.putNull(address);
      out.put(length, 0);
    } else {
      out.set(address, addresses.write(addressOf.apply(prefix)));
      out.set(length, lengths.write(lengthOf.apply(prefix)));
    }
  }

  @Override
  public void read(Input input, B builder) {
    A where = input.get(address, addresses);
    Integer bits = input.has(length, lengths) ? input.get(length, lengths) : Integer.valueOf(0);
    if (where != null && bits != null) {
      setter.accept(builder, join.apply(where, bits));
    } else if (required && !input.has(address)) {
      input.reject(address, "must be given");
    } else if (bits != null && bits != 0 && !input.has(address)) {
      input.reject(address, "must be given with " + length);
    }
  }

  @Override
  public void describe(ObjectSchema outline) {
    if (required) {
      outline.required(address, addresses.schema());
    } else {
      outline.optional(address, addresses.schema(), null);
    }
    outline.optional(length, lengths.schema(), JsonNodeFactory.instance.numberNode(0));
  }
}
