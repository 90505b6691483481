package dev.plumbline.daemon.documents.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;

/** Looks at every checksum of a folder of documents that nobody has open; changes nothing. */
public final class DocumentsCheck {
    private DocumentsCheck() {}

    /** What is damaged, a sentence each, naming the file or folder; empty when nothing is, also when there are no documents. */
    public static List<String> problems(Path folder) {
        LuceneSettings.apply();
        var problems = new ArrayList<String>();
        if (Files.isDirectory(folder.resolve("log"))) {
            try (var log = new TransactionLog(folder.resolve("log"), Medium.DISK, problems::add)) {
                log.read((sequence, operation) -> {});
            } catch (IOException | RuntimeException e) {
                problems.add(folder.resolve("log") + " is damaged: " + e.getMessage());
            }
        }
        Path kinds = folder.resolve("kinds");
        if (Files.isDirectory(kinds)) {
            try (Stream<Path> folders = Files.list(kinds)) {
                folders.filter(Files::isDirectory).sorted().forEach(kind -> index(kind, problems));
            } catch (IOException e) {
                problems.add(kinds + " cannot be read: " + e.getMessage());
            }
        }
        return problems;
    }

    private static void index(Path kind, List<String> problems) {
        try (Directory directory = Medium.DISK.directory(kind)) {
            if (directory.listAll().length == 0) {
                return;
            }
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                for (LeafReaderContext leaf : reader.leaves()) {
                    ((CodecReader) leaf.reader()).checkIntegrity();
                }
            }
        } catch (IOException | RuntimeException e) {
            problems.add("the index in " + kind + " is damaged: " + e.getMessage());
        }
    }
}
