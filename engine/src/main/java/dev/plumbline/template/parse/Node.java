package dev.plumbline.template.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A part of a template's body, carried out in order. */
public sealed interface Node {

    int position();

    /** Text that stands for itself. */
    record Text(int position, String text) implements Node {}

    /** Prints the result, unless it is kept in a variable. */
    record Action(int position, Expr.Pipeline pipeline) implements Node {}

    record If(int position, Expr.Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

    record With(int position, Expr.Pipeline value, List<Node> then, List<Node> otherwise) implements Node {}

    record Range(int position, Expr.Pipeline values, List<Node> body, List<Node> otherwise) implements Node {}

    record Break(int position) implements Node {}

    record Continue(int position) implements Node {}

    /** Runs a template by name, its dot being the value, or nil. */
    record Call(int position, String name, Expr.@Nullable Pipeline value) implements Node {}
}
