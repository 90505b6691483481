package dev.plumbline.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The image runs the daemon with the JVM options that the launcher gives it. */
class LauncherOptionsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @ParameterizedTest
    @CsvSource({"java-options.txt, common_flags daemon_flags", "running-options.txt, running_flags"})
    void theImageHasTheLaunchersOptions(String file, String arrays) throws IOException {
        String launcher = Files.readString(ROOT.resolve("plumbline"));
        var options = new ArrayList<String>();
        for (String array : arrays.split(" ", -1)) {
            var matcher = Pattern.compile("^" + array + "=\\(([^)]*)\\)", Pattern.MULTILINE).matcher(launcher);
            assertThat(matcher.find()).as(array).isTrue();
            for (String option : matcher.group(1).split("\\s+", -1)) {
                if (!option.contains("{")) { // an array within this one
                    options.add(option.replace("\"", ""));
                }
            }
        }
        List<String> image = Files.readAllLines(ROOT.resolve("deploy/docker").resolve(file));
        assertThat(image).containsExactlyInAnyOrderElementsOf(options);
    }
}
