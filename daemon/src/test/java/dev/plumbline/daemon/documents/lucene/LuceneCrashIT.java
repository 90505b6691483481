package dev.plumbline.daemon.documents.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Filter;
import dev.plumbline.time.VirtualTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} while many threads write, again and again on the same files: what was acknowledged is there. */
class LuceneCrashIT {
    private static final int KILLS = Integer.getInteger("documents.kills", 22);
    private static final int MOST_ACKNOWLEDGEMENTS = 600;

    @TempDir
    private Path folder;
    /** By id: the last that was acknowledged, or is known from looking after a kill. */
    private final Map<String, State> known = new HashMap<>();

    /** What is stored: a version, 0 for none, and what the body begins with. */
    private record State(long version, String body) {
        static final State ABSENT = new State(0, "-");
    }

    @Test
    void everyAcknowledgedWriteSurvivesSigkill() throws Exception {
        long seed = Long.getLong("documents.seed", 20261121L);
        var random = new SplittableRandom(seed);
        int acknowledged = 0;
        List<String> warnings = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged += writeAndKill(kill, random.nextInt(MOST_ACKNOWLEDGEMENTS));
            try (var documents = LuceneDocuments.open(folder, CrashingWriter.OPTIONS, new VirtualTime(0), warnings::add)) {
                check(documents, "seed %d kill %d".formatted(seed, kill), random.nextBoolean());
            }
        }
        assertThat(acknowledged).isGreaterThan(KILLS * 20);
    }

    /** Lets a process write until it has acknowledged so much, kills it, and notes every acknowledgement it had printed. */
    private int writeAndKill(int kill, int acknowledgements) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx128m", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                CrashingWriter.class.getName(), folder.toString(), Integer.toString(kill))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int count = 0;
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            assertThat(line).as("the process wrote something").isNotNull();
            while (line != null) {
                if (++count == acknowledgements + 1) {
                    // Not by the Process, which would also drop what is in the pipe.
                    process.toHandle().destroyForcibly();
                }
                if (line.startsWith("ack ") && line.endsWith(" end")) {
                    note(line.split(" "));
                }
                line = out.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return count;
    }

    private void note(String[] words) {
        for (int i = 1; i + 2 < words.length; i += 3) {
            known.put(words[i], new State(Long.parseLong(words[i + 2]), words[i + 1]));
        }
    }

    /** One request of each thread may have been kept without having been acknowledged: up to three documents. */
    private void check(LuceneDocuments documents, String at, boolean alsoCommit) {
        Map<Character, Integer> unacknowledged = new HashMap<>();
        for (int thread = 0; thread < CrashingWriter.THREADS; thread++) {
            for (int i = 0; i < CrashingWriter.IDS; i++) {
                String id = thread + "-" + i;
                State expected = known.getOrDefault(id, State.ABSENT);
                Optional<Document> stored = documents.get("note-" + thread % 2, id);
                State found = stored.map(d -> new State(d.version(), d.body().substring(0, d.body().indexOf(' ')))).orElse(State.ABSENT);
                if (!found.equals(expected)) {
                    unacknowledged.merge(id.charAt(0), 1, Integer::sum);
                    assertThat(found.version()).as("%s: %s is %s but was acknowledged as %s", at, id, found, expected)
                            .satisfiesAnyOf(v -> assertThat(v).isZero(), v -> assertThat(v).isBetween(1L, 2L),
                                    v -> assertThat(v).isBetween(expected.version() + 1, expected.version() + 3));
                    known.put(id, found);
                }
            }
        }
        assertThat(unacknowledged.values()).as(at).allSatisfy(count -> assertThat(count).isBetween(1, 3));
        long present = known.values().stream().filter(s -> s.version() > 0).count();
        assertThat(documents.count("note-0", new Filter.All()) + documents.count("note-1", new Filter.All())).as(at).isEqualTo(present);
        if (alsoCommit) {
            documents.commit();
        }
    }
}
