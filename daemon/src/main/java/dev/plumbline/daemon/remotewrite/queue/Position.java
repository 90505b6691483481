package dev.plumbline.daemon.remotewrite.queue;

import java.util.Comparator;

/** A place in the queue, where a record begins or may begin: number of the segment and offset in its file in bytes. */
public record Position(long segment, long offset) implements Comparable<Position> {
    private static final Comparator<Position> ORDER = Comparator.comparingLong(Position::segment).thenComparingLong(Position::offset);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
