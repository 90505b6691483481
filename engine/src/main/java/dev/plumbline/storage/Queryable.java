package dev.plumbline.storage;

/** Something that can be asked for series. Thread-safe. */
public interface Queryable {

    /** A view for samples with {@code minMillis <= time <= maxMillis}; close it. */
    Querier querier(long minMillis, long maxMillis);
}
