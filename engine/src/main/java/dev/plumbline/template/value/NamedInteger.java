package dev.plumbline.template.value;

/** An integer with a name for each value, as {@code time.Month}: prints as the name, compares as the number. */
public record NamedInteger(String typeName, long value, String text) implements TemplateObject {
    @Override
    public Long underlying() {
        return value;
    }

    @Override
    public Long json() {
        return value;
    }
}
