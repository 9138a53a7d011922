package org.midolab.lab.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.midolab.lab.spec.NodeKind;

/**
 * A kind of image: its name, its directory under {@code images/}, and the packages in its
 * repositories, which the guide installs.
 */
enum ImageRole {
  NSDB(
      "nsdb",
      "midolab-release",
      "java-1.7.0-openjdk-headless",
      "zookeeper",
      "zkdump",
      "nmap-ncat",
      "dsc20"),
  CONTROLLER(
      "controller",
      "midolab-release",
      "java-1.8.0-openjdk-headless",
      "midonet-jre",
      "midonet-tools",
      "midonet-cluster",
      "python-midonetclient",
      "openstack-neutron",
      "python-neutron-plugin-midonet",
      "python-neutron-lbaas",
      "midolman"),
  AGENT(
      "agent",
      "midolab-release",
      "java-1.8.0-openjdk-headless",
      "midonet-jre",
      "midonet-tools",
      "midolman"),
  PEER("peer"),
  INSTANCE("instance"),
  CLOUD_CONTROLLER("cloud-controller", CONTROLLER),
  HYPERVISOR("hypervisor", AGENT),
  KEYSTONE("keystone");

  private static final String CLOUD = "cloud";

  final String name;
  final String directory;
  final Optional<ImageRole> classesFrom;
  final List<PackageRecipe> packages;

  ImageRole(String name, String... packages) {
    this.name = name;
    this.directory = name;
    this.classesFrom = Optional.empty();
    this.packages = Arrays.stream(packages).map(PackageRecipe::of).toList();
  }

  /**
   * Makes a role of a lab with Nova.
   *
   * @param classesFrom the role with the same packages; its archives of loaded classes (CDS) are
   *     copied
   */
  ImageRole(String name, ImageRole classesFrom) {
    this.name = name;
    this.directory = CLOUD;
    this.classesFrom = Optional.of(classesFrom);
    this.packages = classesFrom.packages;
  }

  static ImageRole of(NodeKind kind) {
    return switch (kind) {
      case NSDB -> NSDB;
      case CONTROLLER -> CONTROLLER;
      case GATEWAY, COMPUTE -> AGENT;
      case CLOUD_CONTROLLER -> CLOUD_CONTROLLER;
      case HYPERVISOR -> HYPERVISOR;
      case BGP_PEER, INTERNET -> PEER;
      case INSTANCE, BRIDGE -> INSTANCE;
    };
  }
}
