package dev.plumbline.promql.parser;

import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.ast.VectorMatching;
import dev.plumbline.promql.ast.VectorMatching.Cardinality;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may stand after a binary operator: {@code bool}, {@code on} or {@code ignoring}, {@code group_x}, {@code fill_x}. */
final class MatchingParser {
    private static final String CONTEXT = "grouping opts";

    private final TokenStream tokens;
    private final ParserOptions options;

    MatchingParser(TokenStream tokens, ParserOptions options) {
        this.tokens = tokens;
        this.options = options;
    }

    /** Modifiers as written; {@code written}: whether there is any that needs vectors on both sides. */
    record Modifier(boolean returnBool, VectorMatching matching) {}

    private record Fill(@Nullable Double left, @Nullable Double right) {}

    Modifier modifier() {
        boolean returnBool = tokens.accept(TokenType.BOOL);
        boolean on = tokens.type() == TokenType.ON;
        List<String> labels = List.of();
        List<String> include = List.of();
        Cardinality cardinality = Cardinality.ONE_TO_ONE;
        if (on || tokens.type() == TokenType.IGNORING) {
            tokens.next();
            labels = labels();
            if (tokens.type() == TokenType.GROUP_LEFT || tokens.type() == TokenType.GROUP_RIGHT) {
                cardinality = tokens.next().type() == TokenType.GROUP_LEFT ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
                include = tokens.type() == TokenType.LEFT_PAREN ? labels() : List.of();
            }
        }
        Fill fill = fill();
        return new Modifier(returnBool, new VectorMatching(cardinality, on, labels, include, fill.left, fill.right));
    }

    private Fill fill() {
        Double left = null;
        Double right = null;
        while (isFill() && tokens.typeAfter() == TokenType.LEFT_PAREN) {
            Token keyword = tokens.next();
            if (!options.fillModifiers()) {
                throw tokens.error(keyword.span(), "binop fill modifiers are experimental and not enabled");
            }
            boolean again = keyword.type() != TokenType.FILL_RIGHT && left != null
                    || keyword.type() != TokenType.FILL_LEFT && right != null;
            if (again) {
                throw tokens.error(keyword.span(), "unexpected <" + keyword.text() + ">");
            }
            double value = fillValue();
            left = keyword.type() == TokenType.FILL_RIGHT ? left : Double.valueOf(value);
            right = keyword.type() == TokenType.FILL_LEFT ? right : Double.valueOf(value);
        }
        return new Fill(left, right);
    }

    private boolean isFill() {
        return tokens.type() == TokenType.FILL || tokens.type() == TokenType.FILL_LEFT || tokens.type() == TokenType.FILL_RIGHT;
    }

    private double fillValue() {
        tokens.expect(TokenType.LEFT_PAREN, "fill modifier", "\"(\"");
        boolean minus = tokens.type() == TokenType.MINUS;
        if (minus || tokens.type() == TokenType.PLUS) {
            tokens.next();
        }
        if (tokens.type() != TokenType.NUMBER && tokens.type() != TokenType.DURATION) {
            throw tokens.unexpected("fill modifier", "number");
        }
        double value = ExprParser.number(tokens, tokens.next()).value();
        tokens.expect(TokenType.RIGHT_PAREN, "fill modifier", "\")\"");
        return minus ? -value : value;
    }

    /** {@code (a, "b", c,)}: labels in parentheses, a trailing comma allowed. */
    List<String> labels() {
        tokens.expect(TokenType.LEFT_PAREN, CONTEXT, "\"(\"");
        var labels = new ArrayList<String>();
        while (!tokens.accept(TokenType.RIGHT_PAREN)) {
            if (!labels.isEmpty()) {
                tokens.expect(TokenType.COMMA, CONTEXT, "\",\" or \")\"");
                if (tokens.accept(TokenType.RIGHT_PAREN)) {
                    break;
                }
            }
            Token label = tokens.peek();
            if (!label.type().isLabelName() && label.type() != TokenType.STRING) {
                throw tokens.unexpected(CONTEXT, "label");
            }
            tokens.next();
            labels.add(label.type() == TokenType.STRING ? StringScanner.unquote(label.text()) : label.text());
        }
        return labels;
    }

    /** The binary expression, with the cardinality of set operators; matching is kept only where both sides may be vectors. */
    Expr combine(BinaryOp op, Expr left, Expr right, Modifier modifier) {
        VectorMatching m = modifier.matching;
        Span span = Span.covering(left.span(), right.span());
        if (op.isSet() && m.cardinality() == Cardinality.ONE_TO_ONE) {
            m = new VectorMatching(Cardinality.MANY_TO_MANY, m.on(), m.labels(), m.include(), m.fillLeft(), m.fillRight());
        }
        boolean vectors = left.type() == ValueType.VECTOR && right.type() == ValueType.VECTOR;
        boolean written = !m.labels().isEmpty() || m.fillLeft() != null || m.fillRight() != null;
        return new Expr.Binary(op, left, right, vectors || written ? m : null, modifier.returnBool, span);
    }
}
