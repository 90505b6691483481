package dev.plumbline.template.parse;

import dev.plumbline.template.parse.Token.Type;
import dev.plumbline.template.value.TemplateException;
import java.util.List;

/** Tokens with a place in them, and the depth of nesting, which is bounded. Not thread-safe. */
final class TokenStream {
    /** How deep blocks and parentheses may be nested; an {@code else if} is one level. */
    static final int MAX_NESTING = 200;

    private final Source source;
    private final List<Token> tokens;
    private int pos;
    private int nesting;

    TokenStream(Source source) {
        this.source = source;
        this.tokens = Lexer.tokens(source);
    }

    Source source() {
        return source;
    }

    Token peek() {
        return tokens.get(pos);
    }

    Token next() {
        Token token = tokens.get(pos);
        pos += token.is(Type.END) ? 0 : 1;
        return token;
    }

    void skipSpace() {
        while (peek().is(Type.SPACE)) {
            pos++;
        }
    }

    Token peekNonSpace() {
        skipSpace();
        return peek();
    }

    Token nextNonSpace() {
        skipSpace();
        return next();
    }

    /** Where to come back to by {@link #goBackTo}. */
    int mark() {
        return pos;
    }

    void goBackTo(int mark) {
        pos = mark;
    }

    /** Offset behind the last token taken that is no space. */
    int lastEnd() {
        int i = pos - 1;
        while (i > 0 && tokens.get(i).is(Type.SPACE)) {
            i--;
        }
        return i < 0 ? 0 : tokens.get(i).end();
    }

    Token expect(Type type, String context) {
        Token token = nextNonSpace();
        if (!token.is(type)) {
            throw unexpected(token, context);
        }
        return token;
    }

    TemplateException unexpected(Token token, String context) {
        return error(token.position(), "unexpected " + token.shown() + " in " + context);
    }

    TemplateException error(int position, String message) {
        return source.error(position, message);
    }

    void enter(int position) {
        if (++nesting > MAX_NESTING) {
            throw error(position, "blocks and parentheses are nested deeper than " + MAX_NESTING);
        }
    }

    void leave() {
        nesting--;
    }
}
