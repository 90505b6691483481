package dev.plumbline.promql.parser;

import dev.plumbline.model.Quoting;
import dev.plumbline.promql.ast.Span;

/**
 * A piece of the query.
 *
 * @param text as written; of an ERROR what is wrong
 * @param start UTF-8 byte offset, inclusive
 * @param end UTF-8 byte offset, exclusive
 */
record Token(TokenType type, String text, int start, int end) {
    private static final int SHOWN = 10;

    Span span() {
        return new Span(start, end);
    }

    /** How Prometheus's messages name it: {@code identifier "x"}, {@code <op:*>}, {@code <by>}, {@code ")"}. */
    String description() {
        return switch (type) {
            case END -> "end of input";
            case ERROR -> text;
            case IDENTIFIER -> "identifier " + Quoting.quote(text);
            case METRIC_IDENTIFIER -> "metric identifier " + Quoting.quote(text);
            case NUMBER -> "number " + shortened();
            case DURATION -> "duration " + shortened();
            case STRING -> "string " + shortened();
            case AGGREGATOR -> "<aggr:" + text + ">";
            default -> type.isOperator() ? "<op:" + text + ">" : type.isKeyword() ? "<" + text + ">" : Quoting.quote(text);
        };
    }

    private String shortened() {
        return text.length() > SHOWN ? Quoting.quote(text.substring(0, SHOWN)) + "..." : Quoting.quote(text);
    }
}
