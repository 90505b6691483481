package dev.plumbline.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads a page strictly, as a scraper would: every line is a known comment or a series that is new, with a number. */
final class PageReader {
    private static final Pattern COMMENT = Pattern.compile("# (HELP [a-z_]+ .+|TYPE [a-z_]+ (counter|gauge|histogram|info)|EOF)");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-z_]+(?:\\{[a-z_]+=\"[^\"\\\\\n]*\"(?:,[a-z_]+=\"[^\"\\\\\n]*\")*})?) ([0-9]+(?:\\.[0-9]+)?)");
    private final Map<String, Double> samples = new LinkedHashMap<>();

    PageReader(String page) {
        assertThat(page).endsWith("\n");
        for (String line : page.split("\n")) {
            if (line.startsWith("#")) {
                assertThat(line).matches(COMMENT);
            } else {
                var sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(samples.put(sample.group(1), Double.valueOf(sample.group(2)))).as(line).isNull();
            }
        }
    }

    Map<String, Double> samples() {
        return samples;
    }

    double sum(Predicate<String> series) {
        return samples.entrySet().stream().filter(e -> series.test(e.getKey())).mapToDouble(Map.Entry::getValue).sum();
    }
}
