package dev.plumbline.exposition;

import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.wire.ProtoReader;
import dev.plumbline.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses the protobuf bodies of one target, scrape after scrape: length-delimited {@code io.prometheus.client.MetricFamily}
 * messages, the only format that carries native histograms.
 *
 * <p>As with {@link PredictedLines}, a target writes the same families and metrics in the same order each time: a metric
 * is recognised by the bytes of its labels where it stood last, and its series' numbers are taken over. What is not where it
 * was is looked up; what was not there costs label sets and {@link SeriesSink#series}. What is known changes only in
 * {@link #keep}. Not thread-safe, but {@link #metadata} may be called by any thread.
 *
 * <p>Source: {@code io/prometheus/client/metrics.proto}, Prometheus {@code model/textparse/protobufparse.go}.
 */
public final class ProtobufFamilies {
    private static final int NAME = 1;
    private static final int HELP = 2;
    private static final int TYPE = 3;
    private static final int METRIC = 4;
    private static final int UNIT = 5;
    private final ProtoReader reader = new ProtoReader();
    private final MetricReader.Scratch scratch;
    private volatile List<KnownFamily> families = List.of();
    private List<KnownFamily> next = new ArrayList<>();
    private @Nullable Map<String, KnownFamily> index;

    /** {@code alsoClassic}: the classic series of a histogram are wanted even when it is native. */
    public ProtobufFamilies(boolean alsoClassic) {
        scratch = new MetricReader.Scratch(alsoClassic);
    }

    /**
     * Parses a whole body. What the sink got before an exception must be undone by the caller.
     *
     * @param length how many bytes of {@code bytes} are the body
     * @throws WireException when the bytes are no such messages
     * @throws ExpositionException when they are, and say what cannot be
     */
    public void parse(byte[] bytes, int length, SeriesSink sink) {
        next = new ArrayList<>(families.size());
        index = null;
        int at = 0;
        while (at < length) {
            reader.on(bytes, at, length);
            long size = reader.packedVarint();
            int from = reader.position();
            if (size < 0 || size > length - from) {
                throw new WireException("malformed protobuf at byte " + at + ": a metric family says " + Long.toUnsignedString(size)
                        + " bytes, and " + (length - from) + " are left");
            }
            at = from + (int) size;
            family(bytes, from, at, sink);
        }
    }

    private void family(byte[] bytes, int from, int to, SeriesSink sink) {
        KnownFamily family = known(bytes, from, to);
        if (family.isOpen()) {
            family = new KnownFamily(new byte[0], family.name, family.type, family.metadata); // the name comes twice: as it comes
        }
        family.begin();
        next.add(family);
        var metrics = new MetricReader(scratch, family, sink);
        reader.on(bytes, from, to);
        while (reader.next()) {
            if (reader.field() == METRIC) {
                int end = reader.enter();
                metrics.read(reader);
                reader.leave(end);
            }
        }
    }

    private KnownFamily known(byte[] bytes, int from, int to) {
        byte[] head = head(bytes, from, to);
        List<KnownFamily> before = families;
        if (next.size() < before.size() && before.get(next.size()).is(head)) {
            return before.get(next.size());
        }
        if (index == null) {
            index = HashMap.newHashMap(before.size());
            for (KnownFamily f : before) {
                index.putIfAbsent(f.name, f);
            }
        }
        KnownFamily made = make(head, bytes, from, to);
        KnownFamily old = index.get(made.name);
        return old != null && old.is(head) ? old : made;
    }

    /** Everything of a family but its metrics, as bytes. */
    private byte[] head(byte[] bytes, int from, int to) {
        var head = new ByteArrayOutputStream(128);
        reader.on(bytes, from, to);
        while (reader.next()) {
            int start = reader.start();
            boolean isMetric = reader.field() == METRIC;
            int after = reader.skip();
            if (!isMetric) {
                head.write(bytes, start, after - start);
            }
        }
        return head.toByteArray();
    }

    private KnownFamily make(byte[] head, byte[] bytes, int from, int to) {
        String name = "";
        String help = "";
        String unit = "";
        FamilyType type = FamilyType.COUNTER;
        reader.on(bytes, from, to);
        while (reader.next()) {
            switch (reader.field()) {
                case NAME -> name = reader.string();
                case HELP -> help = reader.string();
                case TYPE -> type = FamilyType.of(reader.int32());
                case UNIT -> unit = reader.string();
                default -> reader.skip();
            }
        }
        if (name.isEmpty()) {
            throw ExpositionException.of("a metric family has no name");
        }
        return new KnownFamily(head, name, type, new MetricMetadata(type.text(), unit, help));
    }

    /** The last body was stored: it predicts the next one. */
    public void keep() {
        next.forEach(KnownFamily::keep);
        families = next;
        discard();
    }

    /** The last body was not stored; what is known stays as it was before. */
    public void discard() {
        next.forEach(KnownFamily::close);
        next = new ArrayList<>();
        index = null;
    }

    /** Nothing is known any more. */
    void forget() {
        families = List.of();
        discard();
    }

    /** What the last stored body says about its metric families. */
    public Map<String, MetricMetadata> metadata() {
        var found = new LinkedHashMap<String, MetricMetadata>();
        families.forEach(f -> found.put(f.name, f.metadata));
        return found;
    }

    /** Reads the label pairs of a metric. */
    static Labels labels(ProtoReader reader, int labelField) {
        var labels = new Labels.Builder();
        while (reader.next()) {
            if (reader.field() == labelField) {
                int end = reader.enter();
                pair(reader, labels);
                reader.leave(end);
            }
        }
        return labels.build();
    }

    private static void pair(ProtoReader reader, Labels.Builder labels) {
        String name = "";
        String value = "";
        while (reader.next()) {
            switch (reader.field()) {
                case 1 -> name = reader.string();
                case 2 -> value = reader.string();
                default -> reader.skip();
            }
        }
        if (name.isEmpty()) {
            throw ExpositionException.of("a label has no name");
        }
        if (!labels.get(name).isEmpty()) {
            throw ExpositionException.of("a metric has the label " + name + " twice");
        }
        labels.set(name, value);
    }
}
