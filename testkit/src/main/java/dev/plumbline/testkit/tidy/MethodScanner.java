package dev.plumbline.testkit.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds methods by their shape: a name, a list in parentheses, perhaps a throws clause, an opening brace. Statements
 * ({@code if (…) {}), anonymous classes and record headers have that shape as well and are told apart by the word before
 * the list. Not a parser: it looks at code that compiles.
 */
final class MethodScanner {
    private static final Set<String> STATEMENTS =
            Set.of("if", "for", "while", "switch", "catch", "synchronized", "try", "when", "return", "super", "this");
    private static final Set<String> NOT_METHODS = Set.of("new", "record", "case");
    private final SourceFile source;
    private final String code;

    MethodScanner(SourceFile source) {
        this.source = source;
        code = source.code();
    }

    List<MethodSize> methods() {
        var methods = new ArrayList<MethodSize>();
        for (int brace = code.indexOf('{'); brace >= 0; brace = code.indexOf('{', brace + 1)) {
            int close = endOfParameters(brace);
            if (close >= 0) {
                measure(brace, close, methods);
            }
        }
        return methods;
    }

    /** The closing parenthesis that a body's brace follows, over a throws clause; -1 where there is none. */
    private int endOfParameters(int brace) {
        int i = brace - 1;
        while (i >= 0 && (Character.isJavaIdentifierPart(code.charAt(i)) || " \n\r\t,.".indexOf(code.charAt(i)) >= 0)) {
            i--;
        }
        if (i < 0 || code.charAt(i) != ')') {
            return -1;
        }
        String between = code.substring(i + 1, brace).strip();
        return between.isEmpty() || between.startsWith("throws ") ? i : -1;
    }

    private void measure(int brace, int close, List<MethodSize> methods) {
        int open = opening(close);
        int nameEnd = beforeSpace(open);
        int nameStart = wordStart(nameEnd);
        String name = code.substring(nameStart, nameEnd);
        int wordEnd = beforeSpace(nameStart);
        String word = code.substring(wordStart(wordEnd), wordEnd);
        boolean call = wordEnd > 0 && ".=(?:&|+!-".indexOf(code.charAt(wordEnd - 1)) >= 0;
        if (name.isEmpty() || STATEMENTS.contains(name) || NOT_METHODS.contains(word) || call) {
            return;
        }
        int first = source.lineOf(brace);
        methods.add(new MethodSize(name, first, source.lineOf(closing(brace)) - first + 1, parameters(open, close)));
    }

    private int opening(int close) {
        int depth = 1;
        int i = close;
        while (depth > 0 && --i >= 0) {
            depth += code.charAt(i) == ')' ? 1 : code.charAt(i) == '(' ? -1 : 0;
        }
        return Math.max(i, 0);
    }

    private int closing(int brace) {
        int depth = 1;
        int i = brace;
        while (depth > 0 && ++i < code.length()) {
            depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
        }
        return Math.min(i, code.length() - 1);
    }

    private int beforeSpace(int end) {
        int i = end;
        while (i > 0 && Character.isWhitespace(code.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private int wordStart(int end) {
        int i = end;
        while (i > 0 && Character.isJavaIdentifierPart(code.charAt(i - 1))) {
            i--;
        }
        return i;
    }

    private int parameters(int open, int close) {
        if (code.substring(open + 1, close).isBlank()) {
            return 0;
        }
        int depth = 0;
        int commas = 0;
        for (int i = open + 1; i < close; i++) {
            char c = code.charAt(i);
            depth += "(<[{".indexOf(c) >= 0 ? 1 : ")>]}".indexOf(c) >= 0 ? -1 : 0;
            commas += c == ',' && depth == 0 ? 1 : 0;
        }
        return commas + 1;
    }
}
