package dev.plumbline.prometheusdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage costs the damaged place, is named, and never more happens. */
class DamageTest {
    private static final String BLOCK = "01AAAAAAAAAAAAAAAAAAAAAAAA";
    private static final Labels A = Labels.of("__name__", "a");
    private static final Labels B = Labels.of("__name__", "b", "job", "x");
    private static final Labels C = Labels.of("__name__", "c");
    private final List<ImportReport> reports = new ArrayList<>();

    @TempDir
    private Path root;

    private Collected read() {
        return Collected.read(root, reports);
    }

    private String skipped() {
        return reports.getFirst().skipped().toString();
    }

    private void write(Path root) throws IOException {
        new TinyBlock(root, BLOCK).chunk(A, 1000, 10, 1, 2, 3).chunk(A, 1500, 10, 4, 5).chunk(B, 1000, 10, 1).chunk(C, 1000, 10, 1)
                .write(1000, 2000);
    }

    private void flip(String file, int at) throws IOException {
        Path path = root.resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        bytes[at < 0 ? bytes.length + at : at] ^= 1;
        Files.write(path, bytes);
    }

    @Test
    void aChunkIsLeftOut() throws IOException {
        write(root);
        flip(BLOCK + "/chunks/000001", 20);
        assertThat(read().series).hasSize(3).containsEntry(A, List.of("1500=4.0", "1510=5.0"));
        assertThat(skipped()).isEqualTo("[" + BLOCK + "/chunks/000001 at byte 8: chunk left out: its checksum is wrong]");
    }

    @Test
    void aFileOfChunksMayBeMissing() throws IOException {
        write(root);
        Files.delete(root.resolve(BLOCK + "/chunks/000001"));
        assertThat(read().series).isEmpty();
        assertThat(skipped()).contains("chunks/000001: it is missing");
        assertThat(reports.getFirst().left()).containsEntry("chunks of files that cannot be read", 4L);
    }

    @Test
    void aSeriesOfTheIndexIsLeftOut() throws IOException {
        for (int version = 1; version <= 2; version++) {
            var block = new TinyBlock(root, BLOCK).version(version).chunk(A, 1000, 10, 1).chunk(B, 1000, 10, 2).chunk(C, 1000, 10, 3);
            block.write(1000, 2000);
            byte[] index = block.index();
            int series = seriesPlace(index);
            flip(BLOCK + "/index", series + 3);
            assertThat(read().series.keySet()).as("version %d", version).containsExactly(B, C);
            assertThat(skipped()).contains(BLOCK + "/index at byte " + series + ": damaged series left out");
        }
    }

    private static int seriesPlace(byte[] index) {
        int at = index.length - 52 + 8 + 6;
        return (index[at] & 0xff) << 8 | index[at + 1] & 0xff;
    }

    @Test
    void aBlockWithoutIndexIsLeftOutAndAllElseRead() throws IOException {
        write(root);
        new TinyBlock(root, BLOCK.replace('A', 'B')).chunk(A, 3000, 10, 1).write(3000, 4000);
        flip(BLOCK + "/index", -1);
        assertThat(read().series).hasSize(1).containsEntry(A, List.of("3000=1.0"));
        assertThat(skipped()).contains(BLOCK + "/index: block left out: the checksum of the table of contents");
        flip(BLOCK + "/index", -1);
        flip(BLOCK + "/index", 12);
        read();
        assertThat(skipped()).contains("the checksum of the symbol table is wrong");
        Files.delete(root.resolve(BLOCK + "/index"));
        assertThat(read().series).hasSize(1);
    }

    @Test
    void aBlockWhoseDeletionsAreLostIsLeftOut() throws IOException {
        write(root);
        flip(BLOCK + "/tombstones", -1);
        assertThat(read().series).isEmpty();
        assertThat(skipped()).contains("tombstones: deletions cannot be read, block left out: its checksum is wrong");
    }

    @Test
    void theRangeIsTakenFromTheIndexWhenItsFileIsLost() throws IOException {
        for (String meta : List.of("", "{", "[]", "{\"version\": 2}", "{\"version\": 1, \"minTime\": \"x\"}", "{\"version\": 1}}")) {
            write(root);
            Files.writeString(root.resolve(BLOCK + "/meta.json"), meta);
            Collected read = read();
            assertThat(read.series).as(meta).hasSize(3);
            assertThat(read.ranges).containsExactly("1000..1511");
            assertThat(skipped()).contains("meta.json: its time range was taken from the index");
        }
    }

    @Test
    void aRecordOfTheLogIsLeftOutWithItsPage() throws IOException {
        var log = new TinyLog().series(1, A).samples(1, 1000, 10, 1, 2).samples(1, 2000, 10, 3).pad().samples(1, 3000, 10, 4);
        byte[] bytes = log.toBytes();
        bytes[60] ^= 1;
        Files.createDirectories(root.resolve("wal"));
        Files.write(root.resolve("wal/00000000"), bytes);
        assertThat(read().series).containsEntry(A, List.of("3000=4.0"));
        assertThat(skipped()).contains("wal/00000000 at byte 28: the checksum of a record is wrong");
    }

    @Test
    void aRecordOverPagesIsLostAsAWhole() throws IOException {
        double[] many = new double[10_000];
        byte[] bytes = new TinyLog().series(1, A).samples(1, 10_000, 10, many).samples(1, 500_000, 1, 7).toBytes();
        Files.createDirectories(root.resolve("wal"));
        Files.write(root.resolve("wal/00000000"), bytes);
        assertThat(read().series.get(A)).hasSize(10_001);
        bytes[40_000] ^= 1;
        Files.write(root.resolve("wal/00000000"), bytes);
        assertThat(read().series.get(A)).containsExactly("500000=7.0");
        assertThat(reports.getFirst().damages()).isOne();
    }

    @Test
    void theEndOfTheLogMayBeTorn() throws IOException {
        byte[] bytes = new TinyLog().series(1, A).samples(1, 1000, 10, 1).samples(1, 2000, 10, 2).toBytes();
        Files.createDirectories(root.resolve("wal"));
        Files.write(root.resolve("wal/00000000"), Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(read().series).containsEntry(A, List.of("1000=1.0"));
        assertThat(skipped()).isEqualTo("[]");
        assertThat(reports.getFirst().left()).containsEntry("records at the end of the log that were not written to their end", 1L);
        new TinyLog().samples(1, 3000, 1, 3).write(root.resolve("wal"), "00000002");
        assertThat(read().series).containsEntry(A, List.of("1000=1.0", "3000=3.0"));
        assertThat(skipped()).contains("wal: no segment between 0 and 2").contains("wal/00000000 at byte");
    }

    @Test
    void whatCannotBeReadOfTheLogIsCounted() throws IOException {
        new TinyLog().series(1, A).record(0x10, new byte[] {1, 2, 3}).record(new byte[] {99}).record(new byte[] {5, 1, 2}).record(new byte[0])
                .record(new Bytes().u8(4).be64(1).be64(5).varint(0).varint(0).float64(1).uvarint(1).string("trace").string("x").toBytes())
                .record(new Bytes().u8(6).uvarint(1).u8(2).uvarint(1).string("HELP").string("x").toBytes())
                .record(new byte[] {2, 0}).record(0x08, new byte[] {-1, -1}).samples(1, 1000, 1, 1).write(root.resolve("wal"), "00000000");
        assertThat(read().series).containsEntry(A, List.of("1000=1.0"));
        assertThat(reports.getFirst().left()).containsEntry("exemplars", 1L).containsEntry("descriptions of series (type, unit, help)", 1L)
                .containsEntry("records of type 99, which is not known", 1L);
        assertThat(reports.getFirst().left().keySet()).anyMatch(k -> k.contains("zstd"));
        assertThat(reports.getFirst().damages()).isEqualTo(2);
    }

    /** Any change to any file: it is read to its end, and what is read is in order. */
    @Test
    void anyBytesAreReadToTheirEnd() throws IOException {
        write(root);
        new TinyLog().snappy().series(1, A).series(2, B).samples(1, 2000, 1000, 1, 2, 3).tombstone(1, 2500, 2600).samples(2, 2000, 1, 5)
                .record(new Bytes().u8(11).varint(1).varint(9000).varint(5).float64(1).varint(1).varint(3).u8(2).varint(4).float64(2).toBytes())
                .record(new Bytes().u8(8).be64(1).be64(7000).varint(0).varint(0).u8(0).varint(1).float64(0.5).float64(1).float64(6).float64(9).uvarint(1)
                        .varint(0).uvarint(2).uvarint(0).uvarint(2).float64(2).float64(1).uvarint(0).toBytes()).write(root.resolve("wal"), "00000000");
        new TinyLog().samples(1, 1600, 7, 1, 2).write(root.resolve("wbl"), "00000000");
        assertThat(read().series).hasSize(3);
        assertThat(skipped()).isEqualTo("[]");
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        var random = new Random(23);
        for (int round = 0; round < 2000; round++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            Files.write(file, changed(bytes, random));
            Collected.read(root, round % 3 == 0 ? ImportOptions.DEFAULTS.withMaxRangeMillis(60_000).withMaxLogSamples(1) : ImportOptions.DEFAULTS, reports);
            Files.write(file, bytes);
        }
        assertThat(read().series).hasSize(3);
    }

    /** Bits flipped, cut, two parts swapped; half of the time with checksums that are right again, so that it gets further. */
    private static byte[] changed(byte[] bytes, Random random) {
        byte[] changed = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length + 1));
            case 1 -> {
                int length = random.nextInt(changed.length / 2 + 1);
                System.arraycopy(bytes, 0, changed, changed.length - length, length);
            }
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return random.nextBoolean() ? changed : mended(changed);
    }

    /** Puts right the sum that ends the file, as that of tombstones does. */
    private static byte[] mended(byte[] bytes) {
        if (bytes.length > 9) {
            byte[] sum = new Bytes().be32(Bytes.sum(Arrays.copyOfRange(bytes, 5, bytes.length - 4))).toBytes();
            System.arraycopy(sum, 0, bytes, bytes.length - 4, 4);
        }
        return bytes;
    }
}
