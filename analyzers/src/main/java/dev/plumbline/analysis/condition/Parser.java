package dev.plumbline.analysis.condition;

import dev.plumbline.analysis.condition.Token.Kind;
import dev.plumbline.analysis.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent for the operands, precedence climbing for the operators between them. Precedences are those of the
 * language: {@code or} 10, {@code and} 15, comparisons 20, {@code ..} 25, sums 30, unary not 50, products 60, unary minus 90,
 * powers 100 (from the right), {@code ??} 500.
 */
final class Parser {
    private static final int MAX_DEPTH = 100;
    private static final int NOT = 50;
    private static final int MINUS = 90;
    private static final Map<String, Integer> PRECEDENCE = Map.ofEntries(Map.entry("or", 10), Map.entry("||", 10), Map.entry("and", 15),
            Map.entry("&&", 15), Map.entry("==", 20), Map.entry("!=", 20), Map.entry("<", 20), Map.entry(">", 20), Map.entry("<=", 20),
            Map.entry(">=", 20), Map.entry("in", 20), Map.entry("contains", 20), Map.entry("startsWith", 20), Map.entry("endsWith", 20),
            Map.entry("matches", 20), Map.entry("..", 25), Map.entry("+", 30), Map.entry("-", 30), Map.entry("*", 60), Map.entry("/", 60),
            Map.entry("%", 60), Map.entry("**", 100), Map.entry("^", 100), Map.entry("??", 500));
    private static final Map<String, String> SYNONYMS = Map.of("||", "or", "&&", "and", "^", "**", "!", "not");

    private final List<Token> tokens;
    private final Set<String> variables;
    private int at;
    private int depth;
    private int predicates;

    Parser(String text, Set<String> variables) {
        this.tokens = Lexer.tokens(text);
        this.variables = variables;
    }

    Expression parse() {
        Expression expression = expression(0);
        if (peek().kind() != Kind.END) {
            throw unexpected("the end");
        }
        return expression;
    }

    private Token peek() {
        return tokens.get(at);
    }

    private Token take() {
        return tokens.get(at++);
    }

    private boolean takes(String operator) {
        if (peek().is(operator)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String operator) {
        if (!takes(operator)) {
            throw unexpected("\"" + operator + "\"");
        }
    }

    private ConditionException unexpected(String wanted) {
        return new ConditionException(peek().at(), "expected " + wanted + ", got " + peek().shown());
    }

    private Expression expression(int lowest) {
        if (++depth > MAX_DEPTH) {
            throw new ConditionException(peek().at(), "more than " + MAX_DEPTH + " levels of nesting");
        }
        Expression left = unary();
        for (String operator = infix(); operator != null && precedence(operator) >= lowest; operator = infix()) {
            left = binary(left, operator);
        }
        if (lowest == 0 && peek().is("?")) {
            left = choice(left);
        }
        depth--;
        return left;
    }

    /** The operator that comes next; null where none does. */
    private @Nullable String infix() {
        Token token = peek();
        boolean negated = token.isWord("not") && PRECEDENCE.containsKey(tokens.get(at + 1).text()) && tokens.get(at + 1).kind() == Kind.NAME;
        boolean known = (token.kind() == Kind.OPERATOR || token.kind() == Kind.NAME) && PRECEDENCE.containsKey(token.text());
        return negated ? "not" : known ? token.text() : null;
    }

    private static int precedence(String operator) {
        return PRECEDENCE.getOrDefault(operator, PRECEDENCE.getOrDefault("in", 0));
    }

    private Expression binary(Expression left, String operator) {
        int place = take().at();
        if (operator.equals("not")) {
            String negated = take().text();
            Expression right = expression(precedence(negated) + 1);
            return new Expression.Unary("not", new Expression.Binary(negated, left, right, place), place);
        }
        boolean fromTheRight = operator.equals("**") || operator.equals("^");
        Expression right = expression(precedence(operator) + (fromTheRight ? 0 : 1));
        return new Expression.Binary(SYNONYMS.getOrDefault(operator, operator), left, right, place);
    }

    private Expression choice(Expression condition) {
        int place = take().at();
        Expression then = expression(0);
        expect(":");
        return new Expression.Choice(condition, then, expression(0), place);
    }

    private Expression unary() {
        Token token = peek();
        if (token.isWord("not") || token.is("!")) {
            take();
            return new Expression.Unary("not", expression(NOT), token.at());
        }
        if (token.is("-") || token.is("+")) {
            take();
            return new Expression.Unary(token.text(), expression(MINUS), token.at());
        }
        return followed(primary());
    }

    private Expression primary() {
        Token token = peek();
        return switch (token.kind()) {
            case NUMBER -> Numbers.literal(take());
            case STRING -> new Expression.Literal(new Value.Text(take().text()), token.at());
            case NAME -> named(take());
            case OPERATOR -> bracketed();
            case END -> throw unexpected("a value");
        };
    }

    private Expression bracketed() {
        Token token = take();
        return switch (token.text()) {
            case "(" -> {
                Expression inner = expression(0);
                expect(")");
                yield inner;
            }
            case "[" -> new Expression.ListOf(list("]"), token.at());
            case "{" -> map(token.at());
            case "#" -> element(token);
            case "." -> {
                at--;
                yield new Expression.Element(false, requirePredicate(token));
            }
            default -> {
                at--;
                throw unexpected("a value");
            }
        };
    }

    private Expression element(Token token) {
        boolean index = peek().isWord("index") && peek().at() == token.at() + 1;
        if (index) {
            take();
        }
        return new Expression.Element(index, requirePredicate(token));
    }

    private int requirePredicate(Token token) {
        if (predicates == 0) {
            throw new ConditionException(token.at(), "\"" + token.text() + "\" is for predicates only, such as all(result, {# > 1}),");
        }
        return token.at();
    }

    private Expression named(Token name) {
        switch (name.text()) {
            case "true", "false" -> {
                return new Expression.Literal(new Value.Bool(name.text().equals("true")), name.at());
            }
            case "nil" -> {
                return new Expression.Literal(Value.Nil.NIL, name.at());
            }
            default -> {
                // A name of the user's or a function's.
            }
        }
        if (peek().is("(")) {
            return call(name);
        }
        if (!variables.contains(name.text())) {
            throw new ConditionException(name.at(), "unknown name " + name.text() + " (known: " + String.join(", ", variables) + ")");
        }
        return new Expression.Variable(name.text(), name.at());
    }

    private Expression call(Token name) {
        expect("(");
        if (Functions.takesPredicate(name.text())) {
            Expression list = expression(0);
            expect(",");
            Expression body = predicate();
            expect(")");
            return new Expression.ForEach(name.text(), list, body, name.at());
        }
        List<Expression> arguments = list(")");
        Functions.check(name, arguments.size());
        return new Expression.Call(name.text(), arguments, name.at());
    }

    private Expression predicate() {
        predicates++;
        boolean braces = takes("{");
        Expression body = expression(0);
        if (braces) {
            expect("}");
        }
        predicates--;
        return body;
    }

    private List<Expression> list(String end) {
        var elements = new ArrayList<Expression>();
        while (!takes(end)) {
            if (!elements.isEmpty()) {
                expect(",");
                if (takes(end)) {
                    break;
                }
            }
            elements.add(expression(0));
        }
        return elements;
    }

    private Expression map(int place) {
        var keys = new ArrayList<String>();
        var values = new ArrayList<Expression>();
        while (!takes("}")) {
            if (!keys.isEmpty()) {
                expect(",");
            }
            Token key = take();
            if (key.kind() != Kind.NAME && key.kind() != Kind.STRING) {
                throw new ConditionException(key.at(), "expected a name, got " + key.shown());
            }
            keys.add(key.text());
            expect(":");
            values.add(expression(0));
        }
        return new Expression.MapOf(keys, values, place);
    }

    /** What stands behind an operand: members, indices, slices. */
    private Expression followed(Expression operand) {
        Expression target = operand;
        for (int i = 0; peek().is(".") || peek().is("?.") || peek().is("["); i++) {
            if (i > MAX_DEPTH) {
                throw new ConditionException(peek().at(), "more than " + MAX_DEPTH + " members of members");
            }
            target = peek().is("[") ? indexed(target) : member(target);
        }
        return target;
    }

    private Expression member(Expression target) {
        boolean optional = take().is("?.");
        Token name = take();
        if (name.kind() != Kind.NAME) {
            throw new ConditionException(name.at(), "expected a name, got " + name.shown());
        }
        if (peek().is("(")) {
            throw new ConditionException(name.at(), "values have no functions of their own, such as " + name.text() + "(),");
        }
        return new Expression.Member(target, new Expression.Literal(new Value.Text(name.text()), name.at()), optional, name.at());
    }

    private Expression indexed(Expression target) {
        int place = take().at();
        Expression from = peek().is(":") ? null : expression(0);
        if (takes(":")) {
            Expression to = peek().is("]") ? null : expression(0);
            expect("]");
            return new Expression.Slice(target, from, to, place);
        }
        expect("]");
        if (from == null) {
            throw unexpected("an index");
        }
        return new Expression.Member(target, from, false, place);
    }
}
