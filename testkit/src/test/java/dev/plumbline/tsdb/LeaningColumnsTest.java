package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.ObservedHistograms.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Columns that lean on another: how large they are, and that whatever becomes of their bytes no wrong number is answered. */
class LeaningColumnsTest {
    private static final Path FOLDER = Path.of("/data");
    private static final Path FILE = FOLDER.resolve("blocks/000000000001.block");
    private static final int ROWS = 330;
    private final VirtualTime clock = new VirtualTime(0);

    /** A block of two hours with some histograms, whose bounds are in the label {@code bound}. */
    private FaultyDisk written(int histograms, double perRow, String bound) {
        var disk = new FaultyDisk(1);
        var later = new VirtualTime(0);
        var observed = new ObservedHistograms(new Random(4), histograms, perRow, Kind.PLAIN).boundIn(bound);
        try (Tsdb store = Tsdb.open(TsdbOptions.defaults(FOLDER), later, disk, e -> {}); RowAppender rows = store.rows("s")) {
            for (int row = 0; row < ROWS * 8 / 5; row++) {
                observed.append(7_200_000L / ROWS * row, row, rows);
            }
            later.advance(11_520_000);
            store.maintain();
        }
        return disk;
    }

    private static FaultyDisk with(byte[] bytes) {
        var disk = new FaultyDisk(2);
        disk.put(FILE, bytes);
        return disk;
    }

    private BlockTable table(FaultyDisk disk) throws IOException {
        var blocks = new Blocks(new Store(TsdbOptions.defaults(FOLDER), clock), disk, e -> {});
        blocks.open();
        return blocks.all().getFirst().tables()[0];
    }

    private static double[] read(BlockTable table, int column) {
        var values = new double[table.rows()];
        table.values(column, 0, table.frames(), values, new Run.Place(0, table.rows(), new Gaps()));
        return values;
    }

    private static double[][] read(BlockTable table) {
        var all = new double[table.columns()][];
        Arrays.setAll(all, c -> read(table, c));
        return all;
    }

    @Test
    void bucketsThatLeanAreSmaller() {
        assertThat(List.of(sizes(5), sizes(100), sizes(2_000))).containsExactly(List.of(8_751, 6_307), List.of(12_112, 9_018), List.of(15_346, 11_775));
    }

    /** Bytes of a block of four histograms, 36 series of 330 samples: without, and with columns that lean. */
    private List<Integer> sizes(double perRow) {
        return List.of(written(4, perRow, "lf").bytes(FILE).length, written(4, perRow, "le").bytes(FILE).length);
    }

    @Test
    void aFlippedBitChangesNoNumber() throws IOException {
        byte[] whole = written(2, 50, "le").bytes(FILE);
        double[][] wanted = read(table(with(whole)));
        assertThat(wanted).hasNumberOfRows(18);
        var random = new Random(11);
        int several = 0;
        for (int round = 0; round < 600; round++) {
            byte[] bytes = whole.clone();
            int at = 16 + random.nextInt((int) table(with(whole)).bounds(17)[1] - 16);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            int lost = lost(table(with(bytes)), wanted);
            assertThat(lost).as("byte %d", at).isPositive();
            several += lost > 1 ? 1 : 0;
        }
        assertThat(several).as("rounds in which a base was hit").isBetween(10, 300);
    }

    /** How many columns cannot be read; all others are what they were. */
    private static int lost(BlockTable table, double[][] wanted) {
        int lost = 0;
        for (int c = 0; c < wanted.length; c++) {
            try {
                assertThat(read(table, c)).isEqualTo(wanted[c]);
            } catch (PlumblineException e) {
                assertThat(e.kind()).isEqualTo(PlumblineException.Kind.INTERNAL);
                assertThat(e.getMessage()).contains(FILE + " is damaged: column " + c + " of table \"s\": ");
                lost++;
            }
        }
        return lost;
    }

    @Test
    void aDamagedBaseIsNamedByThoseThatLeanOnIt() throws IOException {
        byte[] bytes = written(2, 50, "le").bytes(FILE);
        double[][] wanted = read(table(with(bytes)));
        BlockTable table = table(with(bytes));
        bytes[(int) table.bounds(9)[1] - 3] ^= 4; // the second histogram's +Inf
        BlockTable damaged = table(with(bytes));
        var thrown = catchThrowableOfType(PlumblineException.class, () -> read(damaged, 12));
        assertThat(thrown).hasMessageContaining(FILE.toString()).hasMessageContaining("column 12 of table \"s\": leans on column 9, which is damaged: checksum");
        assertThat(lost(damaged, wanted)).isEqualTo(9);
        assertThat(BlockReport.of(FOLDER, with(bytes), 1).getFirst().problems()).hasSize(9).allMatch(p -> p.contains("column 9"));
    }

    @Test
    void columnsInThePlaceOfOthersAreFound() throws IOException {
        byte[] whole = written(3, 50, "le").bytes(FILE);
        double[][] wanted = read(table(with(whole)));
        int swapped = 0;
        for (int a = 0; a < wanted.length; a++) {
            for (int b = a + 1; b < wanted.length; b++) {
                long[] first = table(with(whole)).bounds(a);
                long[] second = table(with(whole)).bounds(b);
                int length = (int) (first[1] - first[0]);
                if (length == second[1] - second[0]) {
                    byte[] bytes = whole.clone();
                    System.arraycopy(whole, (int) first[0], bytes, (int) second[0], length);
                    System.arraycopy(whole, (int) second[0], bytes, (int) first[0], length);
                    assertThat(lost(table(with(bytes)), wanted)).as("%d and %d", a, b).isGreaterThanOrEqualTo(2);
                    swapped++;
                }
            }
        }
        assertThat(swapped).isGreaterThan(2);
    }

    /** A program that writes wrong blocks, with the right checksums: readers give numbers or say what is wrong, and do nothing else. */
    @Test
    void whatDoesNotFitIsToldThoughItsChecksumDoes() throws IOException {
        byte[] whole = written(2, 50, "le").bytes(FILE);
        BlockTable table = table(with(whole));
        var random = new Random(12);
        int told = 0;
        for (int round = 0; round < 600; round++) {
            int column = random.nextInt(table.columns());
            long[] bounds = table.bounds(column);
            byte[] bytes = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                bytes[(int) bounds[0] + 4 + random.nextInt((int) (bounds[1] - bounds[0]) - 4)] ^= (byte) (1 << random.nextInt(8));
            }
            seal(bytes, bounds);
            BlockTable wrong = table(with(bytes));
            for (int c = 0; c < table.columns(); c++) {
                told += tells(wrong, c) ? 1 : 0;
            }
        }
        assertThat(told).isGreaterThan(100);
    }

    private static boolean tells(BlockTable table, int column) {
        try {
            read(table, column);
            return false;
        } catch (PlumblineException e) {
            assertThat(e.getMessage()).contains("is damaged: column " + column);
            return true;
        }
    }

    private static void seal(byte[] bytes, long[] bounds) {
        Bytes.setInt(bytes, (int) bounds[0], BlockWriter.crc(bytes, (int) bounds[0] + 4, (int) bounds[1]) ^ (int) bounds[0]);
    }

    @Test
    void aBaseHasNoBaseItself() throws IOException {
        byte[] whole = written(1, 50, "le").bytes(FILE);
        BlockTable table = table(with(whole));
        assertThat(base(whole, table, 0)).isZero();
        assertThat(base(whole, table, 1)).isEqualTo((byte) 1);
        assertThat(base(whole, table, 8)).isEqualTo((byte) 8);
        assertThat(changed(whole, table, 0, 1, 0)).contains("leans on a column 1 before it");
        assertThat(changed(whole, table, 2, 1, 2)).contains("leans on column 1, which is damaged: leans on another one itself");
        assertThat(changed(whole, table, 2, 0, 2)).contains("leans on a column 0 before it");
        assertThat(changed(whole, table, 2, 3, 2)).contains("leans on a column 3 before it");
    }

    private static byte base(byte[] bytes, BlockTable table, int column) {
        return bytes[(int) table.bounds(column)[0] + 4];
    }

    /** What is told when a column says that its base is so far before it; a base that does not lean gets a frame that does. */
    private String changed(byte[] whole, BlockTable table, int column, int back, int read) throws IOException {
        byte[] bytes = whole.clone();
        long[] bounds = table.bounds(column);
        bytes[(int) bounds[0] + 4] = (byte) back;
        if (column == 0) {
            BlockColumn frames = table.column(0);
            frames.seek(table.frames());
            int length = 0;
            for (int f = 0; f < table.frames(); f++) {
                length += frames.length(f);
            }
            bytes[(int) bounds[1] - length] = ColumnPacker.RATIO;
        }
        seal(bytes, bounds);
        return String.valueOf(catchThrowableOfType(PlumblineException.class, () -> read(table(with(bytes)), read)).getMessage());
    }

    @Test
    void aVersionThatWasChangedIsNotBelieved() throws IOException {
        byte[] bytes = written(1, 50, "le").bytes(FILE);
        bytes[8] = 2;
        FaultyDisk disk = with(bytes);
        var blocks = new Blocks(new Store(TsdbOptions.defaults(FOLDER), clock), disk, e -> {});
        blocks.open();
        assertThat(blocks.all()).isEmpty();
        assertThat(disk.names(FOLDER.resolve("blocks"))).containsExactly(FILE.getFileName() + ".corrupt");
    }
}
