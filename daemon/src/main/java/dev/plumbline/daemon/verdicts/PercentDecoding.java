package dev.plumbline.daemon.verdicts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-decoding that refuses what it does not understand instead of replacing it. */
final class PercentDecoding {
    private PercentDecoding() {}

    /** Text that is not encoded as it must be; the message says what is wrong. */
    static final class BrokenException extends Exception {
        private static final long serialVersionUID = 1;

        BrokenException(String message) {
            super(message);
        }
    }

    /**
     * Decodes.
     *
     * @param plusIsSpace true in a query string, false in a path
     * @param what named in the message
     */
    static String decode(String raw, boolean plusIsSpace, String what) throws BrokenException {
        var bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(octet(raw, i, what));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                String character = raw.substring(i, i + (Character.isHighSurrogate(c) && i + 1 < raw.length() ? 2 : 1));
                bytes.writeBytes(character.getBytes(StandardCharsets.UTF_8));
                i += character.length() - 1;
            }
        }
        return text(bytes.toByteArray(), what);
    }

    private static int octet(String raw, int at, String what) throws BrokenException {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(raw.charAt(at + 2), 16);
        if (low < 0) {
            throw new BrokenException(what + " has a % that two hexadecimal digits do not follow");
        }
        return high << 4 | low;
    }

    private static String text(byte[] bytes, String what) throws BrokenException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BrokenException(what + " is not valid UTF-8");
        }
    }
}
