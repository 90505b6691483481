package dev.plumbline.template.parse;

/** A piece of a template: what it is, its text as written, and where it starts. */
record Token(Type type, String text, int position) {

    enum Type {
        TEXT, LEFT, RIGHT, SPACE, IDENTIFIER, FIELD, VARIABLE, DOT, NUMBER, CHARACTER, STRING, BOOL, NIL, KEYWORD,
        ASSIGN, DECLARE, PIPE, OPEN, CLOSE, OTHER, END
    }

    int end() {
        return position + text.length();
    }

    boolean is(Type wanted) {
        return type == wanted;
    }

    boolean isKeyword(String word) {
        return type == Type.KEYWORD && text.equals(word);
    }

    /** The token as messages show it. */
    String shown() {
        return switch (type) {
            case END -> "end of the text";
            case KEYWORD -> "<" + text + ">";
            case RIGHT -> "\"}}\"";
            default -> "\"" + (text.length() > 20 ? text.substring(0, 20) + "..." : text) + "\"";
        };
    }
}
