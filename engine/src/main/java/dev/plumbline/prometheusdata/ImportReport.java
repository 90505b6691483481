package dev.plumbline.prometheusdata;

import java.util.List;
import java.util.Map;

/**
 * What was read and what was not.
 *
 * @param blocks block folders read
 * @param logSegments files of the write-ahead log read, those of its checkpoint and of the late samples' log included
 * @param ranges time ranges handed out
 * @param series series handed out, each once per range
 * @param samples samples handed out, histograms included
 * @param histograms native histograms among them
 * @param left samples and other entries that were left out on purpose, by reason, such as exemplars or what was deleted
 * @param damages how many damaged or unreadable places were left out
 * @param skipped the first of these, at most {@value Findings#MAX_NAMED}
 * @param growing whether the log grew while it was read: a server was writing it, and what it wrote since then is missing
 */
public record ImportReport(int blocks, int logSegments, int ranges, long series, long samples, long histograms,
        Map<String, Long> left, long damages, List<Skipped> skipped, boolean growing) {

    public ImportReport {
        left = Map.copyOf(left);
        skipped = List.copyOf(skipped);
    }

    /**
     * A place that could not be read.
     *
     * @param file relative to the data directory
     * @param offset in bytes, or −1 when the whole file is meant
     * @param reason what is wrong with it
     */
    public record Skipped(String file, long offset, String reason) {

        /** {@code file at byte N: reason}. */
        @Override
        public String toString() {
            return file + (offset < 0 ? "" : " at byte " + offset) + ": " + reason;
        }
    }
}
