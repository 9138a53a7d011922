package org.midolab.lab.spec;

/** Where in the lab file a value stands. Both count from 1, as editors do. */
public record Place(int line, int column) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}
