package dev.plumbline.template.value;

/** Text that its author vouches for: escaping leaves it alone in the place that its kind names. A string otherwise. */
public record SafeText(Place place, String content) implements TemplateObject {

    /** Where the text may stand as it is. */
    public enum Place {
        HTML("template.HTML"), URL("template.URL");

        private final String typeName;

        Place(String typeName) {
            this.typeName = typeName;
        }
    }

    @Override
    public String typeName() {
        return place.typeName;
    }

    @Override
    public String underlying() {
        return content;
    }
}
