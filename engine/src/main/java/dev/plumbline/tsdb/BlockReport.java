package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.TenantRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What a block of a data directory holds, and whether every byte of it is as it was written. Reads all of it.
 *
 * @param file its name
 * @param bytes of the file
 * @param minMillis time of the oldest sample
 * @param maxMillis time of the newest one
 * @param metrics how many series each metric has, the largest first
 * @param labels how many values each label has, the largest first
 * @param tenants how many series each tenant has, the largest first
 * @param downsampled how many series have aggregate rows of which resolution, the finest first
 * @param problems damage; empty when there is none
 */
public record BlockReport(String file, long bytes, long minMillis, long maxMillis, int series, long samples, int tables,
        List<Cardinality> metrics, List<Cardinality> labels, List<Cardinality> tenants, List<Rows> downsampled, List<String> problems) {
    static final Comparator<Cardinality> LARGEST_FIRST =
            Comparator.comparingInt(Cardinality::count).reversed().thenComparing(Cardinality::name);

    /** How many there are of what has this name. */
    public record Cardinality(String name, int count) {}

    /** So many series have aggregate rows of this resolution, ms. */
    public record Rows(long resolutionMillis, int series) {}

    public BlockReport {
        downsampled = List.copyOf(downsampled);
        metrics = List.copyOf(metrics);
        labels = List.copyOf(labels);
        tenants = List.copyOf(tenants);
        problems = List.copyOf(problems);
    }

    /** As {@link #of(Path, Disk, int, TenantRules)}, with tenants told by the usual labels. */
    public static List<BlockReport> of(Path data, Disk disk, int most) {
        return of(data, disk, most, TenantRules.UNLIMITED);
    }

    /**
     * The blocks of a data directory, in the order of their names. A daemon may run on it meanwhile; a block that it removes while this reads
     * is still read to its end.
     *
     * @param most longest list of metrics, of labels and of tenants
     * @param whose tells tenants
     * @throws PlumblineException of kind RESOURCE when the folder cannot be read
     */
    public static List<BlockReport> of(Path data, Disk disk, int most, TenantRules whose) {
        Path folder = data.resolve("blocks");
        var reports = new ArrayList<BlockReport>();
        try {
            for (String name : disk.list(folder)) {
                if (name.endsWith(".block")) {
                    reports.add(read(folder.resolve(name), disk, most, whose));
                }
            }
        } catch (IOException e) {
            throw PlumblineException.resource("cannot read " + folder + ": " + e.getMessage() + ". Name a data directory of Plumbline", e);
        }
        return reports;
    }

    private static BlockReport read(Path path, Disk disk, int most, TenantRules whose) throws IOException {
        String name = String.valueOf(path.getFileName());
        var problems = new ArrayList<String>();
        try {
            Block block = Block.open(disk, path, new BaseFrames(), problem -> {});
            block.verify(problems);
            return new BlockReport(name, block.bytes(), block.min(), block.max(), block.seriesCount(), block.samples(), block.tables().length,
                    block.metrics(most), block.labelCounts(most), block.tenants(whose, most), downsampled(block), problems);
        } catch (MalformedBytes e) {
            problems.add(path + " is damaged: " + e.text());
        } catch (PlumblineException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return new BlockReport(name, disk.size(path), 0, 0, 0, 0, 0, List.of(), List.of(), List.of(), List.of(), problems);
    }

    private static List<Rows> downsampled(Block block) {
        return Arrays.stream(block.tables()).filter(t -> t.resolution() > 0).map(t -> new Rows(t.resolution(), t.columns()))
                .sorted(Comparator.comparingLong(Rows::resolutionMillis)).toList();
    }
}
