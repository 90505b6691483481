package dev.plumbline.documents;

import java.util.List;
import java.util.Optional;

/** Some hits of a search, in order, and where to go on; {@code next} is empty when there is nothing behind. */
public record Page(List<Document> documents, Optional<Search.Cursor> next) {
    public Page {
        documents = List.copyOf(documents);
    }
}
