package dev.plumbline.template;

import dev.plumbline.template.value.Arguments;
import org.jspecify.annotations.Nullable;

/** A function of the language. Thread-safe; throws TemplateException for what it cannot do. */
@FunctionalInterface
public interface TemplateFunction {

    /**
     * Computes its result.
     *
     * @param arguments as many as the function was registered for; a piped value is the last
     */
    @Nullable Object call(Arguments arguments, Scope scope);
}
