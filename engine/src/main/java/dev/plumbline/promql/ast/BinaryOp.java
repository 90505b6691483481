package dev.plumbline.promql.ast;

/** Binary operators, from loosest to tightest binding. {@code ^} is right-associative, all others left. */
public enum BinaryOp {
    OR("or", 1), AND("and", 2), UNLESS("unless", 2),
    EQ("==", 3), NE("!=", 3), LE("<=", 3), LT("<", 3), GE(">=", 3), GT(">", 3),
    ADD("+", 4), SUB("-", 4),
    MUL("*", 5), DIV("/", 5), MOD("%", 5), ATAN2("atan2", 5),
    TRIM_UPPER("</", 5), TRIM_LOWER(">/", 5),
    POW("^", 6);

    private final String symbol;
    private final int precedence;

    BinaryOp(String symbol, int precedence) {
        this.symbol = symbol;
        this.precedence = precedence;
    }

    public String symbol() {
        return symbol;
    }

    /** 1 binds loosest. */
    public int precedence() {
        return precedence;
    }

    public boolean isComparison() {
        return switch (this) {
            case EQ, NE, LE, LT, GE, GT -> true;
            case OR, AND, UNLESS, ADD, SUB, MUL, DIV, MOD, ATAN2, TRIM_UPPER, TRIM_LOWER, POW -> false;
        };
    }

    /** Whether the result is another quantity than the operands, and so has not their name. */
    public boolean changesMetric() {
        return switch (this) {
            case ADD, SUB, MUL, DIV, MOD, ATAN2, POW -> true;
            case OR, AND, UNLESS, EQ, NE, LE, LT, GE, GT, TRIM_UPPER, TRIM_LOWER -> false;
        };
    }

    public boolean isSet() {
        return this == OR || this == AND || this == UNLESS;
    }
}
