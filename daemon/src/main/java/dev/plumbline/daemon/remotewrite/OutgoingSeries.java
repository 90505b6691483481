package dev.plumbline.daemon.remotewrite;

import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A series as a receiver is told of it: external labels added, relabelled.
 *
 * @param pairs name, value, name, value …, names ascending
 * @param spread the same for the same labels, evenly spread: chooses the shard
 * @param about what is known of its metric, for version 2.0
 */
record OutgoingSeries(Symbols.Symbol[] pairs, int spread, @Nullable About about) {

    /** Metadata of a series; help and unit are symbols like its labels. */
    record About(int type, Symbols.Symbol help, Symbols.Symbol unit) {}

    static OutgoingSeries of(Labels labels, Symbols symbols, @Nullable MetricMetadata metadata) {
        var pairs = new Symbols.Symbol[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            pairs[2 * i] = symbols.of(labels.name(i));
            pairs[2 * i + 1] = symbols.of(labels.value(i));
        }
        About about = metadata == null ? null
                : new About(MetricTypes.number(metadata.type()), symbols.of(metadata.help()), symbols.of(metadata.unit()));
        int hash = labels.hashCode() * 0x9E3779B1;
        return new OutgoingSeries(pairs, hash >>> 8, about);
    }
}
