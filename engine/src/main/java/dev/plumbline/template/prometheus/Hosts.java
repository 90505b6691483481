package dev.plumbline.template.prometheus;

import org.jspecify.annotations.Nullable;

/** Host and port of an address, as {@code net.SplitHostPort} reads them. */
record Hosts(String host, String port) {

    /** Null for what is not {@code host:port} or {@code [host]:port}. */
    static @Nullable Hosts split(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return null;
        }
        String port = address.substring(colon + 1);
        if (!address.startsWith("[")) {
            String host = address.substring(0, colon);
            boolean bare = host.indexOf(':') < 0 && host.indexOf('[') < 0 && host.indexOf(']') < 0;
            return bare && port.indexOf('[') < 0 && port.indexOf(']') < 0 ? new Hosts(host, port) : null;
        }
        int close = address.indexOf(']');
        boolean bracketed = close >= 0 && close + 1 == colon && address.indexOf('[', 1) < 0 && address.indexOf(']', close + 1) < 0;
        return bracketed ? new Hosts(address.substring(1, close), port) : null;
    }

    /** The address without its port; itself when it has none. */
    static String withoutPort(String address) {
        Hosts parts = split(address);
        return parts == null ? address : parts.host;
    }

    /** The first part of the host's name, with the port if there is one; an IP address stays. */
    static String withoutDomain(String address) {
        Hosts parts = split(address);
        String host = parts == null ? address : parts.host;
        if (isIp(host)) {
            return address;
        }
        int dot = host.indexOf('.');
        String first = dot < 0 ? host : host.substring(0, dot);
        String port = parts == null ? "" : parts.port;
        return port.isEmpty() ? first : (first.indexOf(':') >= 0 ? "[" + first + "]" : first) + ":" + port;
    }

    /** Four decimal bytes, or hexadecimal groups with colons; the exact number of groups does not matter here. */
    private static boolean isIp(String host) {
        String[] bytes = host.split("\\.", -1);
        if (bytes.length == 4) {
            boolean all = true;
            for (String b : bytes) {
                all &= !b.isEmpty() && b.length() <= 3 && b.chars().allMatch(c -> c >= '0' && c <= '9') && Integer.parseInt(b) <= 255;
            }
            return all;
        }
        return host.indexOf(':') != host.lastIndexOf(':') && host.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    }
}
