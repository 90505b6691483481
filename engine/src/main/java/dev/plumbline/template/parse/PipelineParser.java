package dev.plumbline.template.parse;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.parse.Expr.Command;
import dev.plumbline.template.parse.Expr.Pipeline;
import dev.plumbline.template.parse.Expr.Setting;
import dev.plumbline.template.parse.Token.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Parses what stands inside an action, and keeps the variables that are known at that place. Not thread-safe. */
final class PipelineParser {
    private final TokenStream tokens;
    private final Predicate<String> functions;
    private final ArrayList<String> variables = new ArrayList<>();

    PipelineParser(TokenStream tokens, Predicate<String> functions) {
        this.tokens = tokens;
        this.functions = functions;
    }

    /** Starts a template: nothing is known but these. */
    void startTemplate(List<String> predeclared) {
        variables.clear();
        variables.add("$");
        variables.addAll(predeclared);
    }

    List<String> variables() {
        return List.copyOf(variables);
    }

    void restoreVariables(List<String> known) {
        variables.clear();
        variables.addAll(known);
    }

    int variableCount() {
        return variables.size();
    }

    void forgetVariables(int count) {
        while (variables.size() > count) {
            variables.removeLast();
        }
    }

    /** A pipeline up to and with its end, which is {@code }}} or a closing parenthesis. */
    Pipeline pipeline(String context, Type end) {
        Token first = tokens.peekNonSpace();
        var names = new ArrayList<String>();
        Setting setting = declarations(context, names);
        var commands = new ArrayList<Command>();
        while (true) {
            Token token = tokens.peekNonSpace();
            if (token.is(end)) {
                tokens.next();
                break;
            }
            if (!startsOperand(token)) {
                throw tokens.unexpected(token, context);
            }
            commands.add(command());
        }
        check(commands, context, first.position());
        return new Pipeline(first.position(), commands.getLast().end(), setting, names, commands);
    }

    private static boolean startsOperand(Token token) {
        return switch (token.type()) {
            case BOOL, CHARACTER, DOT, FIELD, IDENTIFIER, NUMBER, NIL, STRING, VARIABLE, OPEN -> true;
            case TEXT, LEFT, RIGHT, SPACE, KEYWORD, ASSIGN, DECLARE, PIPE, CLOSE, OTHER, END -> false;
        };
    }

    private Setting declarations(String context, List<String> names) {
        while (tokens.peekNonSpace().is(Type.VARIABLE)) {
            int mark = tokens.mark();
            Token variable = tokens.next();
            Token after = tokens.peekNonSpace();
            if (after.is(Type.ASSIGN) || after.is(Type.DECLARE)) {
                tokens.next();
                names.add(variable.text());
                return set(names, after);
            }
            if (!after.text().equals(",")) {
                tokens.goBackTo(mark);
                if (!names.isEmpty()) {
                    throw tokens.error(variable.position(), "range can only initialize variables");
                }
                return Setting.NONE;
            }
            tokens.next();
            names.add(variable.text());
            if (!context.equals("range") || names.size() > 1) {
                throw tokens.error(variable.position(), "too many declarations in " + context);
            }
            if (!tokens.peekNonSpace().is(Type.VARIABLE)) {
                throw tokens.error(tokens.peek().position(), "range can only initialize variables");
            }
        }
        return Setting.NONE;
    }

    private Setting set(List<String> names, Token sign) {
        boolean declares = sign.is(Type.DECLARE);
        for (String name : names) {
            if (!declares && !variables.contains(name)) {
                throw tokens.error(sign.position(), "undefined variable " + Quoting.quote(name));
            }
        }
        if (declares) {
            variables.addAll(names);
        }
        return declares ? Setting.DECLARE : Setting.ASSIGN;
    }

    private void check(List<Command> commands, String context, int position) {
        if (commands.isEmpty()) {
            throw tokens.error(position, "missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            if (commands.get(i).words().getFirst() instanceof Expr.Constant || commands.get(i).words().getFirst() instanceof Expr.Dot) {
                throw tokens.error(commands.get(i).position(), "non executable command in pipeline stage " + (i + 1));
            }
        }
    }

    private Command command() {
        int start = tokens.peekNonSpace().position();
        var words = new ArrayList<Expr>();
        while (true) {
            tokens.skipSpace();
            Expr word = operand();
            if (word != null) {
                words.add(word);
            }
            Token token = tokens.peek();
            if (token.is(Type.SPACE)) {
                continue;
            }
            if (token.is(Type.PIPE)) {
                tokens.next(); // a pipe at the end is nothing, as in Go
            } else if (!token.is(Type.RIGHT) && !token.is(Type.CLOSE)) {
                throw tokens.unexpected(token, "operand");
            }
            break;
        }
        if (words.isEmpty()) {
            throw tokens.error(start, "empty command");
        }
        return new Command(start, words.getLast().end(), words);
    }

    private @Nullable Expr operand() {
        Expr term = term();
        if (term == null || !tokens.peek().is(Type.FIELD)) {
            return term;
        }
        var names = new ArrayList<String>();
        Token dot = tokens.peek();
        while (tokens.peek().is(Type.FIELD)) {
            names.add(tokens.next().text().substring(1));
        }
        return switch (term) {
            case Expr.Field f -> new Expr.Field(f.position(), tokens.lastEnd(), joined(f.names(), names));
            case Expr.Variable v -> new Expr.Variable(v.position(), tokens.lastEnd(), v.name(), joined(v.names(), names));
            case Expr.Constant _, Expr.Dot _ -> throw tokens.error(dot.position(), "unexpected . after term");
            case Expr.Function _, Expr.Chain _, Pipeline _, Command _ -> new Expr.Chain(term.position(), tokens.lastEnd(), term, names);
        };
    }

    private static List<String> joined(List<String> first, List<String> more) {
        var all = new ArrayList<>(first);
        all.addAll(more);
        return all;
    }

    private @Nullable Expr term() {
        Token token = tokens.peek();
        int start = token.position();
        int end = token.end();
        return switch (token.type()) {
            case IDENTIFIER -> taken(function(token));
            case DOT -> taken(new Expr.Dot(start, end));
            case NIL -> taken(new Expr.Constant(start, end, null));
            case BOOL -> taken(new Expr.Constant(start, end, token.text().equals("true")));
            case FIELD -> taken(new Expr.Field(start, end, List.of(token.text().substring(1))));
            case VARIABLE -> taken(variable(token));
            case NUMBER -> taken(constant(token, Literals.number(token.text()), "bad number syntax"));
            case CHARACTER -> taken(constant(token, Literals.character(token.text()), "malformed character constant"));
            case STRING -> taken(constant(token, Literals.string(token.text()), "invalid syntax in string"));
            case OPEN -> parenthesized(token);
            case TEXT, LEFT, RIGHT, SPACE, KEYWORD, ASSIGN, DECLARE, PIPE, CLOSE, OTHER, END -> null;
        };
    }

    private Expr taken(Expr term) {
        tokens.next();
        return term;
    }

    private Expr function(Token token) {
        if (!functions.test(token.text())) {
            throw tokens.error(token.position(), "function " + Quoting.quote(token.text()) + " not defined");
        }
        return new Expr.Function(token.position(), token.end(), token.text());
    }

    private Expr variable(Token token) {
        if (!variables.contains(token.text())) {
            throw tokens.error(token.position(), "undefined variable " + Quoting.quote(token.text()));
        }
        return new Expr.Variable(token.position(), token.end(), token.text(), List.of());
    }

    private Expr constant(Token token, @Nullable Object value, String problem) {
        if (value == null) {
            throw tokens.error(token.position(), problem + ": " + token.text());
        }
        return new Expr.Constant(token.position(), token.end(), value);
    }

    private Expr parenthesized(Token open) {
        tokens.next();
        tokens.enter(open.position());
        Pipeline inner = pipeline("parenthesized pipeline", Type.CLOSE);
        tokens.leave();
        return new Pipeline(open.position(), tokens.lastEnd(), inner.setting(), inner.variables(), inner.commands());
    }
}
