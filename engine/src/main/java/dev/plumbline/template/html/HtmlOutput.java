package dev.plumbline.template.html;

import dev.plumbline.template.text.BoundedText;
import dev.plumbline.template.text.Output;
import dev.plumbline.template.text.ValuePrinter;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.SafeText;
import dev.plumbline.template.value.SafeText.Place;
import org.jspecify.annotations.Nullable;

/**
 * An HTML document under construction. Literals move {@link HtmlPlace} forward; a value is escaped for the place reached.
 * Go works the places out before it runs a template and refuses one whose branches end in different places; here each run has
 * one path, so that such a template runs, and is escaped right. Not thread-safe.
 */
public final class HtmlOutput implements Output {
    private final BoundedText out;
    private final HtmlPlace place;

    public HtmlOutput(BoundedText out) {
        this.out = out;
        this.place = new HtmlPlace();
    }

    @Override
    public void literal(String text) {
        for (int i = 0; i < text.length(); i++) {
            place.next(text.charAt(i), out);
        }
    }

    @Override
    public void value(@Nullable Object value) {
        String text = value == null ? "" : ValuePrinter.text(value);
        place.beforeValue(out);
        switch (place.state()) {
            case TEXT -> out.append(safe(value, Place.HTML) ? text : HtmlEscapes.text(text));
            case RCDATA -> out.append(HtmlEscapes.text(text));
            case COMMENT -> { }
            case SCRIPT -> out.append(place.inScriptString() ? HtmlEscapes.scriptString(text) : HtmlEscapes.scriptValue(value));
            case STYLE -> out.append(HtmlEscapes.style(text));
            case TAG, TAG_NAME, ATTRIBUTE_NAME, AFTER_NAME -> out.append(HtmlEscapes.name(text));
            case VALUE -> attribute(value, text);
            case BEFORE_VALUE -> throw new IllegalStateException("a value starts before it is written");
        }
        place.afterValue(text);
    }

    private void attribute(@Nullable Object value, String text) {
        String escaped = switch (place.attribute()) {
            case PLAIN -> text;
            case URL -> url(text, safe(value, Place.URL));
            case SCRIPT -> place.inScriptString() ? HtmlEscapes.scriptString(text) : HtmlEscapes.scriptValue(value);
            case STYLE -> HtmlEscapes.style(text);
        };
        out.append(place.quoted() ? HtmlEscapes.text(escaped) : HtmlEscapes.unquoted(escaped));
    }

    private String url(String text, boolean safe) {
        return switch (place.urlPart()) {
            case START -> safe ? UrlEscapes.normalize(text) : UrlEscapes.normalize(UrlEscapes.withSafeScheme(text));
            case PATH -> UrlEscapes.normalize(text);
            case QUERY -> safe ? UrlEscapes.normalize(text) : UrlEscapes.escape(text);
        };
    }

    private static boolean safe(@Nullable Object value, Place place) {
        return value instanceof SafeText safe && safe.place() == place && Kind.of(value) == Kind.STRING;
    }

    @Override
    public String result() {
        place.end(out);
        return out.toString();
    }

    @Override
    public Output fresh() {
        return new HtmlOutput(out.fresh());
    }
}
