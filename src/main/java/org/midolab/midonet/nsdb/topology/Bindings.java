package org.midolab.midonet.nsdb.topology;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.midolab.midonet.model.BgpNetwork;
import org.midolab.midonet.model.BgpPeer;
import org.midolab.midonet.model.Chain;
import org.midolab.midonet.model.Condition;
import org.midolab.midonet.model.Host;
import org.midolab.midonet.model.IPAddrGroup;
import org.midolab.midonet.model.Mirror;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.PortGroup;
import org.midolab.midonet.model.Route;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.Rule;
import org.midolab.midonet.model.TopologyObject;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TunnelZone;
import org.midolab.midonet.nsdb.zookeeper.Paths;

/**
 * The reference fields of all classes: the field, the class that it refers to, and the effect on
 * the referrer when the target is deleted (docs: nsdb.md#references).
 */
final class Bindings {

  /** The classes of the topology that agents read. */
  static final List<Class<? extends TopologyObject>> TOPOLOGY =
      Stream.of(TopologyObject.class.getPermittedSubclasses())
          .filter(Class::isRecord)
          .<Class<? extends TopologyObject>>map(type -> type.asSubclass(TopologyObject.class))
          .toList();

  /** All classes that are stored. */
  static final List<Class<? extends TopologyObject>> CLASSES =
      Stream.concat(TOPOLOGY.stream(), NeutronBindings.CLASSES.stream()).toList();

  private static final Map<Class<?>, List<Binding<?>>> BY_REFERRER =
      Stream.of(devices(), ServiceBindings.all(), NeutronBindings.all())
          .flatMap(of -> of)
          .collect(Collectors.groupingBy(Binding::referrer));

  private static final Set<Class<?>> TARGETS =
      BY_REFERRER.values().stream()
          .flatMap(List::stream)
          .map(Binding::target)
          .collect(Collectors.toSet());

  private Bindings() {}

  /**
   * The references of bridges, routers, ports, chains, rules, routes, BGP objects and tunnel zones.
   */
  private static Stream<Binding<?>> devices() {
    return Stream.of(
        cascade(Port.class, "networkId", Port::networkId, Network.class),
        cascade(Port.class, "routerId", Port::routerId, Router.class),
        clear(
            Port.class,
            "inboundFilterId",
            Port::inboundFilterId,
            Chain.class,
            Port::withInboundFilterId),
        clear(
            Port.class,
            "outboundFilterId",
            Port::outboundFilterId,
            Chain.class,
            Port::withOutboundFilterId),
        clear(Port.class, "peerId", Port::peerId, Port.class, Port::withPeerId),
        clear(
            Port.class,
            "hostId",
            Port::hostId,
            Host.class,
            (port, none) -> port.withHostId(null).withInterfaceName(null)),
        new Binding<>(
            Port.class,
            "portGroupIds",
            Port::portGroupIds,
            PortGroup.class,
            (port, group) -> port.withPortGroupIds(without(port.portGroupIds(), group))),
        clear(
            Network.class,
            "inboundFilterId",
            Network::inboundFilterId,
            Chain.class,
            Network::withInboundFilterId),
        clear(
            Network.class,
            "outboundFilterId",
            Network::outboundFilterId,
            Chain.class,
            Network::withOutboundFilterId),
        clear(
            Router.class,
            "inboundFilterId",
            Router::inboundFilterId,
            Chain.class,
            Router::withInboundFilterId),
        clear(
            Router.class,
            "outboundFilterId",
            Router::outboundFilterId,
            Chain.class,
            Router::withOutboundFilterId),
        clear(
            Router.class,
            "localRedirectChainId",
            Router::localRedirectChainId,
            Chain.class,
            Router::withLocalRedirectChainId),
        clear(
            Router.class,
            "forwardChainId",
            Router::forwardChainId,
            Chain.class,
            Router::withForwardChainId),
        cascade(Route.class, "routerId", Route::routerId, Router.class),
        cascade(Route.class, "nextHopPortId", Route::nextHopPortId, Port.class),
        cascade(BgpPeer.class, "routerId", BgpPeer::routerId, Router.class),
        cascade(BgpNetwork.class, "routerId", BgpNetwork::routerId, Router.class),
        cascade(Rule.class, "chainId", Rule::chainId, Chain.class),
        cascade(Rule.class, "jumpChainId", Rule::jumpChainId, Chain.class),
        new Binding<>(
            TunnelZone.class,
            "members",
            zone ->
                zone.members().stream().map(TunnelZone.Member::hostId).collect(Collectors.toSet()),
            Host.class,
            (zone, host) ->
                zone.withMembers(
                    zone.members().stream()
                        .filter(member -> !member.hostId().equals(host))
                        .toList())));
  }

  /**
   * A reference field.
   *
   * @param referrer the class that has the field
   * @param field name of the field, which is also part of the back reference's name
   * @param references returns the ids in the field, without null elements
   * @param target the class of the objects that the ids name
   * @param cleared returns the referrer without one id; null if the referrer is deleted with its
   *     target
   */
  record Binding<T extends TopologyObject>(
      Class<T> referrer,
      String field,
      Function<T, Collection<UUID>> references,
      Class<? extends TopologyObject> target,
      BiFunction<T, UUID, T> cleared) {

    Collection<UUID> of(TopologyObject object) {
      return references.apply(referrer.cast(object));
    }

    boolean cascades() {
      return cleared == null;
    }

    TopologyObject clear(TopologyObject object, UUID target) {
      return cleared.apply(referrer.cast(object), target);
    }

    /** Returns the name of a reference's node, which is a child of the target's node. */
    String backReference(UUID from) {
      return referrer.getSimpleName() + "." + field + ":" + from;
    }
  }

  /** One reference. It is stored as a child node of the target's node. */
  record Reference(Binding<?> binding, UUID from, UUID to) {

    String path(Paths paths) {
      return paths.model(binding.target(), to) + "/" + binding.backReference(from);
    }

    /**
     * Parses the name of a back reference. Returns null for any other name, so other programs may
     * have their own child nodes there.
     */
    static Reference parse(String name, UUID to) {
      int dot = name.indexOf('.');
      int colon = name.indexOf(':', dot + 1);
      if (dot < 0 || colon < 0) {
        return null;
      }
      for (Class<? extends TopologyObject> type : CLASSES) {
        if (name.startsWith(type.getSimpleName() + ".")) {
          for (Binding<?> binding : Bindings.of(type)) {
            if (binding.field().equals(name.substring(dot + 1, colon))) {
              return new Reference(binding, UUID.fromString(name.substring(colon + 1)), to);
            }
          }
        }
      }
      return null;
    }
  }

  static List<Binding<?>> of(Class<?> referrer) {
    return BY_REFERRER.getOrDefault(referrer, List.of());
  }

  /** Returns whether a reference to objects of that class is possible. */
  static boolean isTarget(Class<?> type) {
    return TARGETS.contains(type);
  }

  /** Returns all references of an object; none for null. */
  static Set<Reference> references(TopologyObject object) {
    Set<Reference> references = new HashSet<>();
    if (object != null) {
      for (Binding<?> binding : of(object.getClass())) {
        for (UUID target : binding.of(object)) {
          references.add(new Reference(binding, object.id(), target));
        }
      }
    }
    return references;
  }

  /**
   * Returns the objects that must exist when this object is written, but may be deleted later:
   * ports and groups in a condition, and the port to which a rule sends packets.
   */
  static Set<Mention> mentions(TopologyObject object) {
    Set<Mention> mentions = new HashSet<>();
    switch (object) {
      case Rule rule -> {
        mention(rule.condition(), mentions);
        mention(Port.class, rule.targetPortId(), mentions);
      }
      case Mirror mirror -> mirror.conditions().forEach(each -> mention(each, mentions));
      case TraceRequest trace -> mention(trace.condition(), mentions);
      case null, default -> {
        // All references of the other classes are bindings.
      }
    }
    return mentions;
  }

  private static void mention(Condition condition, Set<Mention> mentions) {
    condition.inPortIds().forEach(id -> mention(Port.class, id, mentions));
    condition.outPortIds().forEach(id -> mention(Port.class, id, mentions));
    mention(PortGroup.class, condition.portGroupId(), mentions);
    mention(PortGroup.class, condition.inPortGroupId(), mentions);
    mention(PortGroup.class, condition.outPortGroupId(), mentions);
    mention(IPAddrGroup.class, condition.ipAddrGroupSrcId(), mentions);
    mention(IPAddrGroup.class, condition.ipAddrGroupDstId(), mentions);
  }

  private static void mention(
      Class<? extends TopologyObject> type, UUID id, Set<Mention> mentions) {
    if (id != null) {
      mentions.add(new Mention(type, id));
    }
  }

  record Mention(Class<? extends TopologyObject> type, UUID id) {}

  static <T extends TopologyObject> Binding<T> cascade(
      Class<T> referrer,
      String field,
      Function<T, UUID> reference,
      Class<? extends TopologyObject> target) {
    return new Binding<>(referrer, field, optional(reference), target, null);
  }

  static <T extends TopologyObject> Binding<T> clear(
      Class<T> referrer,
      String field,
      Function<T, UUID> reference,
      Class<? extends TopologyObject> target,
      BiFunction<T, UUID, T> with) {
    return new Binding<>(
        referrer, field, optional(reference), target, (object, id) -> with.apply(object, null));
  }

  private static <T> Function<T, Collection<UUID>> optional(Function<T, UUID> reference) {
    return object -> {
      UUID id = reference.apply(object);
      return id == null ? List.of() : List.of(id);
    };
  }

  private static Set<UUID> without(Set<UUID> ids, UUID id) {
    Set<UUID> rest = new HashSet<>(ids);
    rest.remove(id);
    return rest;
  }
}
