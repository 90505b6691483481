package dev.plumbline.daemon;

import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.tsdb.BlockReport;
import dev.plumbline.tsdb.LogReport;
import dev.plumbline.tsdb.RealDisk;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plumbline inspect}: what the blocks of a data directory hold, with every checksum looked at. */
@Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Show the blocks of a data directory: range, series, samples, bytes a sample, cardinality by metric, tenant and label; and verify"
            + " all checksums, those of the log included. The daemon may be running on it.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:all is whole", "1:damage was found, it is named",
            "3:the directory could not be read"})
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = {"--data", "--storage.tsdb.path"}, paramLabel = "DIR", defaultValue = "data",
            description = "The data directory (default: ./${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Option(names = "--top", paramLabel = "N", defaultValue = "5", description = "How many metrics, tenants and labels to show of each block (default: ${DEFAULT-VALUE}).")
    private int top = 5;

    @Option(names = "--tenant-labels", paramLabel = "NAME", split = ",", defaultValue = "tenant_id,tenant,organization_id",
            description = "The first of these labels that a series has says its tenant (default: ${DEFAULT-VALUE}).")
    private String[] tenantLabels = {};

    @Override
    public Integer call() {
        List<BlockReport> blocks;
        List<LogReport> log;
        try {
            blocks = BlockReport.of(data, new RealDisk(), Math.max(0, top), whose());
            log = Files.isDirectory(data.resolve("wal")) ? LogReport.of(data, new RealDisk()) : List.of();
        } catch (PlumblineException e) {
            spec.commandLine().getErr().println("plumbline inspect: " + e.getMessage());
            return Plumbline.USAGE;
        }
        PrintWriter out = spec.commandLine().getOut();
        blocks.forEach(block -> print(out, block));
        log.forEach(file -> print(out, file));
        long damaged = blocks.stream().filter(b -> !b.problems().isEmpty()).count() + log.stream().filter(f -> !f.problems().isEmpty()).count();
        out.printf("%d blocks, %d samples, %d bytes, %s%n", blocks.size(), blocks.stream().mapToLong(BlockReport::samples).sum(),
                blocks.stream().mapToLong(BlockReport::bytes).sum(), damaged == 0 ? "no damage" : damaged + " damaged");
        out.flush();
        return damaged == 0 ? 0 : 1;
    }

    private TenantRules whose() {
        return new TenantRules(List.of(tenantLabels), TenantRules.UNKNOWN, TenantLimits.NONE, TenantLimits.NONE, Map.of());
    }

    private static void print(PrintWriter out, LogReport file) {
        out.printf("%s  %d records  %d bytes%s%n", file.file(), file.records(), file.bytes(), file.unfinished() == 0 ? ""
                : "  (" + file.unfinished() + " of them a commit that is, or was, being written)");
        file.problems().forEach(problem -> out.printf("  DAMAGE %s%n", problem));
    }

    private static void print(PrintWriter out, BlockReport block) {
        if (block.samples() > 0) {
            out.printf("%s  %s to %s  %d series  %d samples  %d bytes (%.2f a sample)  %d tables%n", block.file(),
                    Instant.ofEpochMilli(block.minMillis()), Instant.ofEpochMilli(block.maxMillis()), block.series(), block.samples(),
                    block.bytes(), (double) block.bytes() / block.samples(), block.tables());
            block.downsampled().forEach(rows -> out.printf("  downsampled to %s: %d series%n", Times.duration(rows.resolutionMillis()), rows.series()));
            block.metrics().forEach(m -> out.printf("  metric %s: %d series%n", m.name(), m.count()));
            block.tenants().forEach(t -> out.printf("  tenant %s: %d series%n", t.name(), t.count()));
            block.labels().forEach(l -> out.printf("  label %s: %d values%n", l.name(), l.count()));
        }
        block.problems().forEach(problem -> out.printf("  DAMAGE %s%n", problem));
    }
}
