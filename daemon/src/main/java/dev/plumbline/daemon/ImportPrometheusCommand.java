package dev.plumbline.daemon;

import dev.plumbline.daemon.command.CommandDurations;
import dev.plumbline.daemon.command.ImportText;
import dev.plumbline.daemon.config.ConfigLoader;
import dev.plumbline.daemon.config.LoadResult;
import dev.plumbline.daemon.telemetry.Logging;
import dev.plumbline.daemon.telemetry.StoreEventLog;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.prometheusdata.ImportOptions;
import dev.plumbline.prometheusdata.ImportReport;
import dev.plumbline.prometheusdata.ImportSink;
import dev.plumbline.prometheusdata.PrometheusDirectory;
import dev.plumbline.prometheusdata.StoreSink;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.time.SystemTime;
import dev.plumbline.tsdb.RealDisk;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plumbline import prometheus}: a Prometheus server's data directory into an empty one of ours. */
@Command(name = "prometheus", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Read the data directory of a Prometheus server (blocks, write-ahead log, late samples) into an empty data directory"
            + " of Plumbline. The source is only read; stop Prometheus first, or take a snapshot, so that nothing is missing."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:all was read and taken",
            "1:the rest was, but damaged places were left out or samples refused: they are named", "3:nothing, or not all, was imported"})
final class ImportPrometheusCommand implements Callable<Integer> {
    /** The store makes blocks of two hours: it is given no more at once. */
    private static final long RANGE = Duration.ofHours(2).toMillis();
    /** Bytes of heap for each sample of the log that is held at once: a tenth of the heap at 20 bytes a sample. */
    private static final long BYTES_OF_HEAP = 200;
    private final SystemTime clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "What Prometheus's --storage.tsdb.path names, or a snapshot (snapshots/NAME).")
    private Path source = Path.of("");

    @Option(names = {"--data", "--storage.tsdb.path"}, paramLabel = "DIR", defaultValue = "data",
            description = "Where series will be kept (default: ./${DEFAULT-VALUE}); not there yet, or empty.")
    private Path data = Path.of("data");

    @Option(names = "--storage.tsdb.retention.time", paramLabel = "DURATION", defaultValue = "35d",
            description = "How long samples are kept (default: ${DEFAULT-VALUE}); what is older is not imported. Give it to run, too.")
    private String retention = "35d";

    @Option(names = {"--config", "--config.file"}, paramLabel = "FILE",
            description = "The configuration that run will get: says which tenants are above their limit of series after the import. It limits nothing here.")
    private @Nullable Path config;

    @Option(names = "--dry-run", description = "Read and check everything, write nothing.")
    private boolean dryRun;

    @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print the report (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    ImportPrometheusCommand(SystemTime clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Long keep = CommandDurations.millis(retention);
        if (keep == null || keep <= 0 || !output.equals("text") && !output.equals("json")) {
            err.println("plumbline import prometheus: " + (keep == null || keep <= 0
                    ? "--storage.tsdb.retention.time \"" + retention + "\" is not a duration; one such as 35d would be"
                    : "--output \"" + output + "\" is neither text nor json"));
            return Plumbline.USAGE;
        }
        if (config != null && dryRun) {
            err.println("plumbline import prometheus: --config goes with an import, not with --dry-run: nobody has series in memory after one");
            return Plumbline.USAGE;
        }
        if (Files.exists(source.resolve("lock"))) {
            err.println("warning: " + source.resolve("lock") + " is there: Prometheus runs on this directory, or was killed. If it runs,"
                    + " what it writes from now on will be missing");
        }
        Logging.configure("error", "text");
        try {
            return dryRun ? print(new ImportText(read(new Nothing(), ImportOptions.DEFAULTS), Map.of(), "", List.of(), "read")) : fill(keep);
        } catch (PlumblineException e) {
            err.println("plumbline import prometheus: " + e.getMessage());
            return Plumbline.USAGE;
        } finally {
            err.flush();
        }
    }

    private int fill(long keepMillis) {
        TenantRules tenants = tenants();
        var options = ImportOptions.DEFAULTS.withMaxRangeMillis(RANGE).withFromMillis(clock.wallMillis() - keepMillis);
        try (Tsdb store = Tsdb.open(TsdbOptions.defaults(data).withRetention(Duration.ofMillis(keepMillis)), clock, new RealDisk(),
                new StoreEventLog(clock))) {
            if (store.newestMillis() != Long.MIN_VALUE) {
                throw PlumblineException.user("the data directory " + data + " has samples already; older ones cannot be put below them."
                        + " Import into an empty directory, then start the daemon on it");
            }
            var sink = new StoreSink(store, store::maintain);
            ImportReport report = read(sink, options);
            store.tenants(tenants);
            return print(new ImportText(report, sink.refused(), sink.firstRefusal(), store.tenantsOverSeries(), "imported"));
        }
    }

    /** Of the configuration; null when there is none, or it has no tenants. */
    private @Nullable TenantRules tenants() {
        if (config == null) {
            return null;
        }
        return switch (ConfigLoader.load(config, System.getenv())) {
            case LoadResult.Loaded loaded -> loaded.config().tenants();
            case LoadResult.Refused refused -> throw PlumblineException.user(refused.problems().stream().map(Object::toString)
                    .collect(Collectors.joining(System.lineSeparator(), "nothing was imported, the configuration is not valid:" + System.lineSeparator(), "")));
        };
    }

    private ImportReport read(ImportSink sink, ImportOptions given) {
        long fits = Math.max(1, Runtime.getRuntime().maxMemory() / BYTES_OF_HEAP);
        var options = given.withMaxLogSamples(Math.min(given.maxLogSamples(), fits));
        Console console = System.console();
        boolean shown = console != null && console.isTerminal() && output.equals("text");
        PrintWriter err = spec.commandLine().getErr();
        ImportReport report = new PrometheusDirectory(source, options).read(sink, p -> {
            if (shown) {
                err.print("\rrange " + p.range() + " of " + p.ranges() + ", " + p.soFar().samples() + " samples ");
                err.flush();
            }
        });
        if (shown) {
            err.println();
        }
        return report;
    }

    private int print(ImportText text) {
        PrintWriter out = spec.commandLine().getOut();
        if (output.equals("json")) {
            text.printJson(out);
        } else {
            text.print(out, spec.commandLine().getErr());
        }
        out.flush();
        return text.report().damages() == 0 && text.refused().isEmpty() ? 0 : 1;
    }

    /** Of a dry run: what is read goes nowhere. */
    private static final class Nothing implements ImportSink {
        @Override
        public void begin(long minMillis, long maxMillis) {
            // Nothing is kept.
        }

        @Override
        public void series(Labels labels, Samples samples) {
            // Nothing is kept.
        }

        @Override
        public void end() {
            // Nothing is kept.
        }
    }
}
