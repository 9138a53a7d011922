package org.midolab.midonet.cluster.resource;

import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a stored object is made from a request.
 *
 * @param id sets the object's id
 */
public record Form<T, B>(Supplier<B> fresh, BiConsumer<B, UUID> id, Function<B, T> build) {}
