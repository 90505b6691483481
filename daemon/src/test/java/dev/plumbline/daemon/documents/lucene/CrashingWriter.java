package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.time.SystemTime;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What {@link LuceneCrashIT} kills: writes until it is dead, each thread its own ids, and prints what was acknowledged. */
final class CrashingWriter {
    static final int THREADS = 4;
    static final int IDS = 30;
    /** A small log, so that many kills meet a commit. */
    static final LuceneOptions OPTIONS = new LuceneOptions(true, 64 << 10, Duration.ofSeconds(1), 1 << 20);

    private CrashingWriter() {}

    /** Folder and seed. */
    public static void main(String[] args) throws InterruptedException {
        var time = new SystemTime();
        var documents = LuceneDocuments.open(Path.of(args[0]), OPTIONS, time, warning -> {});
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int number = thread;
            threads.add(Thread.ofPlatform().start(() -> writeForEver(documents, number, Long.parseLong(args[1]))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void writeForEver(LuceneDocuments documents, int thread, long seed) {
        var random = new SplittableRandom(seed * THREADS + thread);
        PrintStream out = System.out;
        for (long n = 0; ; n++) {
            List<Write> writes = new ArrayList<>();
            List<String> said = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                String id = thread + "-" + random.nextInt(IDS);
                String body = seed + "." + n + "." + i + " " + "x".repeat(random.nextInt(400));
                boolean delete = random.nextInt(8) == 0;
                writes.add(delete ? new Write.Delete("note-" + thread % 2, id)
                        : new Write.Put(Document.of("note-" + thread % 2, id, n, Map.of("n", new FieldValue.Whole(n)), body)));
                said.add(id + " " + (delete ? "-" : body.substring(0, body.indexOf(' '))));
            }
            List<WriteOutcome> outcomes = documents.write(writes);
            var line = new StringBuilder("ack");
            for (int i = 0; i < said.size(); i++) {
                line.append(' ').append(said.get(i)).append(' ').append(((WriteOutcome.Stored) outcomes.get(i)).version());
            }
            synchronized (out) {
                out.println(line.append(" end"));
                out.flush();
            }
        }
    }
}
