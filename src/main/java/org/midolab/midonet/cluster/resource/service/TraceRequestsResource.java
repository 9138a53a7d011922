package org.midolab.midonet.cluster.resource.service;

import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.midolab.midonet.cluster.resource.Crud;
import org.midolab.midonet.cluster.resource.Form;
import org.midolab.midonet.cluster.resource.Resource;
import org.midolab.midonet.cluster.resource.Stored;
import org.midolab.midonet.cluster.resource.filter.ConditionShape;
import org.midolab.midonet.cluster.rest.Links;
import org.midolab.midonet.cluster.rest.MediaType;
import org.midolab.midonet.cluster.shape.Kinds;
import org.midolab.midonet.cluster.shape.Shape;
import org.midolab.midonet.model.Network;
import org.midolab.midonet.model.Port;
import org.midolab.midonet.model.Router;
import org.midolab.midonet.model.TraceRequest;
import org.midolab.midonet.model.TraceRequestBuilder;
import org.midolab.midonet.nsdb.TopologyStore;
import org.midolab.midonet.nsdb.Versioned;

/**
 * {@code /traces} (TraceRequest-v1): requests to the agents to log the simulation of packets that
 * enter a router, bridge or port.
 */
final class TraceRequestsResource {

  /** Type of the traced device. */
  private enum DeviceType {
    ROUTER("routers"),
    BRIDGE("bridges"),
    PORT("ports");

    private final String collection;

    DeviceType(String collection) {
      this.collection = collection;
    }

    static DeviceType of(TraceRequest trace) {
      return trace.portId() != null ? PORT : trace.networkId() != null ? BRIDGE : ROUTER;
    }
  }

  /** Properties of a request. */
  private static final class Body {
    private final TraceRequestBuilder trace = TraceRequestBuilder.builder();
    private DeviceType deviceType;
    private UUID deviceId;

    private TraceRequest build() {
      return trace
          .routerId(deviceType == DeviceType.ROUTER ? deviceId : null)
          .networkId(deviceType == DeviceType.BRIDGE ? deviceId : null)
          .portId(deviceType == DeviceType.PORT ? deviceId : null)
          .build();
    }
  }

  private static final Shape<TraceRequest, Body> SHAPE =
      Shape.of(
              TraceRequest.class,
              TraceRequestBuilder.class,
              Function.<TraceRequest>identity(),
              (Body body) -> body.trace,
              MediaType.of("TraceRequest", 1))
          .optional("id", Kinds.ID)
          .required("name", Kinds.NAME)
          .required(
              "deviceType",
              Kinds.upperCase(DeviceType.class),
              DeviceType::of,
              (body, type) -> body.deviceType = type)
          .required("deviceId", Kinds.ID, TraceRequest::deviceId, (body, id) -> body.deviceId = id)
          .required("condition", ConditionShape.KIND)
          .defaulted("limit", Kinds.count(1, Long.MAX_VALUE), Long.MAX_VALUE)
          .defaulted("enabled", Kinds.BOOLEAN, false)
          .readOnly("creationTimestampMs", Kinds.count(0, Long.MAX_VALUE))
          .self("traces")
          .link("device", TraceRequestsResource::device)
          .build();

  private TraceRequestsResource() {}

  private static String device(TraceRequest trace, Links links) {
    return links.to(DeviceType.of(trace).collection, trace.deviceId());
  }

  /**
   * Returns the resource.
   *
   * @param clock clock for the time of creation
   */
  static Resource of(TopologyStore topology, InstantSource clock) {
    return Stored.plain(
            new Crud<>(topology, TraceRequest.class, "trace request"),
            "traces",
            SHAPE,
            new Form<>(() -> fresh(clock), (body, id) -> body.trace.id(id), Body::build))
        .named("traceRequests", "traceRequestTemplate")
        .filter("tenant_id", (trace, tenant) -> tenant.equals(tenantOf(topology, trace)))
        .filter("port_id", (trace, id) -> id.equals(Objects.toString(trace.portId())))
        .keeping((before, body) -> body.trace.creationTimestampMs(before.creationTimestampMs()))
        .build();
  }

  /** Returns the tenant of the traced device, or of the traced port's device; null for none. */
  private static String tenantOf(TopologyStore topology, TraceRequest trace) {
    Port port =
        trace.portId() == null
            ? null
            : topology.find(Port.class, trace.portId()).map(Versioned::value).orElse(null);
    UUID router = port == null ? trace.routerId() : port.routerId();
    UUID network = port == null ? trace.networkId() : port.networkId();
    if (router != null) {
      return topology.find(Router.class, router).map(r -> r.value().tenantId()).orElse(null);
    }
    return network == null
        ? null
        : topology.find(Network.class, network).map(n -> n.value().tenantId()).orElse(null);
  }

  private static Body fresh(InstantSource clock) {
    Body body = new Body();
    body.trace.creationTimestampMs(clock.millis());
    return body;
  }
}
