package org.midolab.midonet.nsdb.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Ip4;
import org.midolab.midonet.model.Mac;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.nsdb.AlreadyExistsException;
import org.midolab.midonet.nsdb.ConflictException;
import org.midolab.midonet.nsdb.NotFoundException;
import org.midolab.midonet.nsdb.ReferencedException;
import org.midolab.midonet.nsdb.Transaction;
import org.midolab.midonet.nsdb.Versioned;
import org.midolab.midonet.nsdb.topology.Bindings.Reference;
import org.midolab.midonet.nsdb.zookeeper.TableRef;

/**
 * One attempt of a transaction. It keeps in memory the objects as read and as changed, and applies
 * the consequences of each write at once. {@link MultiPlan} converts the differences to operations.
 */
final class ZkTransaction implements Transaction {

  private final ZkTopologyStore store;
  private final Map<Id, Slot> slots = new LinkedHashMap<>();
  private final List<TableChange> tableChanges = new ArrayList<>();
  private final Set<UUID> reordered = new LinkedHashSet<>();
  private final Map<String, Integer> locks = new LinkedHashMap<>();

  ZkTransaction(ZkTopologyStore store) {
    this.store = store;
  }

  record Id(Class<? extends TopologyObject> type, UUID id) {

    static Id of(TopologyObject object) {
      return new Id(object.getClass(), object.id());
    }
  }

  /**
   * An object as read ({@code stored}) and as changed ({@code now}); each is null if the object is
   * absent.
   */
  static final class Slot {

    private final Versioned<? extends TopologyObject> stored;
    private TopologyObject now;

    private Slot(Versioned<? extends TopologyObject> stored) {
      this.stored = stored;
      this.now = stored == null ? null : stored.value();
    }

    Versioned<? extends TopologyObject> stored() {
      return stored;
    }

    TopologyObject before() {
      return stored == null ? null : stored.value();
    }

    TopologyObject now() {
      return now;
    }
  }

  Map<Id, Slot> slots() {
    return slots;
  }

  /**
   * A persistent entry to add to a table ({@code present}) or to remove from it. Changes apply in
   * the order of the calls.
   */
  record TableChange(TableRef table, String key, String value, boolean present) {}

  List<TableChange> tableChanges() {
    return tableChanges;
  }

  @Override
  public <T extends TopologyObject> Optional<Versioned<T>> find(Class<T> type, UUID id) {
    Slot slot = slot(type, id);
    if (slot.now == null) {
      return Optional.empty();
    }
    int version = slot.stored == null ? 0 : slot.stored.version();
    long created = slot.stored == null ? 0 : slot.stored.created();
    return Optional.of(new Versioned<>(type.cast(slot.now), version, created));
  }

  @Override
  public List<UUID> referencing(
      Class<? extends TopologyObject> type,
      UUID id,
      Class<? extends TopologyObject> by,
      String field) {
    return ZkTopologyStore.referrers(references(type, id), by, field);
  }

  @Override
  public <T extends TopologyObject> T create(T object) {
    Slot slot = slot(object.getClass(), object.id());
    if (slot.now != null) {
      throw new AlreadyExistsException(object.getClass(), object.id());
    }
    TopologyObject complete = object;
    if (object instanceof Port port && port.tunnelKey() == 0) {
      complete = port.withTunnelKey(store.nextTunnelKey());
    }
    put(complete);
    @SuppressWarnings("unchecked") // the class does not change
    T stored = (T) complete;
    return stored;
  }

  @Override
  public void lock(Class<? extends TopologyObject> type, UUID id) {
    if (id != null) {
      get(type, id);
    }
    locks.computeIfAbsent(store.lockPath(type, id), store::lockVersion);
  }

  /** Returns the paths of the held locks, each with its version when it was taken. */
  Map<String, Integer> locks() {
    return locks;
  }

  @Override
  public void createRule(Rule rule, int position) {
    Chain chain = get(Chain.class, rule.chainId());
    List<UUID> ids = new ArrayList<>(chain.ruleIds());
    ids.remove(rule.id());
    if (position < 1 || position > ids.size() + 1) {
      throw new IllegalArgumentException(
          "position "
              + position
              + " is outside of chain "
              + chain.id()
              + ", which has "
              + ids.size()
              + " rules; allowed are 1 to "
              + (ids.size() + 1));
    }
    ids.add(position - 1, rule.id());
    slot(Chain.class, chain.id()).now = chain.withRuleIds(ids);
    create(rule);
  }

  @Override
  public void update(TopologyObject object) {
    Slot slot = slot(object.getClass(), object.id());
    if (slot.now == null) {
      throw new NotFoundException(object.getClass(), object.id());
    }
    if (object instanceof Port port && port.tunnelKey() == 0) {
      put(port.withTunnelKey(((Port) slot.now).tunnelKey()));
    } else {
      put(object);
    }
  }

  @Override
  public void update(TopologyObject object, int expectedVersion) {
    Versioned<?> stored = slot(object.getClass(), object.id()).stored;
    if (stored != null && stored.version() != expectedVersion) {
      throw new ConflictException(
          object.getClass().getSimpleName()
              + " "
              + object.id()
              + " has version "
              + stored.version()
              + ", not "
              + expectedVersion
              + " as expected; read it again",
          null);
    }
    update(object);
  }

  /** Writes an object and applies the consequences for other objects. */
  private void put(TopologyObject object) {
    Slot slot = slot(object.getClass(), object.id());
    TopologyObject before = slot.now;
    slot.now = object;
    switch (object) {
      case Port port -> link(before == null ? null : ((Port) before).peerId(), port);
      case Rule rule -> {
        if (before != null && !((Rule) before).chainId().equals(rule.chainId())) {
          unlist((Rule) before);
        }
        list(rule);
      }
      case Chain chain -> {
        if (before == null
            ? !chain.ruleIds().isEmpty()
            : !chain.ruleIds().equals(((Chain) before).ruleIds())) {
          reordered.add(chain.id());
        }
      }
      default -> {}
    }
  }

  private void link(UUID peerBefore, Port port) {
    UUID peerId = port.peerId();
    if (peerBefore != null && !peerBefore.equals(peerId)) {
      find(Port.class, peerBefore)
          .map(Versioned::value)
          .filter(peer -> port.id().equals(peer.peerId()))
          .ifPresent(peer -> slot(Port.class, peer.id()).now = peer.withPeerId(null));
    }
    if (peerId == null) {
      return;
    }
    if (peerId.equals(port.id())) {
      throw new IllegalArgumentException(
          "port " + peerId + " cannot be its own peer; choose another port");
    }
    Port peer = get(Port.class, peerId);
    if (peer.peerId() == null) {
      slot(Port.class, peerId).now = peer.withPeerId(port.id());
    } else if (!peer.peerId().equals(port.id())) {
      throw new ReferencedException(
          "port " + peerId + " is already linked to port " + peer.peerId() + "; unlink it first");
    }
  }

  private void list(Rule rule) {
    Chain chain = get(Chain.class, rule.chainId());
    if (!chain.ruleIds().contains(rule.id())) {
      List<UUID> ids = new ArrayList<>(chain.ruleIds());
      ids.add(rule.id());
      slot(Chain.class, chain.id()).now = chain.withRuleIds(ids);
    }
  }

  private void unlist(Rule rule) {
    find(Chain.class, rule.chainId())
        .map(Versioned::value)
        .ifPresent(
            chain -> {
              List<UUID> ids = new ArrayList<>(chain.ruleIds());
              ids.remove(rule.id());
              slot(Chain.class, chain.id()).now = chain.withRuleIds(ids);
            });
  }

  @Override
  public void delete(Class<? extends TopologyObject> type, UUID id) {
    Slot slot = slot(type, id);
    if (slot.now == null) {
      throw new NotFoundException(type, id);
    }
    TopologyObject deleted = slot.now;
    if (deleted instanceof Router router && router.loadBalancerId() != null) {
      throw new ReferencedException(
          "router "
              + id
              + " has load balancer "
              + router.loadBalancerId()
              + "; take it off or delete it first");
    }
    slot.now = null;
    if (deleted instanceof Rule rule) {
      unlist(rule);
    }
    for (Reference reference : references(type, id)) {
      Class<? extends TopologyObject> referrerType = reference.binding().referrer();
      Slot referrer = slot(referrerType, reference.from());
      if (referrer.now == null) {
        continue;
      }
      if (reference.binding().cascades()) {
        delete(referrerType, reference.from());
      } else {
        referrer.now = reference.binding().clear(referrer.now, id);
      }
    }
  }

  /**
   * Returns the current references to an object: the stored ones, with the changes of this
   * transaction.
   */
  private Set<Reference> references(Class<? extends TopologyObject> type, UUID id) {
    Set<Reference> references = new HashSet<>();
    if (!Bindings.isTarget(type)) {
      return references;
    }
    Slot target = slots.get(new Id(type, id));
    if (target == null || target.stored != null) {
      for (Reference reference : store.storedReferences(type, id)) {
        Slot from = slots.get(new Id(reference.binding().referrer(), reference.from()));
        if (from == null) {
          references.add(reference);
        }
      }
    }
    for (Slot slot : slots.values()) {
      for (Reference reference : Bindings.references(slot.now)) {
        if (reference.to().equals(id) && reference.binding().target() == type) {
          references.add(reference);
        }
      }
    }
    return references;
  }

  /**
   * Corrects the rule order that a caller gave to a chain. Ids that are not rules of the chain are
   * removed; rules that the caller left out are added at the end, in their old order.
   */
  void settleChains() {
    for (UUID id : reordered) {
      Slot slot = slot(Chain.class, id);
      if (slot.now instanceof Chain chain) {
        Set<UUID> rules = new HashSet<>(referencing(Chain.class, id, Rule.class, "chainId"));
        Set<UUID> order = new LinkedHashSet<>(chain.ruleIds());
        if (slot.before() instanceof Chain before) {
          order.addAll(before.ruleIds());
        }
        order.addAll(rules);
        order.retainAll(rules);
        slot.now = chain.withRuleIds(List.copyOf(order));
      }
    }
  }

  private Slot slot(Class<? extends TopologyObject> type, UUID id) {
    Id key = new Id(type, id);
    Slot slot = slots.get(key);
    if (slot == null) {
      slot = new Slot(store.find(type, id).orElse(null));
      slots.put(key, slot);
    }
    return slot;
  }

  @Override
  public void putMac(UUID networkId, int vlan, Mac mac, UUID portId) {
    tableChanges.add(
        new TableChange(TableRef.mac(networkId, vlan), mac.toString(), portId.toString(), true));
  }

  @Override
  public void removeMac(UUID networkId, int vlan, Mac mac, UUID portId) {
    tableChanges.add(
        new TableChange(TableRef.mac(networkId, vlan), mac.toString(), portId.toString(), false));
  }

  @Override
  public void putIp4Mac(UUID networkId, Ip4 address, Mac mac) {
    tableChanges.add(
        new TableChange(TableRef.ip4Mac(networkId), address.toString(), mac.toString(), true));
  }

  @Override
  public void removeIp4Mac(UUID networkId, Ip4 address, Mac mac) {
    tableChanges.add(
        new TableChange(TableRef.ip4Mac(networkId), address.toString(), mac.toString(), false));
  }
}
