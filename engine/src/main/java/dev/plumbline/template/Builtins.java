package dev.plumbline.template;

import dev.plumbline.template.text.EscapedText;
import dev.plumbline.template.text.Printf;
import dev.plumbline.template.text.UrlText;
import dev.plumbline.template.text.ValuePrinter;
import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;

/** The functions of the language itself. */
final class Builtins {
    static final Functions FUNCTIONS = Functions.none()
            .variadic("and", 1, a -> a.get(0)) // these two are the evaluator's, which computes only what it must
            .variadic("or", 1, a -> a.get(0))
            .add("not", 1, a -> !Kind.truth(a.get(0)))
            .variadic("eq", 1, Comparisons::equal)
            .add("ne", 2, a -> !Comparisons.equal(a))
            .add("lt", 2, a -> Comparisons.less(a.get(0), a.get(1)))
            .add("le", 2, a -> Comparisons.lessOrEqual(a.get(0), a.get(1)))
            .add("gt", 2, a -> !Comparisons.lessOrEqual(a.get(0), a.get(1)))
            .add("ge", 2, a -> !Comparisons.less(a.get(0), a.get(1)))
            .add("len", 1, a -> Indexing.length(a.get(0)))
            .variadic("index", 1, Indexing::index)
            .variadic("slice", 1, Indexing::slice)
            .variadic("print", 0, a -> ValuePrinter.print(a.values()))
            .variadic("println", 0, a -> ValuePrinter.println(a.values()))
            .variadic("printf", 1, a -> Printf.format(a.string(0), a.from(1)))
            .variadic("html", 0, a -> EscapedText.html(joined(a)))
            .variadic("js", 0, a -> EscapedText.js(joined(a)))
            .variadic("urlquery", 0, a -> UrlText.queryEscape(joined(a)))
            .variadic("call", 1, Builtins::call)
            .build();

    private Builtins() {}

    private static String joined(Arguments arguments) {
        return arguments.size() == 1 && Kind.plain(arguments.get(0)) instanceof String s ? s : ValuePrinter.print(arguments.values());
    }

    /** Nothing that a template here can hold is a function. */
    private static Object call(Arguments arguments) {
        throw new TemplateException(arguments.get(0) == null ? "call of nil"
                : "non-function of type " + Kind.typeName(arguments.get(0)));
    }
}
