package dev.plumbline.daemon.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest is read as it was written, and nothing else is taken for one. */
class ManifestTest {
    private static final Manifest ONE = new Manifest(Instant.parse("2026-11-21T18:00:00Z"), "1.4.0", List.of(
            new Manifest.Entry("blocks/000000000001.block", 123456, 0x89abcdef), new Manifest.Entry("wal/00000003.wal", 0, 0)));
    /** Version 1 as it was written for the first time: must be read for ever. */
    private static final String GOLDEN = """
            plumbline-backup 1
            created 2026-11-21T18:00:00Z
            program 1.4.0
            file 123456 89abcdef blocks/000000000001.block
            file 0 00000000 wal/00000003.wal
            end 2 afe4c014
            """;

    private static Manifest parse(String text) {
        return Manifest.parse("/b/MANIFEST", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFirstVersionIsWrittenAndReadAsItWas() {
        assertThat(new String(ONE.toBytes(), StandardCharsets.UTF_8)).isEqualTo(GOLDEN);
        assertThat(parse(GOLDEN)).isEqualTo(ONE);
    }

    @Test
    void anotherVersionAsksForTheNewerProgram() {
        assertThatThrownBy(() -> parse(GOLDEN.replace("backup 1", "backup 2"))).isInstanceOf(PlumblineException.class)
                .hasMessageContaining("/b/MANIFEST:1").hasMessageContaining("newer program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "/absolute", "a//b", "a/./b", "a/../b", "", "a\\b", "a\tb"})
    void aNameThatLeavesTheFolderIsRefused(String name) {
        assertThat(Manifest.problem(name)).isNotEmpty();
        var bad = new Manifest(ONE.created(), "1", List.of(new Manifest.Entry(name, 1, 1)));
        assertThatThrownBy(() -> Manifest.parse("m", bad.toBytes())).isInstanceOf(PlumblineException.class).hasMessageContaining("m:4");
    }

    @Test
    void namesAscendAndComeOnce() {
        var twice = new Manifest(ONE.created(), "1", List.of(ONE.files().get(1), ONE.files().get(1)));
        assertThatThrownBy(() -> Manifest.parse("m", twice.toBytes())).hasMessageContaining("ascend");
    }

    @Test
    void everyFlippedOrMissingByteIsNoticed() {
        byte[] good = GOLDEN.getBytes(StandardCharsets.UTF_8);
        var random = new Random(7);
        for (int i = 0; i < good.length; i++) {
            byte[] flipped = good.clone();
            flipped[i] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> Manifest.parse("m", flipped)).isInstanceOf(PlumblineException.class);
            byte[] cut = java.util.Arrays.copyOf(good, i);
            assertThatThrownBy(() -> Manifest.parse("m", cut)).isInstanceOf(PlumblineException.class);
        }
    }

    @Test
    void anyBytesEndInAnAnswer() {
        var random = new Random(8);
        String[] pieces = {"file ", "end ", "program ", "created ", "\n", " ", "0", "ffffffff", "plumbline-backup 1\n", "\u0000", "a/b", "é"};
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder(round % 2 == 0 ? GOLDEN.substring(0, random.nextInt(GOLDEN.length())) : "");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThatThrownBy(() -> parse(text.toString())).isInstanceOf(PlumblineException.class);
        }
    }
}
