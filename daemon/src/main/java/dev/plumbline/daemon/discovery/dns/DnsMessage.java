package dev.plumbline.daemon.discovery.dns;

import dev.plumbline.daemon.config.DiscoveryConfig.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Questions and answers as bytes (RFC 1035, section 4). */
final class DnsMessage {
    static final int NO_ERROR = 0;
    static final int NO_SUCH_NAME = 3;
    /** What we say we can take by UDP (RFC 6891). */
    static final int UDP_BYTES = 4_096;
    private static final int IN = 1;
    private static final int OPT = 41;
    private static final int MAX_NAME = 255;
    private static final int MAX_POINTERS = 64;

    private DnsMessage() {}

    /** A parsed answer: the records of the type asked for, aliases left out. */
    record Response(int code, boolean truncated, List<DnsLookup.Answer> answers) {}

    /**
     * A question with recursion desired.
     *
     * @throws IOException when the name cannot be one: a part is empty or longer than 63 bytes, or all is longer than 253
     */
    static byte[] question(int id, String name, RecordType type, boolean edns) throws IOException {
        var out = new ByteArrayOutputStream();
        shorts(out, id, 0x0100, 1, 0, 0, edns ? 1 : 0);
        for (String part : name.substring(0, name.length() - 1).split("\\.", -1)) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            if (bytes.length == 0 || bytes.length > 63 || name.length() > MAX_NAME - 1) {
                throw new IOException("\"" + name + "\" is not a name that the domain name system can hold");
            }
            out.write(bytes.length);
            out.write(bytes);
        }
        out.write(0);
        shorts(out, code(type), IN);
        if (edns) {
            out.write(0);
            shorts(out, OPT, UDP_BYTES, 0, 0, 0);
        }
        return out.toByteArray();
    }

    private static void shorts(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value >> 8);
            out.write(value);
        }
    }

    private static int code(RecordType type) {
        return switch (type) {
            case A -> 1;
            case NS -> 2;
            case MX -> 15;
            case AAAA -> 28;
            case SRV -> 33;
        };
    }

    /**
     * Reads an answer.
     *
     * @throws IOException when it is not a well-formed answer to the question of this id, name and type
     */
    static Response response(byte[] bytes, int id, String name, RecordType type) throws IOException {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int gotId = in.getShort() & 0xffff;
            int flags = in.getShort() & 0xffff;
            int questions = in.getShort() & 0xffff;
            int records = in.getShort() & 0xffff;
            in.getInt();
            if (gotId != id || (flags & 0x8000) == 0 || questions != 1 || !name(in).equals(name.toLowerCase(Locale.ROOT))
                    || (in.getShort() & 0xffff) != code(type)) {
                throw new IOException("the answer is to another question");
            }
            in.getShort();
            boolean truncated = (flags & 0x0200) != 0;
            return new Response(flags & 0xf, truncated, truncated ? List.of() : answers(in, records, type));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("the answer is cut off or malformed", e);
        }
    }

    private static List<DnsLookup.Answer> answers(ByteBuffer in, int records, RecordType type) throws IOException {
        var found = new ArrayList<DnsLookup.Answer>();
        for (int i = 0; i < records; i++) {
            name(in);
            int recordType = in.getShort() & 0xffff;
            in.position(in.position() + 6); // class and time to live
            int length = in.getShort() & 0xffff;
            int end = in.position() + length;
            if (recordType == code(type)) {
                found.add(answer(in, length, type));
            }
            in.position(end);
        }
        return found;
    }

    private static DnsLookup.Answer answer(ByteBuffer in, int length, RecordType type) throws IOException {
        return switch (type) {
            case A, AAAA -> {
                byte[] address = new byte[length];
                in.get(address);
                yield new DnsLookup.Answer(shortest(InetAddress.getByAddress(address).getHostAddress()), 0);
            }
            case NS -> new DnsLookup.Answer(name(in), 0);
            case MX -> {
                in.getShort(); // preference
                yield new DnsLookup.Answer(name(in), 0);
            }
            case SRV -> {
                in.getInt(); // priority and weight
                int port = in.getShort() & 0xffff;
                yield new DnsLookup.Answer(name(in), port);
            }
        };
    }

    /** An IPv6 address in its canonical text (RFC 5952): the longest run of at least two zero groups becomes "::". */
    private static String shortest(String address) {
        if (!address.contains(":")) {
            return address;
        }
        List<String> groups = List.of(address.split(":", -1));
        int best = 0;
        int bestAt = -1;
        for (int at = 0; at < groups.size(); at++) {
            int run = 0;
            while (at + run < groups.size() && groups.get(at + run).equals("0")) {
                run++;
            }
            if (run > best && run > 1) {
                best = run;
                bestAt = at;
            }
        }
        return bestAt < 0 ? address
                : String.join(":", groups.subList(0, bestAt)) + "::" + String.join(":", groups.subList(bestAt + best, groups.size()));
    }

    /** A name in lower case with its final dot; pointers to earlier places are followed, a bounded number of times. */
    private static String name(ByteBuffer in) throws IOException {
        var out = new StringBuilder();
        ByteBuffer at = in;
        int pointers = 0;
        while (true) {
            int length = at.get() & 0xff;
            if (length == 0) {
                return out.isEmpty() ? "." : out.toString();
            }
            if ((length & 0xc0) == 0xc0) {
                int to = (length & 0x3f) << 8 | at.get() & 0xff;
                if (++pointers > MAX_POINTERS) {
                    throw new IOException("a name in the answer does not end");
                }
                at = in.duplicate().position(to);
            } else {
                byte[] part = new byte[length];
                at.get(part);
                out.append(new String(part, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT)).append('.');
            }
            if (out.length() > MAX_NAME) {
                throw new IOException("a name in the answer is longer than " + MAX_NAME + " bytes");
            }
        }
    }
}
