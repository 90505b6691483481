package dev.plumbline.daemon.backup;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a backup holds (docs/formats/backup.md).
 *
 * @param program version that wrote it, one word
 * @param files ascending by name
 */
record Manifest(Instant created, String program, List<Entry> files) {
    static final String FILE = "MANIFEST";
    private static final String MAGIC = "plumbline-backup 1";
    private static final int MAX_BYTES = 64 << 20;
    private static final int MAX_FILES = 1_000_000;
    private static final int MAX_NAME = 512;

    /** A file: name with slashes, relative to the backup. */
    record Entry(String name, long bytes, int crc) {}

    Manifest {
        files = List.copyOf(files);
    }

    long bytes() {
        return files.stream().mapToLong(Entry::bytes).sum();
    }

    /** Why a file cannot be named in a manifest, or empty. */
    static String problem(String name) {
        if (name.isEmpty() || name.length() > MAX_NAME) {
            return "a name of " + name.length() + " characters";
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\') || name.indexOf(0xFFFD) >= 0) {
            return "a name with control characters";
        }
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                return "a name that leaves the folder";
            }
        }
        return "";
    }

    byte[] toBytes() {
        var text = new StringBuilder(MAGIC).append("\ncreated ").append(created).append("\nprogram ").append(program).append('\n');
        for (Entry e : files) {
            text.append("file ").append(e.bytes).append(' ').append(hex(e.crc)).append(' ').append(e.name).append('\n');
        }
        byte[] lines = text.toString().getBytes(StandardCharsets.UTF_8);
        return (text + "end " + files.size() + " " + hex(crc(lines, lines.length)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static String hex(int crc) {
        return HexFormat.of().toHexDigits(crc);
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /**
     * The manifest of a folder.
     *
     * @throws PlumblineException of kind USER when it is damaged or of another version, naming file and line
     * @throws IOException when it cannot be read
     */
    static Manifest read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.size(file) > MAX_BYTES) {
            throw PlumblineException.user(file + " has more than " + MAX_BYTES + " bytes: it is no manifest of a backup");
        }
        return parse(file.toString(), Files.readAllBytes(file));
    }

    /** @param file for messages */
    static Manifest parse(String file, byte[] bytes) {
        return new Reader(file, bytes).read();
    }

    /** Reads one manifest. */
    private static final class Reader {
        private final String file;
        private final byte[] bytes;
        private String[] lines = {};
        private int at;

        Reader(String file, byte[] bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        Manifest read() {
            try {
                lines = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().split("\n", -1);
            } catch (CharacterCodingException e) {
                throw damaged("not valid UTF-8");
            }
            if (!lines[0].equals(MAGIC)) {
                throw lines[0].matches("plumbline-backup [0-9]{1,9}")
                        ? PlumblineException.user(file + ":1: format \"" + lines[0] + "\"; this program reads \"" + MAGIC + "\": use the newer program")
                        : damaged("does not begin with \"" + MAGIC + "\"");
            }
            at = 1;
            Instant created = created(word("created "));
            String program = word("program ");
            var files = new ArrayList<Entry>();
            while (line().startsWith("file ")) {
                Entry next = entry(line().substring(5));
                if (files.size() == MAX_FILES || !files.isEmpty() && files.getLast().name.compareTo(next.name) >= 0) {
                    throw damaged("names do not ascend, or are more than " + MAX_FILES);
                }
                files.add(next);
                at++;
            }
            end(files.size());
            return new Manifest(created, program, files);
        }

        private String line() {
            return at < lines.length ? lines[at] : "";
        }

        private String word(String key) {
            String line = line();
            if (!line.startsWith(key) || line.length() == key.length() || line.indexOf(' ', key.length()) >= 0) {
                throw damaged("not \"" + key + "…\"");
            }
            at++;
            return line.substring(key.length());
        }

        private Instant created(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                at--;
                throw damaged("not a time");
            }
        }

        private Entry entry(String text) {
            String[] parts = text.split(" ", 3);
            if (parts.length < 3 || !parts[0].matches("[0-9]{1,18}") || !parts[1].matches("[0-9a-f]{8}")) {
                throw damaged("not \"file BYTES CRC NAME\"");
            }
            String problem = problem(parts[2]);
            if (!problem.isEmpty()) {
                throw damaged(problem);
            }
            return new Entry(parts[2], Long.parseLong(parts[0]), HexFormat.fromHexDigits(parts[1]));
        }

        private void end(int count) {
            int tail = (line() + "\n").getBytes(StandardCharsets.UTF_8).length;
            if (at != lines.length - 2 || !lines[at + 1].isEmpty()
                    || !line().equals("end " + count + " " + hex(crc(bytes, bytes.length - tail)))) {
                throw damaged("the end with the count of files and the checksum does not fit");
            }
        }

        private PlumblineException damaged(String what) {
            return PlumblineException.user(file + ":" + (at + 1) + ": damaged: " + what);
        }
    }
}
