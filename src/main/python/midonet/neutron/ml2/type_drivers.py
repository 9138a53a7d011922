"""The network types ``midonet``, and ``uplink`` for networks behind a gateway's interface."""

from typing import Any

from neutron_lib import exceptions
from neutron_lib.plugins.ml2 import api

# In bytes. The underlay must have room for this and the 50 bytes that VXLAN over IPv4 adds (RFC 7348 §5).
MTU = 1500


class MidonetTypeDriver(api.ML2TypeDriver):
    """A network without a segment: MidoNet's tunnels carry a key for each port."""

    TYPE = "midonet"

    def initialize(self) -> None:
        """Does nothing: the driver needs no preparation."""

    def initialize_network_segment_range_support(self) -> None:
        """Does nothing: there are no segment ranges."""

    def update_network_segment_range_allocations(self) -> None:
        """Does nothing: there are no segment ranges."""

    def get_network_segment_ranges(self) -> dict[str, Any]:
        return {}

    def get_type(self) -> str:
        return self.TYPE

    def is_partial_segment(self, segment: dict[str, Any]) -> bool:
        return False

    def validate_provider_segment(self, segment: dict[str, Any]) -> None:
        for attribute, value in segment.items():
            if value and attribute != api.NETWORK_TYPE:
                raise exceptions.InvalidInput(
                    error_message=f"a network of type {self.TYPE} has no {attribute}"
                )

    def reserve_provider_segment(
        self, context: Any, segment: dict[str, Any], filters: Any = None
    ) -> dict[str, Any]:
        return segment

    def allocate_tenant_segment(self, context: Any, filters: Any = None) -> dict[str, Any]:
        return {api.NETWORK_TYPE: self.TYPE}

    def release_segment(self, context: Any, segment: dict[str, Any]) -> None:
        """Does nothing: no segment was reserved."""

    def get_mtu(self, physical_network: str | None = None) -> int:
        return MTU


class UplinkTypeDriver(MidonetTypeDriver):
    """A network outside of MidoNet. Its ports are interfaces of gateways."""

    TYPE = "uplink"
