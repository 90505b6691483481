package dev.plumbline.daemon.backup;

import dev.plumbline.daemon.documents.lucene.DocumentsCheck;
import dev.plumbline.tsdb.BlockReport;
import dev.plumbline.tsdb.LogReport;
import dev.plumbline.tsdb.RealDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at every checksum of a backup: those of its manifest, and those that blocks, log and documents have themselves. Changes nothing. */
final class BackupCheck {
    private final Path folder;
    private final List<String> damage = new ArrayList<>();
    private List<BlockReport> blocks = List.of();

    BackupCheck(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads all files.
     *
     * @param files what the manifest says, or what is there
     * @param told whether the manifest says it
     * @param all go on when files are not what the manifest says
     */
    void run(List<Manifest.Entry> files, boolean told, boolean all, Progress progress) throws IOException {
        if (told) {
            var reading = new FileCopies(progress, "verifying", files.stream().mapToLong(Manifest.Entry::bytes).sum());
            for (Manifest.Entry file : files) {
                compare(file, reading);
            }
        }
        if (damage.isEmpty() || all) {
            inside();
        }
    }

    private void compare(Manifest.Entry file, FileCopies reading) throws IOException {
        Path path = folder.resolve(file.name());
        try {
            long size = Files.size(path);
            if (size != file.bytes()) {
                damage.add(path + " is damaged: " + size + " bytes, the manifest says " + file.bytes());
            } else if (reading.read(folder, file.name()).crc() != file.crc()) {
                damage.add(path + " is damaged: its checksum is not that of the manifest");
            }
        } catch (NoSuchFileException e) {
            damage.add(path + " is missing");
        }
    }

    /** What was damaged before it was copied. */
    private void inside() {
        var disk = new RealDisk();
        if (Files.isDirectory(folder.resolve("blocks"))) {
            blocks = BlockReport.of(folder, disk, 0);
            blocks.forEach(block -> damage.addAll(block.problems()));
        }
        if (Files.isDirectory(folder.resolve("wal"))) {
            LogReport.of(folder, disk).forEach(file -> damage.addAll(file.problems()));
        }
        damage.addAll(DocumentsCheck.problems(folder.resolve("documents")));
    }

    /** A sentence for each damage, naming the file. */
    List<String> damage() {
        return damage;
    }

    /** The blocks that are whole. */
    List<BlockReport> blocks() {
        return blocks.stream().filter(b -> b.problems().isEmpty()).toList();
    }
}
