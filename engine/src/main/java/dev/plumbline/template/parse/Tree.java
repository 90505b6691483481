package dev.plumbline.template.parse;

import java.util.List;

/** A named template and the source it came from. */
public record Tree(String name, Source source, List<Node> body) {
    public Tree {
        body = List.copyOf(body);
    }

    /** Whether it holds nothing but white space: such a definition does not replace another. */
    public boolean isEmpty() {
        return body.stream().allMatch(node -> node instanceof Node.Text text && text.text().isBlank());
    }
}
