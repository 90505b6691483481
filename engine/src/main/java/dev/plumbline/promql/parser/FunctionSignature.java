package dev.plumbline.promql.parser;

import dev.plumbline.promql.ast.ValueType;
import java.util.List;

/**
 * What a function takes and gives.
 *
 * @param argTypes types in order; the last one also holds for arguments beyond the list
 * @param variadic 0: exactly {@code argTypes.size()} arguments; n &gt; 0: the last one may be missing or there n times;
 *     −1: missing or there any number of times
 * @param experimental needs {@link ParserOptions#experimentalFunctions}
 */
public record FunctionSignature(String name, List<ValueType> argTypes, int variadic, ValueType returnType,
        boolean experimental) {
    public FunctionSignature {
        argTypes = List.copyOf(argTypes);
    }
}
