package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents and operations as bytes, in the log and in the index: docs/formats/documents.md. */
final class DocumentBytes {
    private static final int FORMAT = 1;
    private static final int KEYWORD = 1;
    private static final int TEXT = 2;
    private static final int WHOLE = 3;
    private static final int DECIMAL = 4;
    private static final int PUT = 1;
    private static final int DELETE = 2;
    private static final int EXPIRE = 3;

    private DocumentBytes() {}

    static byte[] of(Document document) {
        var bytes = new ByteArrayOutputStream(128 + document.body().length());
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            writeText(out, document.kind());
            writeText(out, document.id());
            out.writeLong(document.timeMillis());
            out.writeLong(document.version());
            out.writeInt(document.fields().size());
            for (Map.Entry<String, FieldValue> field : document.fields().entrySet()) {
                writeText(out, field.getKey());
                write(out, field.getValue());
            }
            writeText(out, document.body());
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, FieldValue value) throws IOException {
        switch (value) {
            case FieldValue.Keyword(List<String> values) -> {
                out.writeByte(KEYWORD);
                out.writeInt(values.size());
                for (String one : values) {
                    writeText(out, one);
                }
            }
            case FieldValue.Text(String text) -> {
                out.writeByte(TEXT);
                writeText(out, text);
            }
            case FieldValue.Whole(long whole) -> {
                out.writeByte(WHOLE);
                out.writeLong(whole);
            }
            case FieldValue.Decimal(double decimal) -> {
                out.writeByte(DECIMAL);
                out.writeDouble(decimal);
            }
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** @throws IOException when the bytes are no document */
    static Document document(byte[] bytes, int offset, int length) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length));
        if (in.readByte() != FORMAT) {
            throw new IOException("a document of an unknown format");
        }
        String kind = readText(in);
        String id = readText(in);
        long time = in.readLong();
        long version = in.readLong();
        int count = in.readInt();
        Map<String, FieldValue> fields = new HashMap<>();
        for (int i = 0; i < count; i++) {
            fields.put(readText(in), read(in));
        }
        return new Document(kind, id, time, fields, readText(in), version);
    }

    private static FieldValue read(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case KEYWORD -> {
                int count = in.readInt();
                List<String> values = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    values.add(readText(in));
                }
                yield new FieldValue.Keyword(values);
            }
            case TEXT -> new FieldValue.Text(readText(in));
            case WHOLE -> new FieldValue.Whole(in.readLong());
            case DECIMAL -> new FieldValue.Decimal(in.readDouble());
            default -> throw new IOException("a field of an unknown type");
        };
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a text that is longer than what holds it");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    /** An operation as the log keeps it. */
    static byte[] of(Operation operation) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            switch (operation) {
                case Operation.Put(_, byte[] document) -> {
                    out.writeByte(PUT);
                    out.write(document);
                }
                case Operation.Delete(String kind, String id) -> {
                    out.writeByte(DELETE);
                    writeText(out, kind);
                    writeText(out, id);
                }
                case Operation.Expire(String kind, long before) -> {
                    out.writeByte(EXPIRE);
                    writeText(out, kind);
                    out.writeLong(before);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException when the bytes are no operation */
    static Operation operation(byte[] bytes) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(bytes));
        return switch (in.readByte()) {
            case PUT -> {
                byte[] document = in.readAllBytes();
                yield new Operation.Put(document(document, 0, document.length), document);
            }
            case DELETE -> new Operation.Delete(readText(in), readText(in));
            case EXPIRE -> new Operation.Expire(readText(in), in.readLong());
            default -> throw new IOException("an operation of an unknown type");
        };
    }
}
