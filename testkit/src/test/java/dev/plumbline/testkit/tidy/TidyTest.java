package dev.plumbline.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every module's sources keep the house style. */
class TidyTest {
    private static final List<String> MODULES =
            List.of("engine", "analyzers", "fleet", "testkit", "daemon", "alert-rules", "dashboards", "benchmarks");
    private static Tidy tidy;

    @BeforeAll
    static void read() throws IOException {
        Path root = Path.of(System.getProperty("plumbline.root", "..")).toAbsolutePath().normalize();
        tidy = Tidy.read(root, MODULES);
    }

    private static List<String> entries(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(TidyTest.class.getResourceAsStream("/tidy/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
        }
    }

    @Test
    void thereAreSources() {
        assertThat(tidy.size()).isGreaterThan(30);
    }

    @Test
    void filesAreShort() throws IOException {
        Map<String, Integer> ratchet = entries("long-files.txt").stream().map(l -> l.split(" "))
                .collect(Collectors.toMap(w -> w[0], w -> Integer.valueOf(w[1])));
        assertThat(tidy.longFiles(ratchet)).isEmpty();
    }

    @Test
    void methodsAreSmall() throws IOException {
        assertThat(tidy.bigMethods(Set.copyOf(entries("big-methods.txt")))).isEmpty();
    }

    @Test
    void timeAndChanceComeThroughConstructors() {
        assertThat(tidy.machineTime()).isEmpty();
    }

    @Test
    void librariesDoNotPrint() {
        assertThat(tidy.prints()).isEmpty();
    }

    @Test
    void testsAreReliable() {
        assertThat(tidy.unreliableTests()).isEmpty();
    }

    @Test
    void nothingIsLeftUnfinished() {
        assertThat(tidy.unfinished()).isEmpty();
    }

    @Test
    void namesSaySomething() {
        assertThat(tidy.vagueNames()).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsFor() {
        assertThat(tidy.packagesWithoutPurpose()).isEmpty();
    }

    @Test
    void noTextNamesPlacesOfAMachine() throws IOException {
        assertThat(tidy.foreignPlaces()).isEmpty();
    }
}
