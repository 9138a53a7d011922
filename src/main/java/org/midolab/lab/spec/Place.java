package org.midolab.lab.spec;

/** The position of a value in the lab file. Lines and columns count from 1, as in editors. */
public record Place(int line, int column) implements Comparable<Place> {

  @Override
  public int compareTo(Place other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }
}
