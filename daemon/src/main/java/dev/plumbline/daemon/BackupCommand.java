package dev.plumbline.daemon;

import dev.plumbline.daemon.backup.Backup;
import dev.plumbline.daemon.backup.Snapshots;
import dev.plumbline.daemon.command.ClientOptions;
import dev.plumbline.daemon.command.SnapshotClient;
import dev.plumbline.daemon.command.TerminalProgress;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** {@code plumbline backup}: a copy of everything that a daemon keeps, while it runs or while it does not. */
@Command(name = "backup", mixinStandardHelpOptions = true, sortOptions = false,
        description = {"Write a backup of series and documents into a folder, with a manifest of checksums. A running daemon is asked for a snapshot"
            + " (it must have been started with --web.enable-admin-api, and its data directory be on this machine); collecting and queries go on.",
            "With --offline, the data directory of a daemon that does not run is copied."},
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:the backup is written", "3:there is none; why is said"})
final class BackupCommand implements Callable<Integer> {
    private final SystemTime clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(paramLabel = "DIR", description = "Where to write it; not there yet, or empty.")
    private Path to = Path.of("");

    @Option(names = {"--data", "--storage.tsdb.path"}, paramLabel = "DATA",
            description = "The data directory (default: what the running daemon says; with --offline ./data).")
    private @Nullable Path data;

    @Option(names = "--offline", description = "No daemon runs: copy the data directory itself. Refused while one runs.")
    private boolean offline;

    @Option(names = "--skip-head", description = "Only series that are in blocks already, without the last two to three hours.")
    private boolean skipHead;

    @Option(names = "--with-keys", description = "Also the private key that signs evidence (evidence-key.pem): the backup is then as secret as that key, and"
            + " whoever restores it goes on signing with it. It is read from the data directory, by whoever may.")
    private boolean withKeys;

    @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print what was done (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    BackupCommand(SystemTime clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        boolean json = output.equals("json");
        if (!json && !output.equals("text") || offline && skipHead) {
            err.println("plumbline backup: " + (offline && skipHead ? "--skip-head goes with a running daemon, not with --offline"
                    : "--output \"" + output + "\" is neither text nor json"));
            return Plumbline.USAGE;
        }
        var progress = new TerminalProgress(err, clock, !json);
        try {
            var plain = new Backup(clock, Plumbline.version(), progress::at);
            var backup = withKeys ? plain.withKeys() : plain;
            Backup.Report report = offline ? backup.ofStopped(data == null ? Path.of("data") : data, to) : running(backup);
            progress.end();
            print(report, json);
            return 0;
        } catch (IOException | PlumblineException e) {
            progress.end();
            err.println("plumbline backup: " + e.getMessage());
            return Plumbline.USAGE;
        } finally {
            err.flush();
        }
    }

    private Backup.Report running(Backup backup) throws IOException {
        Path snapshot = new SnapshotClient(client.client()).take(data, skipHead);
        try {
            return backup.write(snapshot, to, Snapshots.dataFolder(snapshot));
        } finally {
            try {
                Snapshots.remove(snapshot);
            } catch (PlumblineException e) {
                spec.commandLine().getErr().println("warning: " + e.getMessage());
            }
        }
    }

    private void print(Backup.Report report, boolean json) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var text = new StringWriter();
            try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
                generator.writeStartObject();
                generator.writeStringProperty("backup", report.folder().toString());
                generator.writeNumberProperty("files", report.files());
                generator.writeNumberProperty("bytes", report.bytes());
                generator.writeBooleanProperty("keys", report.keys());
                generator.writeEndObject();
            }
            out.println(text);
        } else {
            out.println("wrote " + report.files() + " files, " + report.bytes() + " bytes, to " + report.folder());
            if (report.keys()) {
                out.println("the key that signs evidence is in it: who can read it can sign as this daemon");
            }
        }
        out.flush();
    }
}
