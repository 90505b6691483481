package dev.plumbline.testkit.script;

import com.google.re2j.PatternSyntaxException;
import dev.plumbline.promql.parser.NumberText;
import dev.plumbline.promql.parser.StringScanner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lines below an eval. Errors are IllegalArgumentException. */
final class ExpectationReader {
    private static final Pattern EXPECT =
            Pattern.compile("expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(regex|msg):(.+))?");
    private static final Pattern VECTOR =
            Pattern.compile("expect\\s+range\\s+vector\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9.][0-9a-zA-Z_.+-]*|(?i:inf|nan))");

    private final Expectation expectation = new Expectation();
    private final String query;

    ExpectationReader(String query) {
        this.query = query;
    }

    Expectation expectation() {
        return expectation;
    }

    /** The old forms, {@code eval_fail} and its like. */
    void form(@Nullable String form) {
        switch (form) {
            case null -> { }
            case "fail" -> expectation.fail = true;
            case "warn" -> expectation.warnings.anyByForm = true;
            case "info" -> expectation.infos.anyByForm = true;
            default -> expectation.ordered = true;
        }
    }

    /** Takes a line; false when the block ends with it. */
    boolean line(String line, int number) {
        if (line.startsWith("expected_fail_")) {
            return oldFailText(line);
        }
        if (line.matches("expect\\s+[a-z].*") && !line.matches("expect\\s+(?i:inf|nan|stale)\\b.*")) {
            expect(line, number);
            return true;
        }
        if (NUMBER.matcher(line).matches()) {
            expectation.scalar = NumberText.parse(line);
            return false;
        }
        expectation.series.add(SeriesDescription.parse(line));
        return true;
    }

    private boolean oldFailText(String line) {
        String[] parts = line.split("\\s+", 2);
        String text = parts.length == 2 ? parts[1].strip() : "";
        switch (parts[0]) {
            case "expected_fail_message" -> expectation.failText = new Expectation.Text(text, null);
            case "expected_fail_regexp" -> expectation.failText = regex(text);
            default -> throw new IllegalArgumentException("unknown line \"" + line + "\"");
        }
        return false;
    }

    private static Expectation.Text regex(String text) {
        try {
            return new Expectation.Text(text, com.google.re2j.Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("invalid regexp '" + text + "': " + e.getMessage(), e);
        }
    }

    private void expect(String line, int number) {
        if (line.matches("expect\\s+string.*")) {
            expectation.string = string(line.replaceFirst("expect\\s+string\\s*", ""));
            return;
        }
        Matcher m = VECTOR.matcher(line);
        if (m.matches()) {
            expectation.rangeVector = new QueryRunner.Window(ScriptParser.duration(m.group(1), number),
                    ScriptParser.duration(m.group(2), number), ScriptParser.duration(m.group(3), number));
            return;
        }
        m = EXPECT.matcher(line);
        if (!m.matches()) {
            throw new IllegalArgumentException("invalid expect line \"" + line + "\" of query " + query);
        }
        Expectation.Text text = m.group(2) == null ? null
                : m.group(2).equals("regex") ? regex(m.group(3).strip()) : new Expectation.Text(m.group(3).strip(), null);
        switch (m.group(1)) {
            case "ordered" -> expectation.ordered = true;
            case "fail" -> fail(text);
            case "warn" -> annotation(expectation.warnings, text);
            case "info" -> annotation(expectation.infos, text);
            case "no_warn" -> expectation.warnings.none = true;
            default -> expectation.infos.none = true;
        }
        exclusive(expectation.warnings);
        exclusive(expectation.infos);
    }

    private boolean failLine;

    private void fail(Expectation.@Nullable Text text) {
        if (failLine) {
            throw new IllegalArgumentException("invalid expect lines, multiple expect fail lines are not allowed");
        }
        failLine = true;
        expectation.fail = true;
        expectation.failText = text;
    }

    private static void annotation(Expectation.Annotations annotations, Expectation.@Nullable Text text) {
        if (text == null) {
            annotations.any = true;
        } else {
            annotations.texts.add(text);
        }
    }

    private static void exclusive(Expectation.Annotations a) {
        if (a.none && (a.any || !a.texts.isEmpty())) {
            throw new IllegalArgumentException("invalid expect lines, " + a.kind + " and no_" + a.kind
                    + " cannot be used together");
        }
    }

    private static String string(String quoted) {
        try {
            if (quoted.startsWith("'")) {
                throw new IllegalArgumentException(quoted);
            }
            return StringScanner.unquote(quoted);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected string literal not valid - " + (quoted.isEmpty()
                    ? "a quoted string literal is required" : "check that the string is correctly quoted"), e);
        }
    }
}
