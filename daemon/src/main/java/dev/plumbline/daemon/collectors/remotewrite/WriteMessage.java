package dev.plumbline.daemon.collectors.remotewrite;

import java.util.Arrays;

/** The protobuf messages of remote write, chosen by the request's Content-Type. */
enum WriteMessage {
    /** Remote write 1.0: all or nothing. */
    V1("prometheus.WriteRequest"),
    /** Remote write 2.0: a table of symbols, and what is good is kept. */
    V2("io.prometheus.write.v2.Request");

    private static final String MEDIA_TYPE = "application/x-protobuf";
    private final String proto;

    WriteMessage(String proto) {
        this.proto = proto;
    }

    /**
     * The message that a Content-Type announces; without a header or without {@code proto=}: 1.0.
     *
     * @param contentType the header, or the empty string
     * @throws UnsupportedMedia when it announces anything else
     */
    static WriteMessage of(String contentType) {
        if (contentType.isBlank()) {
            return V1;
        }
        String[] parts = contentType.strip().split(";", -1);
        if (!parts[0].strip().equals(MEDIA_TYPE)) {
            throw new UnsupportedMedia("expected " + MEDIA_TYPE + " as the first (media) part, got " + contentType + " content-type");
        }
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", -1);
            if (pair.length != 2) {
                throw new UnsupportedMedia("expected parameters to be key-values, got " + parts[i] + " in " + contentType + " content-type");
            }
            if (pair[0].equals("proto")) {
                return Arrays.stream(values()).filter(m -> m.proto.equals(pair[1])).findFirst().orElseThrow(() -> new UnsupportedMedia(
                        "got " + contentType + " content type; unknown protobuf message " + pair[1] + ", supported: "
                                + V1.proto + ", " + V2.proto));
            }
        }
        return V1;
    }

    /** Checks the Content-Encoding; none counts as snappy. */
    static void checkEncoding(String encoding) {
        if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("snappy")) {
            throw new UnsupportedMedia(encoding + " encoding (compression) is not accepted by this server; only snappy is acceptable");
        }
    }

    /** The request announces what this receiver does not read: 415. */
    static final class UnsupportedMedia extends dev.plumbline.model.PlumblineException {
        private static final long serialVersionUID = 1;

        UnsupportedMedia(String message) {
            super(Kind.USER, message, null);
        }
    }
}
