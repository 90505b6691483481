package dev.plumbline.daemon.remotewrite;

import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A series as a receiver is told of it: external labels added, relabelled.
 *
 * @param pairs name, value, name, value …, names ascending
 * @param bytes of its labels as messages of version 1.0, one after the other
 * @param spread the same for the same labels, evenly spread: chooses the shard
 * @param about what is known of its metric, for version 2.0
 */
record OutgoingSeries(Symbols.Symbol[] pairs, int bytes, int spread, @Nullable About about) {

    /** Metadata of a series; help and unit are symbols like its labels. */
    record About(int type, Symbols.Symbol help, Symbols.Symbol unit) {}

    static OutgoingSeries of(Labels labels, Symbols symbols, @Nullable MetricMetadata metadata) {
        var pairs = new Symbols.Symbol[2 * labels.size()];
        for (int i = 0; i < labels.size(); i++) {
            pairs[2 * i] = symbols.of(labels.name(i));
            pairs[2 * i + 1] = symbols.of(labels.value(i));
        }
        int bytes = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            int label = labelSize(pairs[i], pairs[i + 1]);
            bytes += 1 + varintSize(label) + label;
        }
        About about = metadata == null ? null
                : new About(MetricTypes.number(metadata.type()), symbols.of(metadata.help()), symbols.of(metadata.unit()));
        int hash = labels.hashCode() * 0x9E3779B1;
        return new OutgoingSeries(pairs, bytes, hash >>> 8, about);
    }

    /** Bytes of a label's message, without its own tag and length. */
    static int labelSize(Symbols.Symbol name, Symbols.Symbol value) {
        return 2 + varintSize(name.utf8().length) + name.utf8().length + varintSize(value.utf8().length) + value.utf8().length;
    }

    static int varintSize(long value) {
        return (Math.max(1, 64 - Long.numberOfLeadingZeros(value)) + 6) / 7;
    }
}
