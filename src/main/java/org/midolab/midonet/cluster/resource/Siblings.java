package org.midolab.midonet.cluster.resource;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.midolab.midonet.cluster.rest.ApiException;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;

/** The objects of one owner, for checks of uniqueness. */
public record Siblings<T extends TopologyObject>(List<T> objects) {

  /**
   * Works as {@link #of}, and serializes this transaction with others that lock the same siblings.
   */
  public static <T extends TopologyObject> Siblings<T> locked(
      Transaction transaction,
      Class<? extends TopologyObject> ownerType,
      UUID owner,
      Class<T> type,
      String field) {
    transaction.lock(ownerType, owner);
    return of(transaction, ownerType, owner, type, field);
  }

  public static <T extends TopologyObject> Siblings<T> of(
      Transaction transaction,
      Class<? extends TopologyObject> ownerType,
      UUID owner,
      Class<T> type,
      String field) {
    return new Siblings<>(
        transaction.referencing(ownerType, owner, type, field).stream()
            .map(id -> transaction.find(type, id))
            .flatMap(Optional::stream)
            .map(Versioned::value)
            .toList());
  }

  /**
   * @throws ApiException 409 with the message and the id of the first conflicting object
   */
  public void refuse(Predicate<T> clashes, String message) {
    for (T object : objects) {
      if (clashes.test(object)) {
        throw ApiException.conflict(message + ", see " + object.id());
      }
    }
  }
}
