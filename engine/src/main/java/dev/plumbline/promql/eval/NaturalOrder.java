package dev.plumbline.promql.eval;

import java.math.BigInteger;

/** Text order in which runs of digits count as numbers: {@code a2 < a10}. */
final class NaturalOrder {
    private NaturalOrder() {}

    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            int iEnd = chunkEnd(a, i);
            int jEnd = chunkEnd(b, j);
            int c = compareChunks(a.substring(i, iEnd), b.substring(j, jEnd));
            if (c != 0) {
                return c;
            }
            i = iEnd;
            j = jEnd;
        }
        return Integer.compare(a.length() - i, b.length() - j);
    }

    private static int chunkEnd(String s, int from) {
        boolean digits = isDigit(s.charAt(from));
        int to = from;
        while (to < s.length() && isDigit(s.charAt(to)) == digits) {
            to++;
        }
        return to;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int compareChunks(String a, String b) {
        return isDigit(a.charAt(0)) && isDigit(b.charAt(0)) ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
    }
}
