package org.midolab.midonet.cluster.resource;

import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How a stored object is made of what a request says.
 *
 * @param id gives it its id
 */
public record Form<T, B>(Supplier<B> fresh, BiConsumer<B, UUID> id, Function<B, T> build) {}
