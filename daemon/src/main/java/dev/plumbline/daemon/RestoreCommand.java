package dev.plumbline.daemon;

import dev.plumbline.daemon.backup.Restore;
import dev.plumbline.daemon.backup.Restored;
import dev.plumbline.daemon.command.TerminalProgress;
import dev.plumbline.daemon.telemetry.Logging;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.SystemTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** {@code plumbline restore}: a data directory out of a backup. */
@Command(name = "restore", mixinStandardHelpOptions = true, sortOptions = false,
        description = "Make a data directory of a backup, of a snapshot (snapshots/NAME) or of a copied data directory. Every checksum is looked at before"
            + " anything is written. Start the daemon on it with --data.",
        exitCodeListHeading = "Exit codes:%n", exitCodeList = {"0:restored, all of it",
            "1:the backup is damaged, the files are named: nothing was written, or with --allow-damage what is whole", "3:not restored; why is said"})
final class RestoreCommand implements Callable<Integer> {
    private static final int MOST_NAMED = 20;
    private final SystemTime clock;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "BACKUP", description = "The folder that \"plumbline backup\" has written.")
    private Path backup = Path.of("");

    @Option(names = {"--data", "--storage.tsdb.path"}, required = true, paramLabel = "DIR", description = "The data directory; not there yet, or empty.")
    private Path data = Path.of("data");

    @Option(names = "--allow-damage", description = "Restore what is whole of a damaged backup; the rest is named and lost.")
    private boolean allowDamage;

    @Option(names = "--output", paramLabel = "text|json", defaultValue = "text", description = "How to print what was done (default: ${DEFAULT-VALUE}).")
    private String output = "text";

    RestoreCommand(SystemTime clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        boolean json = output.equals("json");
        if (!json && !output.equals("text")) {
            err.println("plumbline restore: --output \"" + output + "\" is neither text nor json");
            return Plumbline.USAGE;
        }
        Logging.configure("error", "text");
        var progress = new TerminalProgress(err, clock, !json);
        try {
            Restored restored = new Restore(clock, progress::at).run(backup, data, allowDamage);
            progress.end();
            if (json) {
                spec.commandLine().getOut().println(json(restored));
            } else {
                print(restored);
            }
            spec.commandLine().getOut().flush();
            return restored.damage().isEmpty() ? 0 : 1;
        } catch (PlumblineException e) {
            progress.end();
            err.println("plumbline restore: " + e.getMessage());
            return Plumbline.USAGE;
        } finally {
            err.flush();
        }
    }

    private void print(Restored r) {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        r.damage().stream().limit(MOST_NAMED).forEach(d -> err.println("plumbline restore: " + d));
        if (r.damage().size() > MOST_NAMED) {
            err.println("plumbline restore: " + (r.damage().size() - MOST_NAMED) + " more (--output json names all)");
        }
        if (!r.done()) {
            err.println("plumbline restore: nothing was written; take another backup, or restore what is whole with --allow-damage");
            return;
        }
        if (!r.manifest()) {
            err.println("warning: there is no MANIFEST: files that are missing as a whole were not noticed");
        }
        out.printf("restored %d samples in %d series, %d blocks%s%n", r.samples(), r.series(), r.blocks(), r.samples() == 0 ? ""
                : ", from " + Instant.ofEpochMilli(r.fromMillis()) + " until " + Instant.ofEpochMilli(r.toMillis()));
        out.println("documents: " + (r.documents().isEmpty() ? "none" : String.join(", ",
                r.documents().entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList())));
        if (r.keys()) {
            out.println("the key that signs evidence was in the backup: the daemon goes on signing with it");
        }
        out.printf("%d files, %d bytes; start with: plumbline run --data %s --config FILE%n", r.files(), r.bytes(), data);
    }

    private String json(Restored r) {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeBooleanProperty("restored", r.done());
            json.writeBooleanProperty("manifest", r.manifest());
            json.writeArrayPropertyStart("damage");
            r.damage().forEach(json::writeString);
            json.writeEndArray();
            if (r.done()) {
                json.writeStringProperty("data", data.toString());
                json.writeBooleanProperty("keys", r.keys());
                json.writeNumberProperty("files", r.files());
                json.writeNumberProperty("bytes", r.bytes());
                json.writeNumberProperty("blocks", r.blocks());
                json.writeNumberProperty("series", r.series());
                json.writeNumberProperty("samples", r.samples());
                if (r.samples() > 0) {
                    json.writeStringProperty("from", Instant.ofEpochMilli(r.fromMillis()).toString());
                    json.writeStringProperty("until", Instant.ofEpochMilli(r.toMillis()).toString());
                }
                json.writeObjectPropertyStart("documents");
                r.documents().forEach(json::writeNumberProperty);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return text.toString();
    }
}
