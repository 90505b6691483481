package dev.plumbline.daemon.config;

import dev.plumbline.daemon.config.yaml.MappingReader;
import org.jspecify.annotations.Nullable;

/** Reads the section storage. */
final class StorageSection {
    private StorageSection() {}

    static StorageConfig read(MappingReader root) {
        MappingReader storage = root.mapping("storage");
        MappingReader tsdb = storage.mapping("tsdb");
        MappingReader retention = tsdb.mapping("retention");
        MappingReader exemplars = storage.mapping("exemplars");
        var config = new StorageConfig(tsdb.duration("out_of_order_time_window", 0), given(retention, "time", retention.duration("time", 0)),
                given(retention, "size", retention.size("size", 0)), exemplars.integer("max_exemplars", 100_000, Long.MIN_VALUE, Long.MAX_VALUE));
        unsupported(tsdb, "stale_series_compaction_threshold");
        unsupported(retention, "percentage");
        retention.finish();
        tsdb.finish();
        exemplars.finish();
        storage.finish();
        return config;
    }

    private static @Nullable Long given(MappingReader reader, String key, long value) {
        return reader.has(key) ? value : null;
    }

    private static void unsupported(MappingReader reader, String key) {
        if (reader.has(key)) {
            reader.problems().warning(reader.keyAt(key), key + " is not there yet and has no effect");
        }
    }
}
