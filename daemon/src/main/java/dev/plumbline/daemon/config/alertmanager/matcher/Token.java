package dev.plumbline.daemon.config.alertmanager.matcher;

import java.util.EnumSet;

/** A piece of the UTF-8 form; columns count characters from 0, {@code end} is behind the last. */
record Token(Kind kind, String text, int start, int end) {

    enum Kind {
        OPEN_BRACE, CLOSE_BRACE, COMMA, EQUAL, NOT_EQUAL, MATCH, NOT_MATCH, QUOTED, UNQUOTED, END,
        /** No token: the text says what is wrong, place included. */
        INVALID;

        static final EnumSet<Kind> TEXTS = EnumSet.of(QUOTED, UNQUOTED);
        static final EnumSet<Kind> OPERATORS = EnumSet.of(EQUAL, NOT_EQUAL, MATCH, NOT_MATCH);
    }

    /** {@code 3:5: }, as Alertmanager begins its messages. */
    String place() {
        return start + ":" + end + ": ";
    }
}
