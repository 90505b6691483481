package dev.plumbline.prometheusdata;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.prometheuschunk.ChunkReader;
import dev.plumbline.prometheuschunk.SampleColumns;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files of a block's folder {@code chunks}, opened when first asked for. Not thread-safe. */
final class ChunkFiles implements Closeable {
    private static final int MAGIC = 0x85bd40dd;
    private static final int LONGEST = 1 << 23;
    private static final int SLACK = 8; // bits are read eight bytes at once
    private final Path folder;
    private final String name;
    private final Findings findings;
    private final Map<Long, Optional<MappedFile>> files = new HashMap<>();
    private byte[] buffer = new byte[1 << 13];

    /** @param name of the folder in reports */
    ChunkFiles(Path folder, String name, Findings findings) {
        this.folder = folder;
        this.name = name;
        this.findings = findings;
    }

    private static String fileName(long index) {
        return "%06d".formatted(index + 1);
    }

    /** Adds the samples of a chunk; of a damaged one, which is reported, none. */
    void read(long ref, SampleColumns into) {
        long index = ref >>> 32;
        Optional<MappedFile> file = files.get(index);
        if (file == null) {
            file = open(index);
            files.put(index, file);
        }
        if (file.isEmpty()) {
            findings.left("chunks of files that cannot be read", 1);
            return;
        }
        int before = into.size();
        try {
            decode(file.get(), ref & 0xffff_ffffL, into);
        } catch (PlumblineException e) {
            into.truncate(before);
            findings.damaged(name + "/" + fileName(index), ref & 0xffff_ffffL, "chunk left out: " + e.getMessage());
        }
    }

    private Optional<MappedFile> open(long index) {
        Path path = folder.resolve(fileName(index));
        try {
            if (!Files.exists(path)) {
                throw new Damage("it is missing");
            }
            MappedFile file = MappedFile.open(path);
            if (file.size() < 8 || file.be32(0) != MAGIC || file.u8(4) != 1) {
                file.close();
                throw new Damage("it does not begin as a file of chunks of version 1 does");
            }
            return Optional.of(file);
        } catch (IOException | Damage e) {
            findings.damaged(name + "/" + fileName(index), -1, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void decode(MappedFile file, long at, SampleColumns into) {
        long length = 0;
        long encoding = at;
        for (int shift = 0; shift < 35; shift += 7) {
            int group = file.u8(encoding++);
            length |= (long) (group & 0x7f) << shift;
            if (group < 0x80) {
                break;
            }
        }
        if (length > LONGEST) {
            throw new Damage("a length of " + length + " bytes");
        }
        if (!file.sums(encoding, encoding + 1 + length)) {
            throw new Damage("its checksum is wrong");
        }
        if (buffer.length < length + SLACK) {
            buffer = new byte[(int) length + SLACK];
        }
        file.copy(encoding + 1, buffer, (int) length);
        ChunkReader.decode(file.u8(encoding), buffer, 0, (int) length, into);
    }

    @Override
    public void close() {
        files.values().forEach(f -> f.ifPresent(MappedFile::close));
        files.clear();
    }
}
