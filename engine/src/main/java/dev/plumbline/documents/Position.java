package dev.plumbline.documents;

import dev.plumbline.model.PlumblineException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a hit stands in an order: the values it is sorted by, empty where it lacks the field, and its id. As text it is a
 * {@link Search.Cursor}: base64url of a format number, a check number over kind and order, the values with their types, and the id.
 */
public record Position(List<Optional<FieldValue>> keys, String id) {
    private static final int FORMAT = 1;
    /** Eight keywords of the greatest length and an id. */
    private static final int MAX_TEXT = 400_000;
    private static final int MISSING = 0;
    private static final int KEYWORD = 1;
    private static final int WHOLE = 2;
    private static final int DECIMAL = 3;

    public Position {
        keys = List.copyOf(keys);
    }

    /** Where a document stands. */
    public static Position of(Document document, List<Search.Sort> order) {
        return new Position(order.stream().map(sort -> key(document, sort.field())).toList(), document.id());
    }

    private static Optional<FieldValue> key(Document document, String field) {
        if (field.equals(FieldTypes.TIME)) {
            return Optional.of(new FieldValue.Whole(document.timeMillis()));
        }
        return Optional.ofNullable(document.fields().get(field)).flatMap(Position::key);
    }

    private static Optional<FieldValue> key(FieldValue value) {
        return switch (value) {
            case FieldValue.Keyword(List<String> values) ->
                values.stream().min(CodePointOrder.ASCENDING).map(FieldValue.Keyword::new);
            case FieldValue.Text _ -> Optional.empty();
            case FieldValue.Whole whole -> Optional.of(whole);
            case FieldValue.Decimal decimal -> Optional.of(decimal);
        };
    }

    /** As text. */
    public Search.Cursor cursor(String kind, List<Search.Sort> order) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeInt(Objects.hash(kind, order));
            for (Optional<FieldValue> key : keys) {
                write(out, key);
            }
            writeText(out, id);
        } catch (IOException e) {
            throw PlumblineException.internal("memory cannot be written", e);
        }
        return new Search.Cursor(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray()));
    }

    private static void write(DataOutputStream out, Optional<FieldValue> key) throws IOException {
        if (key.isEmpty()) {
            out.writeByte(MISSING);
            return;
        }
        switch (key.get()) {
            case FieldValue.Keyword(List<String> values) -> {
                out.writeByte(KEYWORD);
                writeText(out, values.getFirst());
            }
            case FieldValue.Whole(long value) -> {
                out.writeByte(WHOLE);
                out.writeLong(value);
            }
            case FieldValue.Decimal(double value) -> {
                out.writeByte(DECIMAL);
                out.writeDouble(value);
            }
            case FieldValue.Text _ -> throw PlumblineException.internal("a text has no place in an order", null);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** What a cursor says; USER error when it does not belong to this kind, order and types. */
    public static Position of(Search.Cursor cursor, Search search, FieldTypes types) {
        try {
            if (cursor.text().length() > MAX_TEXT) {
                throw new IOException("too long");
            }
            byte[] bytes = Base64.getUrlDecoder().decode(cursor.text());
            var in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.readByte() != FORMAT || in.readInt() != Objects.hash(search.kind(), search.order())) {
                throw new IOException("of another search");
            }
            List<Optional<FieldValue>> keys = new ArrayList<>();
            for (Search.Sort sort : search.order()) {
                keys.add(read(in, sort.field(), types));
            }
            String id = readText(in);
            if (in.available() > 0) {
                throw new IOException("too long");
            }
            return new Position(keys, id);
        } catch (IOException | IllegalArgumentException e) {
            throw PlumblineException.user("the cursor was not given by a page of this kind and order; begin without one", e);
        }
    }

    private static Optional<FieldValue> read(DataInputStream in, String field, FieldTypes types) throws IOException {
        FieldValue key = switch (in.readByte()) {
            case MISSING -> null;
            case KEYWORD -> new FieldValue.Keyword(readText(in));
            case WHOLE -> new FieldValue.Whole(in.readLong());
            case DECIMAL -> new FieldValue.Decimal(in.readDouble());
            default -> throw new IOException("of no type");
        };
        FieldType type = field.equals(FieldTypes.TIME) ? FieldType.WHOLE : types.get(field).orElse(null);
        if (key != null && FieldType.of(key) != type) {
            throw new IOException("of another type");
        }
        return Optional.ofNullable(key);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("too short");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }
}
