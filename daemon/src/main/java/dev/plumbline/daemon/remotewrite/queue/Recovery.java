package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.StoredSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Settles the end of what another process wrote: cuts a torn record away, and asks the store about the samples of each
 * prepared one. Looks at the last two segments; in older ones everything is settled. Running it twice changes nothing.
 */
final class Recovery {
    private final QueueFiles files;
    private final Path folder;
    private final StoredSamples stored;
    private final RecordBuffer buffer = new RecordBuffer();

    Recovery(QueueFiles files, Path folder, StoredSamples stored) {
        this.files = files;
        this.folder = folder;
        this.stored = stored;
    }

    /** A prepared record: where it is, and what of it the store has. */
    private record Unsettled(long offset, Found found) {}

    void run(Segments segments) throws IOException {
        for (long number : segments.lastTwo()) {
            settle(number);
            segments.add(number, Files.size(Format.file(folder, number)));
        }
    }

    private void settle(long number) throws IOException {
        Path file = Format.file(folder, number);
        List<Unsettled> open = new ArrayList<>();
        SegmentEnd end = scan(file, number, open);
        if (end.end() < Format.HEADER) {
            return; // nothing but the beginning of a header
        }
        SegmentWriter writer = SegmentWriter.reopen(files, folder, end);
        int lost = 0;
        for (Unsettled record : open) {
            lost += record.found.count - record.found.kept;
            settle(writer, record);
        }
        writer.prepared();
        writer.settled(lost);
        writer.finish();
        writer.close();
    }

    private void settle(SegmentWriter writer, Unsettled record) throws IOException {
        if (record.found.kept == record.found.count) {
            writer.state(record.offset, Format.KEPT);
            return;
        }
        if (record.found.kept > 0) {
            buffer.clear();
            record.found.write(buffer);
            writer.append(buffer, 0);
        }
        writer.state(record.offset, Format.VOID);
    }

    private SegmentEnd scan(Path file, long number, List<Unsettled> open) throws IOException {
        long size = Files.size(file);
        long samples = 0;
        var found = new Found(stored);
        var decoder = new RecordDecoder(found);
        decoder.segment();
        try (var records = new SegmentFile(file)) {
            while (records.next(size)) {
                boolean prepared = records.state() == Format.PREPARED;
                int count = decoder.read(records.bytes(), records.payload(), records.length(), !prepared);
                samples += records.state() == Format.VOID ? 0 : count;
                if (prepared) {
                    open.add(new Unsettled(records.recordAt(), found.take()));
                }
            }
            long end = records.position() == Long.MAX_VALUE ? 0 : records.position();
            return new SegmentEnd(number, end, decoder.series(), samples);
        } catch (RecordDecoder.MalformedRecord e) {
            throw new IOException(file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Those samples of a record that the store has. */
    private static final class Found implements RecordSink {
        private final StoredSamples stored;
        private final List<Labels> series;
        private final List<Sample> samples = new ArrayList<>();
        private int count;
        private int kept;

        private record Sample(int ref, long start, long time, double value, byte[] histogram) {}

        Found(StoredSamples stored) {
            this(stored, new ArrayList<>());
        }

        private Found(StoredSamples stored, List<Labels> series) {
            this.stored = stored;
            this.series = series;
        }

        /** What was found in this record; the next begins. */
        Found take() {
            var taken = new Found(stored, series);
            taken.samples.addAll(samples);
            taken.count = count;
            taken.kept = kept;
            samples.clear();
            count = 0;
            kept = 0;
            return taken;
        }

        void write(RecordBuffer to) {
            to.begin(Format.KEPT);
            for (Sample sample : samples) {
                to.samples(sample.time, 1);
                long age = sample.start == 0 ? 0 : sample.time - sample.start;
                if (sample.histogram.length == 0) {
                    to.sample(sample.ref, age, sample.value);
                } else {
                    to.sample(sample.ref, age, sample.histogram, 0, sample.histogram.length);
                }
            }
            to.end();
        }

        @Override
        public void segment() {
            series.clear();
        }

        @Override
        public void series(int ref, Labels labels) {
            series.add(labels);
        }

        @Override
        public void sample(int ref, long startMillis, long timeMillis, double value) {
            add(stored.holds(series.get(ref), timeMillis, value, false), new Sample(ref, startMillis, timeMillis, value, new byte[0]));
        }

        @Override
        public void histogram(int ref, long startMillis, long timeMillis, byte[] bytes, int from, int length) {
            add(stored.holds(series.get(ref), timeMillis, 0, true),
                    new Sample(ref, startMillis, timeMillis, 0, java.util.Arrays.copyOfRange(bytes, from, from + length)));
        }

        private void add(boolean isStored, Sample sample) {
            count++;
            if (isStored) {
                kept++;
                samples.add(sample);
            }
        }

        @Override
        public void exemplar(int ref, Exemplar exemplar) {
            // Exemplars are written when they are kept already.
        }
    }
}
