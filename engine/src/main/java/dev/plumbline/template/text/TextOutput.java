package dev.plumbline.template.text;

import org.jspecify.annotations.Nullable;

/** Values as {@code fmt.Print} writes them; nil is {@code <no value>}. */
public final class TextOutput implements Output {
    private final BoundedText out;

    public TextOutput(BoundedText out) {
        this.out = out;
    }

    @Override
    public void literal(String text) {
        out.append(text);
    }

    @Override
    public void value(@Nullable Object value) {
        out.append(value == null ? "<no value>" : ValuePrinter.text(value));
    }

    @Override
    public String result() {
        return out.toString();
    }

    @Override
    public Output fresh() {
        return new TextOutput(out.fresh());
    }
}
