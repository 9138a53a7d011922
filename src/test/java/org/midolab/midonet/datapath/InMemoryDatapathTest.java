package org.midolab.midonet.datapath;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

class InMemoryDatapathTest extends DatapathContract {

  @Override
  Wires wires() {
    return new Wires() {
      private final Map<String, Queue<byte[]>> sent = new HashMap<>();
      private final InMemoryDatapath datapath = new InMemoryDatapath();

      {
        datapath.onSent((name, frame) -> queue(name).add(frame));
      }

      private Queue<byte[]> queue(String name) {
        return sent.computeIfAbsent(name, n -> new ArrayDeque<>());
      }

      @Override
      public Datapath datapath() {
        return datapath;
      }

      @Override
      public void plug(String name) {
        datapath.plug(name);
      }

      @Override
      public void unplug(String name) {
        datapath.unplug(name);
      }

      @Override
      public void arrive(String name, byte[] frame) {
        datapath.receive(name, frame);
      }

      @Override
      public byte[] leave(String name) {
        return queue(name).poll();
      }

      @Override
      public boolean silent(String name) {
        return queue(name).isEmpty();
      }

      @Override
      public void close() {
        datapath.destroy();
      }
    };
  }
}
