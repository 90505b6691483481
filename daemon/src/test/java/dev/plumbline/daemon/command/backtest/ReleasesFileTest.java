package dev.plumbline.daemon.command.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleasesFileTest {
    private static final long NOW = millis("2026-11-21T12:00:00Z");
    private final Problems problems = new Problems();

    @TempDir
    private Path folder;

    private static long millis(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private List<Release> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("releases.yml"), text);
        return ReleasesFile.read(file, problems, NOW);
    }

    @Test
    void readsAllThatThereIs() throws IOException {
        var releases = read("""
                releases:
                - name: the good one
                  service: checkout
                  version: 2.4.1
                  stable: 2.4.0
                  revision: 6d4cf56db6
                  namespace: shop
                  stage: 25
                  start: 2026-11-20T10:00:00Z
                  end: 2026-11-20T11:30:00+01:00
                  outcome: good
                - {service: payments, version: "3.10", start: 1795000000, end: 1795001800, outcome: bad, bad_since: 1795000300.5}
                """);
        assertThat(problems.toString()).isEmpty();
        assertThat(releases).containsExactly(
                new Release("the good one", new Release.Subject("checkout", "2.4.1", "2.4.0", "6d4cf56db6", "shop", "25"),
                        millis("2026-11-20T10:00:00Z"), millis("2026-11-20T10:30:00Z"), false, OptionalLong.empty()),
                new Release("payments 3.10", new Release.Subject("payments", "3.10", "", "", "", ""), 1_795_000_000_000L, 1_795_001_800_000L, true,
                        OptionalLong.of(1_795_000_300_500L)));
    }

    @Test
    void allThatIsWrongIsSaidAtOnceAndWhere() throws IOException {
        read("""
                releases:
                - {service: a, version: 1, start: 2026-11-20T10:00:00Z, end: 2026-11-20T09:00:00Z, outcome: good}
                - {version: 1, start: tomorrow, end: 2026-11-22T09:00:00Z, outcome: fair}
                - {service: a, version: 1, start: 2026-11-20T10:00:00Z, end: 2026-11-22T09:00:00Z}
                - {service: a, version: 1, start: 2026-11-20T10:00:00Z, end: 2026-11-20T11:00:00Z, outcome: good, bad_since: 2026-11-20T10:10:00Z}
                - {service: a, version: 1, start: 2026-11-20T10:00:00Z, end: 2026-11-20T11:00:00Z, outcome: bad, bad_since: 2026-11-20T11:00:00Z}
                - {service: a, version: 1, start: 2026-11-20T10:00:00Z, outcom: bad}
                - 5
                """);
        String at = folder.resolve("releases.yml").toString();
        assertThat(problems.toString().lines()).containsExactlyInAnyOrder(
                at + ":2:62: end must be after start",
                at + ":3:3: a release needs service",
                at + ":3:23: start is \"tomorrow\", must be a time such as 2026-11-21T10:00:00Z, or seconds since the epoch",
                at + ":3:69: outcome must be one of bad, good, not \"fair\"",
                at + ":4:3: a release needs outcome, good or bad: what is known to have become of it",
                at + ":4:62: end is in the future; only what is over can be judged",
                at + ":5:110: bad_since belongs to outcome: bad",
                at + ":6:109: bad_since must lie from start to before end: what came later nobody could have seen; leave it out where it was bad from"
                        + " the start",
                at + ":7:3: a release needs end, a time such as 2026-11-21T10:00:00Z, or seconds since the epoch",
                at + ":7:3: a release needs outcome, good or bad: what is known to have become of it",
                at + ":7:57: unknown key \"outcom\" in a release: did you mean \"outcome\"?",
                at + ":8:3: a release must be a mapping of keys to values, not \"5\"",
                at + ":8:3: a release needs end, a time such as 2026-11-21T10:00:00Z, or seconds since the epoch",
                at + ":8:3: a release needs outcome, good or bad: what is known to have become of it",
                at + ":8:3: a release needs service",
                at + ":8:3: a release needs start, a time such as 2026-11-21T10:00:00Z, or seconds since the epoch",
                at + ":8:3: a release needs version");
    }

    @Test
    void emptyAndMissingFiles() throws IOException {
        read("");
        assertThat(problems.toString()).contains("the file must have releases");
        ReleasesFile.read(folder.resolve("none.yml"), problems, NOW);
        assertThat(problems.toString()).contains("none.yml: there is no such file");
    }
}
