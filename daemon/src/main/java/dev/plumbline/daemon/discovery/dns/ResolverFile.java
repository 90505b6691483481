package dev.plumbline.daemon.discovery.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What /etc/resolv.conf says. At most 3 servers and 16 search domains count; {@code timeoutMillis} is for one attempt
 * with one server, of which there are {@code attempts}.
 */
record ResolverFile(List<String> servers, List<String> search, int ndots, int timeoutMillis, int attempts) {
    private static final int MAX_SERVERS = 3;
    private static final int MAX_SEARCH = 16;

    ResolverFile {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    /** Reads the file; without one there is a server on this machine. */
    static ResolverFile read(Path file) throws IOException {
        return Files.exists(file) ? parse(Files.readString(file)) : parse("");
    }

    static ResolverFile parse(String text) {
        var servers = new ArrayList<String>();
        List<String> search = List.of();
        int ndots = 1;
        int timeout = 5;
        int attempts = 2;
        for (String line : text.lines().toList()) {
            List<String> words = List.of(line.strip().split("\\s+"));
            List<String> rest = words.subList(1, words.size());
            switch (words.getFirst()) {
                case "nameserver" -> servers.addAll(rest);
                case "domain", "search" -> search = rest;
                case "options" -> {
                    ndots = option(rest, "ndots:", ndots, 15);
                    timeout = Math.max(1, option(rest, "timeout:", timeout, 30));
                    attempts = Math.max(1, option(rest, "attempts:", attempts, 5));
                }
                default -> { } // comments and what only other resolvers heed
            }
        }
        return new ResolverFile(servers.isEmpty() ? List.of("127.0.0.1") : servers.subList(0, Math.min(MAX_SERVERS, servers.size())),
                search.subList(0, Math.min(MAX_SEARCH, search.size())), ndots, timeout * 1_000, attempts);
    }

    private static int option(List<String> words, String name, int absent, int max) {
        for (String word : words) {
            String digits = word.startsWith(name) ? word.substring(name.length()) : "";
            if (!digits.isEmpty() && digits.length() < 5 && digits.chars().allMatch(Character::isDigit)) {
                return Math.min(max, Integer.parseInt(digits));
            }
        }
        return absent;
    }

    /** The full names to try for a name, in order: as it is first when it has enough dots, else the search list first. */
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name);
        }
        var found = new ArrayList<String>();
        boolean asItIs = name.chars().filter(c -> c == '.').count() >= ndots;
        if (asItIs) {
            found.add(name + ".");
        }
        search.forEach(domain -> found.add(name + "." + (domain.endsWith(".") ? domain : domain + ".")));
        if (!asItIs) {
            found.add(name + ".");
        }
        return found;
    }
}
