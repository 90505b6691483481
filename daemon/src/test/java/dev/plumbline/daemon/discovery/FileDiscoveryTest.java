package dev.plumbline.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.model.Labels;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiscoveryTest {
    @TempDir
    Path folder;
    private final VirtualTime time = new VirtualTime(0);
    private final List<List<TargetGroup>> seen = new ArrayList<>();

    @Test
    void seesChangesWithinSecondsAndKeepsTheLastGoodGroups() throws IOException {
        Path file = folder.resolve("a.json");
        Files.writeString(file, "[{\"targets\": [\"h:1\"], \"labels\": {\"x\": \"y\"}}]");
        try (var discovery = new FileDiscovery(time, new DiscoveryConfig.Files(List.of(folder.resolve("*.json")), 300_000))) {
            discovery.start(seen::add);
            time.advance(0);
            var first = TargetGroup.of(file + ":0", List.of("h:1"), Labels.of("x", "y", "__meta_filepath", file.toString()));
            assertThat(seen).containsExactly(List.of(first));

            Files.writeString(file, "[{\"targets\": [\"h:1\"],\n \"label\": {}}]");
            time.advance(5_000);
            assertThat(seen).hasSize(1);
            assertThat(discovery.status().lastError()).startsWith(file + ":2:2: unknown key \"label\"");

            Files.writeString(file, "[{\"targets\": [\"h:1\", \"h:22\"]}]");
            time.advance(5_000);
            assertThat(seen).hasSize(2);
            assertThat(seen.getLast().getFirst().targets()).hasSize(2);
            assertThat(discovery.status().lastError()).isNull();

            Files.delete(file);
            time.advance(5_000);
            assertThat(seen.getLast()).isEmpty();
        }
        assertThat(time.waiting()).isZero();
    }

    @Test
    void readsYaml() throws IOException {
        Files.writeString(folder.resolve("a.yml"), "- targets: [h:1]\n");
        try (var discovery = new FileDiscovery(time, new DiscoveryConfig.Files(List.of(folder.resolve("a.yml")), 1_000))) {
            discovery.start(seen::add);
            time.advance(3_000);
            assertThat(seen).hasSize(1);
            assertThat(discovery.status().refreshes()).isEqualTo(4);
        }
    }
}
