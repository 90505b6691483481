package dev.plumbline.template.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an action computes. Positions are offsets into the source. */
public sealed interface Expr {

    int position();

    /** Offset behind the last character. */
    int end();

    /** Stages, each but the first given the result of the one before as its last argument; then the variables that are set. */
    record Pipeline(int position, int end, Setting setting, List<String> variables, List<Command> commands) implements Expr {
        public Pipeline {
            variables = List.copyOf(variables);
            commands = List.copyOf(commands);
        }
    }

    /** What a pipeline does with its variables. */
    enum Setting { NONE, DECLARE, ASSIGN }

    /** An operand alone, or a function or method with its arguments. */
    record Command(int position, int end, List<Expr> words) implements Expr {
        public Command {
            words = List.copyOf(words);
        }
    }

    /** A function by name. */
    record Function(int position, int end, String name) implements Expr {}

    record Dot(int position, int end) implements Expr {}

    /** {@code .A.B}: names from the dot on. */
    record Field(int position, int end, List<String> names) implements Expr {
        public Field {
            names = List.copyOf(names);
        }
    }

    /** {@code $x.A}: a variable, its name with the {@code $}, and names from there on. */
    record Variable(int position, int end, String name, List<String> names) implements Expr {
        public Variable {
            names = List.copyOf(names);
        }
    }

    /** {@code (…).A}: names from the result of something else on. */
    record Chain(int position, int end, Expr of, List<String> names) implements Expr {
        public Chain {
            names = List.copyOf(names);
        }
    }

    /** A number (Long or Double), string, boolean, or nil (null). */
    record Constant(int position, int end, @Nullable Object value) implements Expr {}
}
