package dev.plumbline.storage;

/** A place where series are kept. Thread-safe; appenders are not. */
public interface Storage extends Queryable, AutoCloseable {

    /** A new transaction. */
    Appender appender();

    /**
     * Opens a source of rows.
     *
     * @param source a name that is the same when the same target is opened again, also after a restart, such as
     *     {@code "node/127.0.0.1:9100"}; at most one row appender may be open per source
     * @throws IllegalStateException when the source is open
     */
    RowAppender rows(String source);

    /** The time of the oldest sample kept, in ms; {@code Long.MAX_VALUE} when there is none. */
    long oldestMillis();

    /** Makes everything durable, then lets go of files. */
    @Override
    void close();
}
