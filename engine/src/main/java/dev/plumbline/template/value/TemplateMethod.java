package dev.plumbline.template.value;

import org.jspecify.annotations.Nullable;

/** A function over values; throws {@link TemplateException} for arguments that it cannot take. */
@FunctionalInterface
public interface TemplateMethod {

    @Nullable Object call(Arguments arguments);
}
