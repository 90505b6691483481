package dev.plumbline.promql.parser;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Expr.VectorSelector;
import dev.plumbline.promql.ast.Span;
import java.util.ArrayList;
import java.util.List;

/** Vector selectors: a name, braces with matchers, or both. */
final class SelectorParser {
    private static final String CONTEXT = "label matching";

    private final TokenStream tokens;

    SelectorParser(TokenStream tokens) {
        this.tokens = tokens;
    }

    /** At a metric's name or a left brace. */
    VectorSelector selector() {
        Token first = tokens.peek();
        String name = first.type() == TokenType.LEFT_BRACE ? "" : tokens.next().text();
        List<LabelMatcher> matchers = new ArrayList<>();
        Span end = first.span();
        if (tokens.type() == TokenType.LEFT_BRACE) {
            tokens.next();
            end = matchers(matchers);
        }
        if (!name.isEmpty()) {
            matchers.add(LabelMatcher.equal(Labels.METRIC_NAME, name));
        }
        return new VectorSelector(name, matchers, null, null, Expr.Extension.NONE, Span.covering(first.span(), end));
    }

    private Span matchers(List<LabelMatcher> into) {
        boolean first = true;
        while (tokens.type() != TokenType.RIGHT_BRACE) {
            if (!first) {
                tokens.expect(TokenType.COMMA, CONTEXT, "\",\" or \"}\"");
                if (tokens.type() == TokenType.RIGHT_BRACE) {
                    break;
                }
            }
            into.add(matcher());
            first = false;
        }
        return tokens.next().span();
    }

    private LabelMatcher matcher() {
        Token name = tokens.peek();
        if (name.type() != TokenType.IDENTIFIER && name.type() != TokenType.STRING) {
            throw tokens.unexpected(CONTEXT, "identifier or \"}\"");
        }
        tokens.next();
        boolean quoted = name.type() == TokenType.STRING;
        if (quoted && (tokens.type() == TokenType.COMMA || tokens.type() == TokenType.RIGHT_BRACE)) {
            return LabelMatcher.equal(Labels.METRIC_NAME, StringScanner.unquote(name.text()));
        }
        LabelMatcher.Type type = switch (tokens.type()) {
            case EQUAL -> LabelMatcher.Type.EQUAL;
            case NOT_EQUAL -> LabelMatcher.Type.NOT_EQUAL;
            case EQUAL_REGEX -> LabelMatcher.Type.MATCH;
            case NOT_EQUAL_REGEX -> LabelMatcher.Type.NOT_MATCH;
            default -> throw tokens.unexpected(CONTEXT, "label matching operator");
        };
        tokens.next();
        Token value = tokens.expect(TokenType.STRING, CONTEXT, "string");
        try {
            return new LabelMatcher(type, quoted ? StringScanner.unquote(name.text()) : name.text(),
                    StringScanner.unquote(value.text()));
        } catch (PlumblineException e) {
            throw tokens.error(name.span(), e.getMessage());
        }
    }
}
