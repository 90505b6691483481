package dev.plumbline.template;

import dev.plumbline.model.Quoting;
import dev.plumbline.template.parse.Expr;
import dev.plumbline.template.parse.Tree;
import dev.plumbline.template.text.ValuePrinter;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import dev.plumbline.template.value.TemplateMethod;
import dev.plumbline.template.value.TemplateObject;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Computes pipelines of one template. Used by the thread that runs it. */
final class Evaluator {
    /** No value was piped into a command; nil can be. */
    private static final Object NOTHING = new Object();

    private final Run run;
    private final Tree tree;
    private final Variables variables;

    Evaluator(Run run, Tree tree, Variables variables) {
        this.run = run;
        this.tree = tree;
        this.variables = variables;
    }

    Tree tree() {
        return tree;
    }

    /** A failure with its place, the template's name and, when given, the expression as it was written. */
    TemplateException located(int position, @Nullable Expr at, String message) {
        String where = at == null ? "" : " at <" + tree.source().shown(at.position(), at.end()) + ">";
        return TemplateException.at(tree.source().place(position), "executing " + Quoting.quote(tree.name()) + where + ": " + message);
    }

    private TemplateException fail(Expr at, String message) {
        return located(at.position(), at, message);
    }

    /** The value of a pipeline; its variables are set. */
    @Nullable Object pipeline(Expr.Pipeline pipeline, @Nullable Object dot) {
        Object value = value(pipeline, dot);
        for (String name : pipeline.variables()) {
            if (pipeline.setting() == Expr.Setting.ASSIGN) {
                variables.set(name, value);
            } else {
                variables.declare(name, value);
            }
        }
        return value;
    }

    /** The value of a pipeline, whatever becomes of it. */
    @Nullable Object value(Expr.Pipeline pipeline, @Nullable Object dot) {
        Object value = NOTHING;
        for (Expr.Command command : pipeline.commands()) {
            value = command(command, dot, value);
        }
        return value;
    }

    private @Nullable Object command(Expr.Command command, @Nullable Object dot, @Nullable Object piped) {
        Expr first = command.words().getFirst();
        List<Expr> arguments = command.words().subList(1, command.words().size());
        return switch (first) {
            case Expr.Function function -> function(function, arguments, dot, piped);
            case Expr.Field field -> chain(field, dot, field.names(), new Given(arguments, dot, piped));
            case Expr.Variable variable when variable.names().isEmpty() -> notAFunction(variable, arguments, piped, variables.get(variable.name()));
            case Expr.Variable variable -> chain(variable, variables.get(variable.name()), variable.names(), new Given(arguments, dot, piped));
            case Expr.Chain chain -> chain(chain, operand(chain.of(), dot), chain.names(), new Given(arguments, dot, piped));
            case Expr.Pipeline inner -> notAFunction(inner, arguments, piped, nested(inner, dot));
            case Expr.Dot here -> notAFunction(here, arguments, piped, dot);
            case Expr.Constant constant -> notAFunction(constant, arguments, piped, commandConstant(constant));
            case Expr.Command _ -> throw new IllegalStateException("a command is no operand");
        };
    }

    private @Nullable Object notAFunction(Expr word, List<Expr> arguments, @Nullable Object piped, @Nullable Object value) {
        if (!arguments.isEmpty() || piped != NOTHING) {
            throw fail(word, "can't give argument to non-function " + tree.source().shown(word.position(), word.end()));
        }
        return value;
    }

    private Object commandConstant(Expr.Constant constant) {
        if (constant.value() == null) {
            throw fail(constant, "nil is not a command");
        }
        return constant.value();
    }

    private @Nullable Object nested(Expr.Pipeline inner, @Nullable Object dot) {
        run.enter();
        Object value = pipeline(inner, dot);
        run.leave();
        return value;
    }

    /** The value of a word that is an argument. */
    private @Nullable Object operand(Expr word, @Nullable Object dot) {
        return switch (word) {
            case Expr.Dot _ -> dot;
            case Expr.Constant constant -> constant.value();
            case Expr.Function function -> function(function, List.of(), dot, NOTHING);
            case Expr.Field field -> chain(field, dot, field.names(), Given.NONE);
            case Expr.Variable variable -> chain(variable, variables.get(variable.name()), variable.names(), Given.NONE);
            case Expr.Chain chain -> chain(chain, operand(chain.of(), dot), chain.names(), Given.NONE);
            case Expr.Pipeline inner -> nested(inner, dot);
            case Expr.Command _ -> throw new IllegalStateException("a command is no operand");
        };
    }

    /** What a field at the end of a chain is called with. */
    private record Given(List<Expr> arguments, @Nullable Object dot, @Nullable Object piped) {
        static final Given NONE = new Given(List.of(), null, NOTHING);

        boolean isNothing() {
            return arguments.isEmpty() && piped == NOTHING;
        }
    }

    private @Nullable Object chain(Expr at, @Nullable Object start, List<String> names, Given given) {
        Object value = start;
        for (int i = 0; i < names.size(); i++) {
            if (i > 0 && value == null && start != null) {
                throw fail(at, "nil pointer evaluating interface {}." + names.get(i));
            }
            value = field(at, value, names.get(i), i == names.size() - 1 ? given : Given.NONE);
        }
        return value;
    }

    private @Nullable Object field(Expr at, @Nullable Object receiver, String name, Given given) {
        run.spend(1);
        if (receiver instanceof TemplateObject object) {
            TemplateMethod method = object.method(name);
            if (method != null) {
                return called(at, name, () -> method.call(arguments(given)));
            }
        }
        return switch (Kind.plain(receiver)) {
            case null -> missing(at, name, "nil data; no entry for key ", null);
            case Labels labels -> entry(at, name, labels.has(name), labels.get(name), given, "");
            case Map<?, ?> map -> entry(at, name, map.containsKey(name), map.get(name), given, null);
            case Fields fields when fields.values().containsKey(name) -> withoutArguments(at, name, fields.values().get(name), given);
            default -> throw fail(at, "can't evaluate field " + name + " in type " + Kind.typeName(receiver));
        };
    }

    private @Nullable Object entry(Expr at, String key, boolean has, @Nullable Object value, Given given, @Nullable Object zero) {
        if (!given.isNothing()) {
            throw fail(at, key + " is not a method but has arguments");
        }
        return has ? value : missing(at, key, "map has no entry for key ", zero);
    }

    private @Nullable Object missing(Expr at, String key, String problem, @Nullable Object zero) {
        if (run.failsOnMissingKey()) {
            throw fail(at, problem + Quoting.quote(key));
        }
        return zero;
    }

    private @Nullable Object withoutArguments(Expr at, String name, @Nullable Object value, Given given) {
        if (!given.isNothing()) {
            throw fail(at, name + " has arguments but cannot be invoked as function");
        }
        return value;
    }

    private Arguments arguments(Given given) {
        var values = new ArrayList<@Nullable Object>(given.arguments.size() + 1);
        for (Expr argument : given.arguments) {
            values.add(operand(argument, given.dot));
        }
        if (given.piped != NOTHING) {
            values.add(given.piped);
        }
        values.forEach(run::spendOn);
        return new Arguments(values);
    }

    private @Nullable Object function(Expr.Function function, List<Expr> words, @Nullable Object dot, @Nullable Object piped) {
        String name = function.name();
        run.spend(1);
        var given = new Given(words, dot, piped);
        int count = words.size() + (piped == NOTHING ? 0 : 1);
        Functions.Entry entry = run.function(name);
        if (entry == null) {
            throw fail(function, Quoting.quote(name) + " is not a defined function");
        }
        if (count < entry.min() || count > entry.max()) {
            String want = entry.min() == entry.max() ? "want " + entry.min() : "want at least " + entry.min();
            throw fail(function, "wrong number of args for " + name + ": " + want + " got " + count);
        }
        if (name.equals("and") || name.equals("or")) {
            return shortCircuit(given, name.equals("or"));
        }
        return called(function, name, () -> entry.function().call(arguments(given), run));
    }

    /** The first argument that decides, else the last; those behind it are not computed. */
    private @Nullable Object shortCircuit(Given given, boolean decides) {
        Object value = null;
        for (Expr argument : given.arguments) {
            value = operand(argument, given.dot);
            if (Kind.truth(value) == decides) {
                return value;
            }
        }
        return given.piped == NOTHING ? value : given.piped;
    }

    /** Something that may fail without knowing where. */
    private interface Call {
        @Nullable Object run();
    }

    private @Nullable Object called(Expr at, String name, Call call) {
        run.enter();
        try {
            Object value = call.run();
            run.spendOn(value);
            return value;
        } catch (TemplateException e) {
            throw e.located() ? e : fail(at, "error calling " + name + ": " + e.getMessage());
        } finally {
            run.leave();
        }
    }
}
