package dev.plumbline.promql.parser;

import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Span;
import java.util.List;

/** Tokens in order with one to look at, and the place where "unexpected …" is worded. Not thread-safe. */
final class TokenStream {
    private final QueryText query;
    private final List<Token> tokens;
    private int index;

    TokenStream(QueryText query) {
        this.query = query;
        this.tokens = Lexer.tokens(query);
    }

    Token peek() {
        return tokens.get(index);
    }

    /** The token after the next; the last one when there is none. */
    TokenType typeAfter() {
        return tokens.get(Math.min(index + 1, tokens.size() - 1)).type();
    }

    TokenType type() {
        return peek().type();
    }

    Token next() {
        Token token = tokens.get(index);
        if (index + 1 < tokens.size()) {
            index++;
        }
        return token;
    }

    boolean accept(TokenType type) {
        if (type() == type) {
            next();
            return true;
        }
        return false;
    }

    /** Takes a token of this type or throws {@link #unexpected}. */
    Token expect(TokenType type, String context, String expected) {
        if (type() != type) {
            throw unexpected(context, expected);
        }
        return next();
    }

    /** End of the last token taken, as a byte offset. */
    int lastEnd() {
        return index == 0 ? 0 : type() == TokenType.END && tokens.size() == 1 ? 0 : tokens.get(index - 1).end();
    }

    /** {@code unexpected X in CONTEXT, expected EXPECTED}; empty parts are left out; a lexer's error says itself. */
    QueryException unexpected(String context, String expected) {
        Token token = peek();
        if (token.type() == TokenType.ERROR) {
            return query.error(token.start(), token.text());
        }
        return query.error(token.start(), "unexpected " + token.description() + (context.isEmpty() ? "" : " in " + context)
                + (expected.isEmpty() ? "" : ", expected " + expected));
    }

    QueryException error(Span place, String message) {
        return query.error(place, message);
    }

    String text() {
        return query.text();
    }

    QueryText query() {
        return query;
    }
}
