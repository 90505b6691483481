package dev.plumbline.daemon.config.rules;

import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.rules.RuleGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads rule files. Does all its I/O on the calling thread; holds no state. */
public final class RuleFiles {
    private RuleFiles() {}

    /**
     * What groups take that say nothing themselves.
     *
     * @param intervalMillis {@code global.evaluation_interval}, 1 or more
     * @param queryOffsetMillis {@code global.rule_query_offset}, 0 or more
     * @param options the language of expressions
     */
    public record Defaults(long intervalMillis, long queryOffsetMillis, ParserOptions options) {}

    /**
     * What the files say; to be used only when there were no errors.
     *
     * @param groups in the order of the files and within them
     * @param texts the files' contents, in order
     */
    public record Read(List<RuleGroup> groups, List<String> texts) {
        public Read {
            groups = List.copyOf(groups);
            texts = List.copyOf(texts);
        }

        /** How many rules there are in all groups. */
        public int ruleCount() {
            return groups.stream().mapToInt(g -> g.rules().size()).sum();
        }
    }

    /** Reads files and reports everything that is wrong with them; duplicates of rules within a file are warnings. */
    public static Read load(List<Path> files, Defaults defaults, Problems problems) {
        var groups = new ArrayList<RuleGroup>();
        var texts = new ArrayList<String>();
        for (Path file : files) {
            String text = YamlDocument.readText(file, problems);
            if (text != null) {
                texts.add(text);
                groups.addAll(parse(file.toString(), text, defaults, problems));
            }
        }
        return new Read(groups, texts);
    }

    /** The groups of one file. */
    public static List<RuleGroup> parse(String file, String text, Defaults defaults, Problems problems) {
        return new RuleFileReader(file, text, defaults, problems).read();
    }
}
