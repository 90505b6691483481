package dev.plumbline.promql.parser;

import dev.plumbline.promql.ast.AggregateOp;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kinds of tokens; keywords are recognised whatever their case. */
enum TokenType {
    END, ERROR, IDENTIFIER, METRIC_IDENTIFIER, NUMBER, DURATION, STRING,
    LEFT_PAREN, RIGHT_PAREN, LEFT_BRACE, RIGHT_BRACE, LEFT_BRACKET, RIGHT_BRACKET, COMMA, COLON,
    EQUAL, NOT_EQUAL, EQUAL_REGEX, NOT_EQUAL_REGEX,
    EQUAL_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL, PLUS, MINUS, STAR, SLASH, PERCENT, CARET, TRIM_UPPER,
    TRIM_LOWER, AT,
    AND, OR, UNLESS, ATAN2,
    AGGREGATOR,
    OFFSET, ANCHORED, SMOOTHED, BY, WITHOUT, ON, IGNORING, GROUP_LEFT, GROUP_RIGHT, BOOL, FILL, FILL_LEFT, FILL_RIGHT,
    START, END_OF, STEP, RANGE, MIN_OF, MAX_OF;

    private static final Map<String, TokenType> KEYWORDS = keywords();

    private static Map<String, TokenType> keywords() {
        var map = new HashMap<String, TokenType>();
        for (TokenType t : new TokenType[] {AND, OR, UNLESS, ATAN2, OFFSET, ANCHORED, SMOOTHED, BY, WITHOUT, ON, IGNORING,
            GROUP_LEFT, GROUP_RIGHT, BOOL, FILL, FILL_LEFT, FILL_RIGHT, START, STEP, RANGE, MIN_OF, MAX_OF}) {
            map.put(t.name().toLowerCase(Locale.ROOT), t);
        }
        map.put("end", END_OF);
        map.put("inf", NUMBER);
        map.put("nan", NUMBER);
        for (AggregateOp op : AggregateOp.values()) {
            map.put(op.keyword(), AGGREGATOR);
        }
        return Map.copyOf(map);
    }

    /** The keyword that the word is, or null. */
    static @Nullable TokenType keyword(String word) {
        return KEYWORDS.get(word.toLowerCase(Locale.ROOT));
    }

    boolean isKeyword() {
        return ordinal() >= OFFSET.ordinal();
    }

    boolean isOperator() {
        return this == NOT_EQUAL || this == EQUAL_REGEX || this == NOT_EQUAL_REGEX
                || ordinal() >= EQUAL_EQUAL.ordinal() && ordinal() <= ATAN2.ordinal();
    }

    /** Whether the word may stand as a metric's name. */
    boolean isMetricName() {
        return switch (this) {
            case IDENTIFIER, METRIC_IDENTIFIER, AGGREGATOR, AND, OR, UNLESS, OFFSET, ANCHORED, SMOOTHED, BY, WITHOUT, FILL,
                    FILL_LEFT, FILL_RIGHT, START, END_OF, STEP, RANGE, MIN_OF, MAX_OF -> true;
            case END, ERROR, NUMBER, DURATION, STRING, LEFT_PAREN, RIGHT_PAREN, LEFT_BRACE, RIGHT_BRACE, LEFT_BRACKET,
                    RIGHT_BRACKET, COMMA, COLON, EQUAL, NOT_EQUAL, EQUAL_REGEX, NOT_EQUAL_REGEX, EQUAL_EQUAL, LESS,
                    LESS_EQUAL, GREATER, GREATER_EQUAL, PLUS, MINUS, STAR, SLASH, PERCENT, CARET, TRIM_UPPER, TRIM_LOWER,
                    AT, ATAN2, ON, IGNORING, GROUP_LEFT, GROUP_RIGHT, BOOL -> false;
        };
    }

    /** Whether the word may stand as a label's name in {@code by}, {@code on} and their like: any word. */
    boolean isLabelName() {
        return isMetricName() || this == ATAN2 || isKeyword();
    }
}
