package dev.plumbline.testkit.script;

import com.google.re2j.PatternSyntaxException;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.Durations;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a script into commands; every query is parsed, so that a script with a wrong one fails before it runs. */
public final class ScriptParser {
    private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(\\S+)");
    private static final Pattern INSTANT =
            Pattern.compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(.+?))?\\s+(.+)");
    private static final Pattern RANGE =
            Pattern.compile("eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+?)\\s+(.+)");

    private final List<String> lines;
    private final List<Command> commands = new ArrayList<>();
    private int index;

    private ScriptParser(String text) {
        lines = Arrays.stream(text.split("\n", -1)).map(String::strip).map(l -> l.startsWith("#") ? "" : l).toList();
    }

    /**
     * The commands in order.
     *
     * @throws ScriptException with the line where it stops being a script
     */
    public static List<Command> parse(String text) {
        return new ScriptParser(text).commands();
    }

    private List<Command> commands() {
        while (index < lines.size()) {
            String line = lines.get(index++);
            String word = line.split("\\s+", 2)[0].toLowerCase(java.util.Locale.ROOT);
            if (word.equals("clear")) {
                commands.add(new Command.Clear(index));
            } else if (word.startsWith("load")) {
                commands.add(load(line));
            } else if (word.startsWith("eval")) {
                commands.add(eval(line));
            } else if (!line.isEmpty()) {
                throw new ScriptException(index, "unknown command \"" + line + "\", expected load, clear or eval");
            }
        }
        return List.copyOf(commands);
    }

    private boolean inBlock() {
        return index < lines.size() && !lines.get(index).isEmpty();
    }

    private Command load(String line) {
        int at = index;
        Matcher m = LOAD.matcher(line);
        if (!m.matches()) {
            throw new ScriptException(at, "invalid load command, expected load[_with_nhcb] <interval>");
        }
        var series = new ArrayList<SeriesDescription>();
        while (inBlock()) {
            String text = lines.get(index++);
            series.add(StartOffsets.areIn(text) ? started(text, index) : series(text, index));
        }
        return new Command.Load(at, duration(m.group(2), at), m.group(1) != null, List.copyOf(series));
    }

    /** The series after a line of start times, with them. */
    private SeriesDescription started(String startLine, int line) {
        if (!inBlock() || StartOffsets.areIn(lines.get(index))) {
            throw new ScriptException(line, "@st line has no following sample line");
        }
        SeriesDescription values = series(lines.get(index++), index);
        List<OptionalLong> offsets;
        try {
            offsets = StartOffsets.parse(startLine);
            if (!StartOffsets.series(startLine).labels().equals(values.labels())) {
                throw new ScriptException(line, "@st metric does not match the following sample line metric");
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ScriptException(line, "in start times \"" + startLine + "\": " + e.getMessage());
        }
        if (offsets.size() != values.samples().size()) {
            throw new ScriptException(line, "@st line has " + offsets.size() + " values but sample line has "
                    + values.samples().size());
        }
        return new SeriesDescription(values.labels(), values.samples(), offsets);
    }

    private static SeriesDescription series(String text, int line) {
        try {
            return SeriesDescription.parse(text);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ScriptException(line, "in series \"" + text + "\": " + e.getMessage());
        }
    }

    static long duration(String text, int line) {
        try {
            return Durations.parseMillis(text.strip());
        } catch (IllegalArgumentException e) {
            throw new ScriptException(line, "invalid time or step: " + e.getMessage());
        }
    }

    private Command eval(String line) {
        int at = index;
        Matcher m = INSTANT.matcher(line);
        if (m.matches()) {
            long time = m.group(2) == null ? 0 : duration(m.group(2), at);
            return new Command.Eval(at, m.group(3), expr(m.group(3), at), time, null, expectation(m.group(1), m.group(3), at));
        }
        m = RANGE.matcher(line);
        if (!m.matches()) {
            throw new ScriptException(at, "invalid eval command, expected eval instant at <time> <query> or"
                    + " eval range from <start> to <end> step <step> <query>");
        }
        var window = new QueryRunner.Window(duration(m.group(2), at), duration(m.group(3), at), duration(m.group(4), at));
        if (window.endMillis() < window.startMillis()) {
            throw new ScriptException(at, "invalid range: the end is before the start");
        }
        return new Command.Eval(at, m.group(5), expr(m.group(5), at), 0, window, expectation(m.group(1), m.group(5), at));
    }

    private static Expr expr(String query, int line) {
        try {
            return PromqlParser.parse(query, ParserOptions.ALL);
        } catch (QueryException e) {
            throw new ScriptException(line, "in eval " + query + ": " + e.getMessage());
        }
    }

    private Expectation expectation(@Nullable String form, String query, int at) {
        var lineReader = new ExpectationReader(query);
        try {
            lineReader.form(form);
            boolean more = true;
            while (more && inBlock()) {
                more = lineReader.line(lines.get(index++), index);
            }
            return lineReader.expectation();
        } catch (PatternSyntaxException e) {
            throw new ScriptException(index, "error in eval " + query + ": invalid regexp: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ScriptException(Math.max(index, at), "error in eval " + query + ": " + e.getMessage());
        }
    }
}
