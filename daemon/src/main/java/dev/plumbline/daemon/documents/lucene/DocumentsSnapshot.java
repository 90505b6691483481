package dev.plumbline.daemon.documents.lucene;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * Links the files of a folder of documents into another one: of each index those of its last commit, which are never written again, and
 * the log. A kind without a commit stands in the log alone.
 */
final class DocumentsSnapshot {
    private final Medium medium;
    private final Path to;

    DocumentsSnapshot(Medium medium, Path to) {
        this.medium = medium;
        this.to = to;
    }

    void write(List<Path> logFiles, Path kinds) throws IOException {
        Path log = Files.createDirectories(to.resolve("log"));
        for (Path file : logFiles) {
            medium.link(file, log.resolve(Objects.requireNonNull(file.getFileName())));
        }
        Medium.syncFolder(log);
        Path indexes = Files.createDirectories(to.resolve("kinds"));
        List<Path> found;
        try (Stream<Path> folders = Files.list(kinds)) {
            found = folders.filter(Files::isDirectory).sorted().toList();
        }
        for (Path kind : found) {
            index(kind, indexes.resolve(Objects.requireNonNull(kind.getFileName())));
        }
        Medium.syncFolder(indexes);
        Medium.syncFolder(to);
    }

    private void index(Path kind, Path copy) throws IOException {
        try (Directory directory = medium.directory(kind)) {
            if (DirectoryReader.indexExists(directory)) {
                Files.createDirectories(copy);
                for (String file : SegmentInfos.readLatestCommit(directory).files(true)) {
                    medium.link(kind.resolve(file), copy.resolve(file));
                }
                Medium.syncFolder(copy);
            }
        }
    }
}
