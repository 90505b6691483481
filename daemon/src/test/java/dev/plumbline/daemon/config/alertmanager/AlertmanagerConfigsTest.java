package dev.plumbline.daemon.config.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.config.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Alertmanager's own configurations, when {@code -Dplumbline.data=DIR} says where they are, judged as the list beside them says. */
class AlertmanagerConfigsTest {

    @Test
    void areJudgedAsAlertmanagerJudgesThem() throws IOException {
        String data = System.getProperty("plumbline.data", "");
        if (data.isEmpty()) {
            System.out.println("data: none given");
            return;
        }
        Path folder = Path.of(System.getProperty("plumbline.root", ".")).resolve(data).resolve("alertmanager");
        List<String> rows = Files.readAllLines(folder.resolve("MANIFEST.md")).stream().filter(l -> l.startsWith("| `") && !l.contains("openapi")).toList();
        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> check(folder, row));
    }

    /** What is only not there yet counts as valid: the file says nothing wrong. */
    private static void check(Path folder, String row) {
        String[] cells = row.split("`|\\|", -1);
        Path file = folder.resolve(cells[2]);
        var problems = new Problems();
        var read = AlertmanagerLoader.load(file, Map.of(), problems);
        List<Problem> errors = problems.sorted(Problem.Severity.ERROR);
        if (cells[4].strip().startsWith("valid")) {
            assertThat(errors).as(cells[2]).isEmpty();
            assertThat(Objects.requireNonNull(read).config().route().receiver()).isNotEmpty();
        } else {
            assertThat(problems.fatal()).as(row).isNotEmpty();
            String[] named = cells[4].split("naming ", -1);
            assertThat(problems.toString()).contains(named.length > 1 ? named[1].strip() : "");
        }
    }
}
