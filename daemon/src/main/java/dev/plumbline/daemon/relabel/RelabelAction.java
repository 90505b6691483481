package dev.plumbline.daemon.relabel;

import java.util.Locale;

/** What a rule does; the words in a file are these names in lower case. */
public enum RelabelAction {
    /** Sets the target label to the expanded replacement when the regular expression matches. */
    REPLACE,
    /** Drops what does not match. */
    KEEP,
    /** Drops what matches. */
    DROP,
    /** Drops what differs from the target label's value. */
    KEEPEQUAL,
    /** Drops what is equal to the target label's value. */
    DROPEQUAL,
    /** Sets the target label to a hash of the value modulo the modulus. */
    HASHMOD,
    /** Copies every label whose name matches to the name that the replacement gives. */
    LABELMAP,
    /** Removes every label whose name matches. */
    LABELDROP,
    /** Removes every label whose name does not match. */
    LABELKEEP,
    /** Sets the target label to the value in lower case. */
    LOWERCASE,
    /** Sets the target label to the value in upper case. */
    UPPERCASE;

    /** The word for it in a configuration file. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
