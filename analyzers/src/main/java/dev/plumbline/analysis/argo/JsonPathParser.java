package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads the text between the braces of a path. */
final class JsonPathParser {
    private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");
    private final String text;
    private int at;

    JsonPathParser(String text) {
        this.text = text;
    }

    List<PathStep> steps() {
        if (next('$') || next('@')) {
            at++;
        }
        List<PathStep> steps = stepsUntil("");
        if (at < text.length()) {
            throw wrong("unexpected " + text.charAt(at));
        }
        return steps;
    }

    private boolean next(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("JSON path " + text + ": " + what + " at column " + (at + 1));
    }

    /** Steps up to one of the characters, or to the end. */
    private List<PathStep> stepsUntil(String ends) {
        var steps = new ArrayList<PathStep>();
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            if (text.startsWith("..", at)) {
                at += 2;
                steps.add(new PathStep.Descent());
                if (!next('[')) {
                    steps.add(member());
                }
            } else if (next('.')) {
                at++;
                if (at == text.length()) {
                    return steps;
                }
                steps.add(member());
            } else if (next('[')) {
                at++;
                steps.add(bracketed());
            } else if (steps.isEmpty() && Character.isLetter(text.charAt(at))) {
                steps.add(member());
            } else {
                throw wrong("unexpected " + text.charAt(at));
            }
        }
        return steps;
    }

    private PathStep member() {
        if (next('*')) {
            at++;
            return new PathStep.All();
        }
        var name = new StringBuilder();
        while (at < text.length() && ".[]()=!<>, ".indexOf(text.charAt(at)) < 0) {
            if (next('\\') && at + 1 < text.length()) {
                at++;
            }
            name.append(text.charAt(at++));
        }
        if (name.isEmpty()) {
            throw wrong("expected a name");
        }
        return new PathStep.Member(name.toString());
    }

    private PathStep bracketed() {
        PathStep step;
        if (next('*')) {
            at++;
            step = new PathStep.All();
        } else if (next('\'') || next('"')) {
            step = new PathStep.Member(quoted());
        } else if (text.startsWith("?(", at)) {
            at += 2;
            step = filter();
        } else {
            step = elements();
        }
        expect(']');
        return step;
    }

    private void expect(char c) {
        if (!next(c)) {
            throw wrong("expected " + c);
        }
        at++;
    }

    private String quoted() {
        char quote = text.charAt(at++);
        int end = text.indexOf(quote, at);
        if (end < 0) {
            throw wrong("a text has no end");
        }
        String quoted = text.substring(at, end);
        at = end + 1;
        return quoted;
    }

    private PathStep elements() {
        if (next(':')) {
            return slice(0);
        }
        var indices = new ArrayList<Integer>();
        indices.add(integer());
        if (next(':')) {
            return slice(indices.getFirst());
        }
        while (next(',')) {
            at++;
            indices.add(integer());
        }
        return new PathStep.Elements(indices);
    }

    private PathStep slice(int from) {
        at++;
        int to = next(']') || next(':') ? Integer.MAX_VALUE : integer();
        int step = 1;
        if (next(':')) {
            at++;
            step = next(']') ? 1 : integer();
        }
        if (step < 1) {
            throw wrong("a step is 1 or more");
        }
        return new PathStep.Slice(from, to, step);
    }

    private int integer() {
        int start = at;
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || at == start && text.charAt(at) == '-')) {
            at++;
        }
        try {
            return Integer.parseInt(text, start, at, 10);
        } catch (NumberFormatException e) {
            throw wrong("expected a whole number");
        }
    }

    private PathStep filter() {
        skipBlanks();
        expect('@');
        List<PathStep> path = stepsUntil(")=!<> ");
        skipBlanks();
        String operator = COMPARISONS.stream().filter(o -> text.startsWith(o, at)).findFirst().orElse("");
        at += operator.length();
        skipBlanks();
        Value literal = operator.isEmpty() ? null : literal();
        skipBlanks();
        expect(')');
        return new PathStep.Filter(new JsonPathFilter(path, operator, literal));
    }

    private void skipBlanks() {
        while (next(' ')) {
            at++;
        }
    }

    private Value literal() {
        if (next('\'') || next('"')) {
            return new Value.Text(quoted());
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != ')' && text.charAt(at) != ' ') {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true", "false" -> new Value.Bool(word.equals("true"));
            case "null" -> Value.Nil.NIL;
            default -> {
                try {
                    yield new Value.Decimal(Double.parseDouble(word));
                } catch (NumberFormatException e) {
                    throw wrong("expected a text, a number, true, false or null");
                }
            }
        };
    }
}
