package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AlignedSeriesTest {
    private static final Path FILE = Path.of("/data/blocks/00000001.block");
    private final FaultyDisk disk = new FaultyDisk(3);
    private final AlignedSeries series = new AlignedSeries();

    private static Samples at(long... times) {
        return times.length == 0 ? Samples.NONE : Samples.floats(times, new double[times.length], 0, times.length);
    }

    /** A series that is read so again and again, the last way for good. */
    private void add(String name, Samples... reads) {
        Queue<Samples> left = new ArrayDeque<>(List.of(reads));
        series.add(Labels.of("s", name), () -> left.size() > 1 ? left.remove() : left.element());
    }

    /** Tables as columns x rows. */
    private List<String> tables() throws IOException {
        disk.createFolder(Path.of("/data/blocks"));
        try (var writer = new BlockWriter(disk, FILE)) {
            series.write(writer, "@united");
            if (!writer.finish(1_000, List.of())) {
                return List.of();
            }
        }
        var store = new Store(TsdbOptions.defaults(Path.of("/data")).withRetention(Duration.ofDays(1)), new VirtualTime(0));
        var blocks = new Blocks(store, disk, e -> {});
        return Arrays.stream(blocks.written(FILE).tables()).map(t -> t.name() + " " + t.columns() + "x" + t.rows()).toList();
    }

    @Test
    void seriesOfTheSameTimesShareATable() throws IOException {
        add("a", at(10, 20, 30));
        add("b", at(10, 30));
        add("c", at(10, 20, 30));
        add("d", at());
        assertThat(tables()).containsExactly("@united 2x3", "@united 1x2");
    }

    @Test
    void whatIsDeletedMeanwhileIsLeftOut() throws IOException {
        add("a", at(10, 20), at());
        add("b", at(10, 20));
        add("c", at(10, 20), at(20));
        assertThat(tables()).containsExactly("@united 1x2", "@united 1x1");
    }

    @Test
    void nothingMakesNoTable() throws IOException {
        add("a", at());
        add("b", at(10), at());
        assertThat(tables()).isEmpty();
    }
}
